package dev.gradus.cli;

import dev.gradus.cli.text.MetricTable;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How well a single column predicts the target. Each row is predicted from the other rows: those
 * with the same value, or else, if it is a number, those with the next lower and the next higher
 * one.
 */
final class SinglePredictor {

  /** The number of rows that are compared, evenly spaced, so that it takes little time. */
  private static final int MOST_ROWS = 20_000;

  /** The same for all columns together. */
  private static final int MOST_CELLS = 10_000_000;

  private static final int LEAST_ROWS = 1_000;

  /** The number of counts in memory. */
  private static final long MOST_COUNTS = 4_000_000;

  /** The errors of the most frequent class of which a nearly perfect prediction makes few. */
  private static final double FEW_ERRORS = 0.02;

  /** With fewer rows of other classes, few errors are chance. */
  private static final int LEAST_OTHERS = 10;

  /** The part of the variance that a nearly perfect prediction of numbers leaves. */
  private static final double LITTLE_VARIANCE = 0.005;

  private final Column target;
  private final boolean classes;
  private final int[] rows;

  /** The targets of the rows, if they are numbers: {@link #centred}. */
  private final double[] wanted;

  /**
   * Takes rows of a table.
   *
   * @param rows that have a target; not modified
   * @param columns how many will be compared
   */
  SinglePredictor(Column target, boolean classes, int[] rows, int columns) {
    this.target = target;
    this.classes = classes;
    int taken =
        Math.min(rows.length, Math.min(MOST_ROWS, Math.max(LEAST_ROWS, MOST_CELLS / columns)));
    this.rows =
        IntStream.range(0, taken).map(i -> rows[(int) ((long) i * rows.length / taken)]).toArray();
    wanted = classes ? new double[0] : centred(target, this.rows);
  }

  /** How well the column predicts, if it is nearly perfect: {@code right in 99.8 % of the rows}. */
  Optional<String> nearlyPerfect(Column column) {
    Values values = Values.of(column, rows);
    return classes ? ofClasses(values) : ofNumbers(values);
  }

  /**
   * The different values of a column.
   *
   * @param of for each row, the index of its value
   * @param count of different values
   * @param numbers of the values, ascending; empty for strings; a missing one has no number
   */
  private record Values(int[] of, int count, double[] numbers) {

    static Values of(Column column, int[] rows) {
      if (column instanceof NumericColumn numeric && !numeric.losesDigits()) {
        double[] all = new double[rows.length];
        numeric.copy(rows, 0, rows.length, all);
        Arrays.setAll(all, i -> all[i] + 0.0);
        double[] different = different(all);
        int[] of = new int[all.length];
        for (int i = 0; i < of.length; i++) {
          of[i] = Double.isNaN(all[i]) ? different.length : Arrays.binarySearch(different, all[i]);
        }
        return new Values(of, different.length + 1, different);
      }
      Map<Object, Integer> codes = new HashMap<>();
      int[] of = codes(column, rows, codes);
      return new Values(of, codes.size(), new double[0]);
    }

    /** The different numbers, ascending. */
    private static double[] different(double[] all) {
      double[] sorted = all.clone();
      Arrays.sort(sorted);
      int count = 0;
      for (double number : sorted) {
        if (!Double.isNaN(number) && (count == 0 || number != sorted[count - 1])) {
          sorted[count++] = number;
        }
      }
      return Arrays.copyOf(sorted, count);
    }

    boolean isNumber(int value) {
      return value >= 0 && value < numbers.length;
    }

    /** The nearer of the next lower and the next higher number; -1 if there is none. */
    int nearest(int value) {
      boolean lower = isNumber(value - 1) && isNumber(value);
      boolean higher = isNumber(value) && isNumber(value + 1);
      if (lower && higher) {
        return numbers[value] - numbers[value - 1] <= numbers[value + 1] - numbers[value]
            ? value - 1
            : value + 1;
      }
      return lower ? value - 1 : higher ? value + 1 : -1;
    }
  }

