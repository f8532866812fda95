package dev.gradus.engine.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How often each number of a column occurs.
 *
 * <p>The numbers are dealt to buckets by their hash, and each bucket is counted by itself: its hash
 * table fits into the cache of a processor, as that of a million numbers would not. Numbers with a
 * few decimals in a small range, as most measurements are, need no hash table: an array has a place
 * for each that can occur.
 */
final class NumberCounts {

  private static final int BUCKETS = 1 << 8;
  private static final int FIRST_SLOTS = 1 << 11;

  /** The numbers at the beginning of a column that show how many decimals they have. */
  private static final int SAMPLE = 1 << 10;

  /** Ten to the power of the most decimals of numbers that are counted in an array. */
  private static final double MOST_PARTS = 1e9;

  /** The length of the largest array of counts. */
  private static final int MOST_PLACES = 1 << 20;

  /** An odd number with bits everywhere: the golden ratio. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private static final Comparator<Counted> ORDER =
      Comparator.comparingInt((Counted counted) -> -counted.count)
          .thenComparingDouble(Counted::number);

  private final int limit;
  private final List<Counted> best = new ArrayList<>();

  /** The count below which a number is not among the best. */
  private int leastOfBest = 1;

  private int distinct;

  /** The hash table of a bucket, at most half of it in use. */
  private double[] numbers = new double[FIRST_SLOTS];

  private int[] counts = new int[FIRST_SLOTS];
  private int used;

  /** A number and how often it occurs. */
  private record Counted(double number, int count) {}

  private NumberCounts(int limit) {
    this.limit = limit;
  }

  /**
   * Counts.
   *
   * @param all the numbers of a column, NaN where a cell is missing; both zeros are one
   * @param least the minimum
   * @param largest the maximum
   * @param limit the number of most frequent numbers to find
   */
  static NumberCounts of(double[] all, double least, double largest, int limit) {
    return inArray(all, least, largest, limit).orElseGet(() -> inBuckets(all, limit));
  }

  /**
   * Counts numbers that are all multiples of 1, 0.1, 0.01 or so; empty if they are not, or if their
   * range is too large.
   */
  private static Optional<NumberCounts> inArray(
      double[] all, double least, double largest, int limit) {
    double parts = parts(all);
    double first = Math.rint(least * parts);
    double places = Math.rint(largest * parts) - first + 1;
    if (!(places >= 1 && places <= Math.min(all.length, MOST_PLACES))) {
      return Optional.empty();
    }
    int[] counts = new int[(int) places];
    for (double number : all) {
      if (!Double.isNaN(number)) {
        double whole = Math.rint(number * parts);
        if (whole / parts != number) {
          return Optional.empty();
        }
        counts[(int) (whole - first)]++;
      }
    }
    NumberCounts counted = new NumberCounts(limit);
    for (int place = 0; place < counts.length; place++) {
      if (counts[place] > 0) {
        counted.distinct++;
        counted.offer((first + place) / parts + 0.0, counts[place]);
      }
    }
    return Optional.of(counted);
  }

  /** The smallest power of ten that makes the first numbers whole, or the largest one allowed. */
  private static double parts(double[] all) {
    double parts = 1;
    for (int i = 0; i < Math.min(SAMPLE, all.length); i++) {
      while (parts < MOST_PARTS
          && !Double.isNaN(all[i])
          && Math.rint(all[i] * parts) / parts != all[i]) {
        parts *= 10;
      }
    }
    return parts;
  }

  private static NumberCounts inBuckets(double[] all, int limit) {
    int[] ends = new int[BUCKETS];
    for (double number : all) {
      ends[bucketOf(number + 0.0)] += Double.isNaN(number) ? 0 : 1;
    }
    for (int bucket = 1; bucket < BUCKETS; bucket++) {
      ends[bucket] += ends[bucket - 1];
    }
    double[] dealt = new double[ends[BUCKETS - 1]];
    int[] next = new int[BUCKETS];
    System.arraycopy(ends, 0, next, 1, BUCKETS - 1);
    for (double one : all) {
      double number = one + 0.0;
      if (!Double.isNaN(number)) {
        int bucket = bucketOf(number);
        dealt[next[bucket]] = number;
        next[bucket]++;
      }
    }
    NumberCounts counts = new NumberCounts(limit);
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      counts.count(dealt, bucket == 0 ? 0 : ends[bucket - 1], ends[bucket]);
    }
    return counts;
  }

  private static long hashOf(double number) {
    return Double.doubleToRawLongBits(number) * SPREAD;
  }

  private static int bucketOf(double number) {
    return (int) (hashOf(number) >>> (Long.SIZE - 8));
  }

  private void count(double[] dealt, int from, int to) {
    Arrays.fill(counts, 0);
    used = 0;
    for (int i = from; i < to; i++) {
      int slot = slotOf(dealt[i]);
      if (counts[slot] == 0) {
        numbers[slot] = dealt[i];
        used++;
      }
      counts[slot]++;
      if (2 * used > counts.length) {
        grow();
      }
    }
    distinct += used;
    for (int slot = 0; slot < counts.length; slot++) {
      if (counts[slot] > 0) {
        offer(numbers[slot], counts[slot]);
      }
    }
  }

  /** The place of a number, or the free one that it may take. */
  private int slotOf(double number) {
    int mask = counts.length - 1;
    int slot = (int) (hashOf(number) >>> (Integer.SIZE - 8)) & mask;
    while (counts[slot] > 0 && numbers[slot] != number) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    double[] earlier = numbers;
    int[] earlierCounts = counts;
    numbers = new double[2 * earlier.length];
    counts = new int[2 * earlier.length];
    for (int i = 0; i < earlier.length; i++) {
      if (earlierCounts[i] > 0) {
        int slot = slotOf(earlier[i]);
        numbers[slot] = earlier[i];
        counts[slot] = earlierCounts[i];
      }
    }
  }

  private void offer(double number, int count) {
    if (count < leastOfBest) {
      return;
    }
    Counted counted = new Counted(number, count);
    if (best.size() < limit || ORDER.compare(counted, best.get(limit - 1)) < 0) {
      best.add(counted);
      best.sort(ORDER);
      best.subList(Math.min(limit, best.size()), best.size()).clear();
      leastOfBest = best.size() < limit ? 1 : best.get(limit - 1).count;
    }
  }

  /** The number of different numbers. */
  int distinct() {
    return distinct;
  }

  /** The most frequent numbers, in ascending order if equally frequent. */
  List<Double> mostFrequent() {
    return best.stream().map(Counted::number).toList();
  }
}
