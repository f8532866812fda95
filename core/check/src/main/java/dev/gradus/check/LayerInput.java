package dev.gradus.check;

import dev.gradus.spi.Interval;
import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The input of a layer in a trial.
 *
 * @param input the shape of a row
 * @param categories for a layer that takes codes: the number of categories of each column, 0 for a
 *     numeric one; else empty
 */
public record LayerInput(Shape input, List<Integer> categories) {

  /** The largest number of rows that a layer is tried with. */
  static final int MOST_ROWS = 33;

  public LayerInput {
    categories = List.copyOf(categories);
  }

  static LayerInput of(Shape input) {
    return new LayerInput(input, List.of());
  }

  @Override
  public String toString() {
    return categories.isEmpty() ? input.toString() : "columns of the categories " + categories;
  }

  /** Rows of moderate numbers, or of codes, one of them unknown. */
  float[] inputs(int rows) {
    float[] x = new Samples().floats(Interval.closed(-2, 2), rows * columns());
    SplittableRandom random = new SplittableRandom(Samples.SEED);
    for (int i = 0; i < x.length && !categories.isEmpty(); i++) {
      int count = categories.get(i % columns());
      x[i] = count == 0 ? x[i] : random.nextInt(-1, count);
    }
    return x;
  }

  /** Rows of the same kind as those of {@link #inputs}, but with other numbers. */
  float[] otherInputs(int rows) {
    float[] all = inputs(rows + MOST_ROWS);
    return Arrays.copyOfRange(all, MOST_ROWS * columns(), all.length);
  }

  int columns() {
    return input.columns();
  }

  /** How far the backward pass goes: category codes have no gradient. */
  Direction back() {
    return categories.isEmpty() ? Direction.BACK_TO_INPUTS : Direction.BACK_TO_PARAMETERS;
  }
}
