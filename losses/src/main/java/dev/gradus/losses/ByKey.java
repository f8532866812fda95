package dev.gradus.losses;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Sorts the indices of numbers; equal numbers keep their order. */
final class ByKey {

  private ByKey() {}

  /** The largest first. */
  static int[] descending(double[] keys) {
    return sorted(keys, Comparator.comparingDouble((Integer i) -> keys[i]).reversed());
  }

  /** The smallest first. */
  static int[] ascending(double[] keys) {
    return sorted(keys, Comparator.comparingDouble(i -> keys[i]));
  }

  private static int[] sorted(double[] keys, Comparator<Integer> order) {
    Integer[] places = IntStream.range(0, keys.length).boxed().toArray(Integer[]::new);
    Arrays.sort(places, order);
    return Arrays.stream(places).mapToInt(Integer::intValue).toArray();
  }
}
