package dev.gradus.check;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Reshape;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A place for a layer in a trial: tensors start with random values, including biases and scales, so
 * that each of them has an effect.
 *
 * @param isPlanned whether tensors have no values
 * @param name the prefix of the names of tensors
 */
record TrialSite(Shape input, List<Integer> categories, long seed, boolean isPlanned, String name)
    implements LayerSite {

  /** The prefix of the names of tensors. */
  static final String NAME = "layers.0.";

  private static final double SPREAD = 0.5;

  /** The number of outputs if the last layer does not set it. */
  static final int OUTPUTS = 3;

  static TrialSite of(Shape input, List<Integer> categories) {
    return new TrialSite(input, categories, Samples.SEED, false, NAME);
  }

  /** The same place in a network that is only planned. */
  TrialSite planned() {
    return new TrialSite(input, categories, seed, true, name);
  }

  /** The same place with other random numbers. */
  TrialSite seeded(long other) {
    return new TrialSite(input, categories, other, isPlanned, name);
  }

  @Override
  public Optional<Integer> outputs() {
    return Optional.of(OUTPUTS);
  }

  /** Of a line about two thirds; of columns those without categories; of an image none. */
  @Override
  public List<Integer> numbers() {
    return IntStream.range(0, input.isImage() ? 0 : input.columns())
        .filter(i -> categories.isEmpty() ? i % 3 < 2 : categories.get(i) == 0)
        .boxed()
        .toList();
  }

  @Override
  public Tensor weights(
      String tensor, int rows, int columns, int fanOut, Optional<Initializer> given) {
    return filled(drawn(tensor, Tensor.Role.WEIGHT, rows, columns, 0), fanOut, given);
  }

  @Override
  public Tensor biases(String tensor, int columns, Optional<Initializer> given) {
    return filled(drawn(tensor, Tensor.Role.BIAS, 1, columns, 0), columns, given);
  }

  @Override
  public Tensor constant(String tensor, Tensor.Role role, int columns, double value) {
    return drawn(tensor, role, 1, columns, value);
  }

  /** Takes what an initializer gives, as far as it is not 0, so that its options have an effect. */
  private static Tensor filled(Tensor drawn, int fanOut, Optional<Initializer> given) {
    float[] values = drawn.values();
    if (given.isPresent() && values.length > 0) {
      float[] initial = new float[values.length];
      given
          .get()
          .fill(
              initial,
              drawn.rows(),
              drawn.columns(),
              fanOut,
              new SplittableRandom(Samples.SEED + drawn.name().hashCode()));
      for (int i = 0; i < values.length; i++) {
        values[i] = initial[i] == 0 ? values[i] : initial[i];
      }
    }
    return drawn;
  }

  private Tensor drawn(String tensor, Tensor.Role role, int rows, int columns, double around) {
    float[] values = new float[isPlanned ? 0 : Math.multiplyExact(rows, columns)];
    RandomGenerator random = new SplittableRandom(seed + tensor.hashCode());
    for (int i = 0; i < values.length; i++) {
      boolean isTrained = role != Tensor.Role.STATISTIC && role != Tensor.Role.FIXED;
      double by = isTrained ? SPREAD * random.nextGaussian() : 0;
      values[i] = (float) (around + by);
    }
    return new Tensor(name + tensor, role, rows, columns, values);
  }

  @Override
  public Initializer initializer(String called) {
    return (weights, fanIn, fanOut, random) -> {};
  }

  /** Leaves out their activations, which are tried separately. */
  @Override
  public LayerFunction inner(String option, List<Layer> layers) {
    List<LayerFunction> functions = new ArrayList<>();
    Shape shape = input;
    for (int i = 0; i < layers.size(); i++) {
      TrialSite place =
          new TrialSite(shape, List.of(), seed + i, isPlanned, name + option + "." + i + ".");
      LayerFunction function = layers.get(i).build(place);
      shape = function.output();
      if (!(function instanceof Reshape)) {
        functions.add(function);
      }
    }
    return functions.isEmpty()
        ? new Reshape(input, shape)
        : new TrialChain(input, shape, functions);
  }

  @Override
  public RuntimeException refusal(String option, String sentence) {
    return new IllegalArgumentException(option + ": " + sentence);
  }

  @Override
  public RuntimeException tooLarge(String option, int found, int most, String why) {
    return new IllegalArgumentException(
        "%s: must be at most %s, but is %s: %s".formatted(option, most, found, why));
  }

  @Override
  public void objection(String sentence) {
    // A warning that little is learned here does not make the layer wrong.
  }
}