  /** The index of the value of each row, in the order in which they occur. */
  private static int[] codes(Column column, int[] rows, Map<Object, Integer> codes) {
    int[] of = new int[rows.length];
    for (int i = 0; i < of.length; i++) {
      of[i] = codes.computeIfAbsent(column.value(rows[i]), value -> codes.size());
    }
    return of;
  }

  private Optional<String> ofClasses(Values values) {
    Map<Object, Integer> names = new HashMap<>();
    int[] classOf = codes(target, rows, names);
    int classCount = names.size();
    if ((long) values.count() * classCount > MOST_COUNTS) {
      return Optional.empty();
    }
    int[] all = new int[classCount];
    int[][] counts = new int[values.count()][classCount];
    int[] sizes = new int[values.count()];
    for (int i = 0; i < rows.length; i++) {
      all[classOf[i]]++;
      counts[values.of()[i]][classOf[i]]++;
      sizes[values.of()[i]]++;
    }
    int commonest = largest(all);
    int errors = 0;
    for (int i = 0; i < rows.length; i++) {
      int value = values.of()[i];
      int nearest = values.nearest(value);
      counts[value][classOf[i]]--;
      int predicted =
          sizes[value] > 1
              ? largest(counts[value])
              : nearest >= 0 ? largest(counts[nearest]) : commonest;
      counts[value][classOf[i]]++;
      errors += predicted == classOf[i] ? 0 : 1;
    }
    int others = rows.length - all[commonest];
    return others < LEAST_OTHERS || errors > FEW_ERRORS * others
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "right in %s %% of the rows",
                MetricTable.text(100.0 * (rows.length - errors) / rows.length)));
  }

  private static int largest(int[] counts) {
    int largest = 0;
    for (int k = 1; k < counts.length; k++) {
      largest = counts[k] > counts[largest] ? k : largest;
    }
    return largest;
  }

  private Optional<String> ofNumbers(Values values) {
    double[] sums = new double[values.count()];
    int[] sizes = new int[values.count()];
    for (int i = 0; i < rows.length; i++) {
      sums[values.of()[i]] += wanted[i];
      sizes[values.of()[i]]++;
    }
    double left = 0;
    double variance = 0;
    for (int i = 0; i < rows.length; i++) {
      double y = wanted[i];
      int value = values.of()[i];
      double predicted =
          sizes[value] > 1
              ? (sums[value] - y) / (sizes[value] - 1)
              : between(values, sums, sizes, value);
      left += (predicted - y) * (predicted - y);
      variance += y * y;
    }
    // Not if the error is NaN, either: values may be too far apart for the line between them.
    return variance == 0 || !(left <= LITTLE_VARIANCE * variance)
        ? Optional.empty()
        : Optional.of("with an R2 of " + MetricTable.text(1 - left / variance));
  }

  /**
   * The targets of the rows, of which the largest is about 1, so that squares fit; less their mean.
   */
  private static double[] centred(Column target, int[] rows) {
    double[] numbers = IntStream.of(rows).mapToDouble(target::number).toArray();
    double size = Arrays.stream(numbers).map(Math::abs).max().orElse(0);
    double divisor = size == 0 ? 1 : size;
    double mean = Arrays.stream(numbers).map(y -> y / divisor).average().orElse(0);
    return Arrays.stream(numbers).map(y -> y / divisor - mean).toArray();
  }

  /** The mean on the line from the next lower to the next higher number. */
  private static double between(Values values, double[] sums, int[] sizes, int value) {
    int nearest = values.nearest(value);
    if (nearest < 0) {
      return 0;
    }
    if (!values.isNumber(value - 1) || !values.isNumber(value + 1)) {
      return sums[nearest] / sizes[nearest];
    }
    double lower = sums[value - 1] / sizes[value - 1];
    double higher = sums[value + 1] / sizes[value + 1];
    double[] numbers = values.numbers();
    // Halves, because the distance of very large numbers is infinite.
    double share =
        (numbers[value] / 2 - numbers[value - 1] / 2)
            / (numbers[value + 1] / 2 - numbers[value - 1] / 2);
    return lower + share * (higher - lower);
  }
}
