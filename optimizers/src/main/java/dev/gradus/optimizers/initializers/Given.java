package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Weights that are listed explicitly, to start two networks from the same weights or to follow an
 * example by hand.
 *
 * <p>One row for each input, with a number for each unit; biases are a single row.
 */
@Plugin(
    name = "given",
    summary = "Explicitly listed weights: a row for each input, with a number for each unit.",
    formula = "W[i][j] = values[i][j]")
public record Given(
    @Option("the weights: a list of rows, one for each input (biases: a single row)")
        List<List<Double>> values)
    implements Initializer {

  /** Creates an initializer without weights, which must be set. */
  public Given() {
    this(List.of());
  }

  public Given {
    values = values.stream().map(List::copyOf).toList();
    Options.check(Given.class, values);
  }

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    if (values.size() != fanIn || values.stream().anyMatch(row -> row.size() != fanOut)) {
      throw new IllegalArgumentException(
          "the given values must be " + fanIn + " rows of " + fanOut + ", but are " + shape());
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = values.get(i / fanOut).get(i % fanOut).floatValue();
    }
  }

  private String shape() {
    List<Integer> lengths = values.stream().map(List::size).distinct().toList();
    return lengths.size() == 1
        ? values.size() + " rows of " + lengths.get(0)
        : values.size() + " rows of different lengths";
  }
}
