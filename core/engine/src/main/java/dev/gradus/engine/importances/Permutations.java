package dev.gradus.engine.importances;

import dev.gradus.engine.data.Randomness;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The orders in which the cells of a column are permuted. */
@FunctionalInterface
interface Permutations {

  /**
   * An order.
   *
   * @param column the name of the column
   * @param repeat the number of its permutation, from 0
   * @param rows the number of rows
   * @return for each row, the row whose cell it gets
   */
  int[] of(String column, int repeat, int rows);

  /**
   * Random orders, each with the same probability. They depend on the name of the column, so that
   * other columns do not change them.
   */
  static Permutations random(long seed) {
    return (column, repeat, rows) -> {
      RandomGenerator random = Randomness.of(seed, "importance of " + column, repeat);
      int[] order = IntStream.range(0, rows).toArray();
      Randomness.shuffle(order, random);
      return order;
    };
  }
}
