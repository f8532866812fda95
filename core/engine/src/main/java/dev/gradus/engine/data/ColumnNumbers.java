package dev.gradus.engine.data;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ObjIntConsumer;

/**
 * Numbers in their order, which can be visited as often as wanted. Only some of them are in memory
 * at a time.
 */
final class ColumnNumbers {

  /** What sorting takes for each number, in bytes: a copy, and another one to merge runs of it. */
  static final int SORTED_BYTES = 2 * Double.BYTES;

  private final int count;
  private final Consumer<ObjIntConsumer<double[]>> source;

  /**
   * Numbers that are somewhere else.
   *
   * @param count how many they are
   * @param source passes them to a visitor, part by part; the first elements of an array are the
   *     next numbers
   */
  ColumnNumbers(int count, Consumer<ObjIntConsumer<double[]>> source) {
    this.count = count;
    this.source = source;
  }

  /** The numbers of an array. */
  static ColumnNumbers of(double... numbers) {
    return new ColumnNumbers(numbers.length, visitor -> visitor.accept(numbers, numbers.length));
  }

  /** How many they are. */
  int count() {
    return count;
  }

  /**
   * Visits all numbers in their order.
   *
   * @param visitor receives arrays, which it must not modify, and how many elements of each count
   */
  void forEach(ObjIntConsumer<double[]> visitor) {
    source.accept(visitor);
  }

  /** A function of each number. */
  ColumnNumbers map(DoubleUnaryOperator function) {
    return new ColumnNumbers(
        count,
        visitor ->
            forEach(
                (numbers, some) -> {
                  double[] mapped = new double[some];
                  Arrays.setAll(mapped, i -> function.applyAsDouble(numbers[i]));
                  visitor.accept(mapped, some);
                }));
  }

  /** All of them in memory, ascending. */
  double[] sorted() {
    double[] all = new double[count];
    int[] next = new int[1];
    forEach(
        (numbers, some) -> {
          System.arraycopy(numbers, 0, all, next[0], some);
          next[0] += some;
        });
    Arrays.sort(all);
    return all;
  }
}
