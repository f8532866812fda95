package dev.gradus.losses;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Negative log-likelihood of the true class, for ordered classes: for each class but the highest,
 * the network predicts the probability that an example is above it, given that it is not below it.
 *
 * <p>For K classes there are K - 1 outputs, logits z, so the last layer has no activation. With s_k
 * = sigmoid(z_k), class k has the probability s_1 ... s_(k-1) (1 - s_k): these add up to 1, and the
 * probability of being above a class never increases with the class. The loss is minus the
 * logarithm of the probability of the true class, a sum over the outputs that it depends on.
 * coral-pytorch, the authors' code, divides by the number of those in the whole batch instead.
 *
 * <p>The outputs are decoded to the probabilities of the classes, so that all metrics apply, and
 * the prediction is the most probable class, as everywhere in Gradus. The paper predicts the
 * median: the first class that an example exceeds with a probability below 1/2.
 *
 * @param order the names of the classes, from the lowest to the highest
 */
@Plugin(
    name = "corn",
    summary =
        "Negative log-likelihood of the true class, step by step from the lowest. For ordered "
            + "classes, such as grades.",
    formula =
        "L = -log P(true class), P(k) = prod_{j<k} sigmoid(z_j) (1 - sigmoid(z_k)), K - 1 logits z",
    reference =
        "X. Shi, W. Cao, S. Raschka, Deep Neural Networks for Rank-Consistent Ordinal Regression Based On Conditional Probabilities, 2021")
public record Corn(
    @Option(
            "the names of the classes, from the lowest to the highest; if left out, they must be numbers")
        List<String> order)
    implements Loss {

  private static final NumpyExpression NO_LINE =
      NumpyExpression.none(
          "it adds up the classes above each step, which takes more than one expression");

  /** Creates a loss for classes that are numbers. */
  public Corn() {
    this(List.of());
  }

  public Corn {
    order = List.copyOf(order);
    Options.check(Corn.class, order);
  }

  @Override
  public int outputCount(Target target) {
    return Math.max(1, target.width() - 1);
  }

  @Override
  public Loss forTarget(Target target) {
    return new InOrder(ClassOrder.of("corn", order, target));
  }

  /** The form with classes in the order of the outputs. */
  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    return new InOrder(IntStream.range(0, target.length).toArray())
        .evaluate(prediction, target, gradient);
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return NO_LINE;
  }

  @Override
  public Outputs outputs() {
    return Outputs.UNBOUNDED;
  }

  @Override
  public Interval targets() {
    return Interval.UNIT;
  }

  /** Creates a loss for classes in a given order, from the lowest to the highest. */
  private static final class InOrder implements Loss {

    private final int[] places;

    InOrder(int[] places) {
      this.places = places;
    }

    @Override
    public int outputCount(Target target) {
      return Math.max(1, target.width() - 1);
    }

    /**
     * The share of the target that is not below a class; a single number is the share of the second
     * of two classes.
     */
    private double notBelow(double[] target, int rank) {
      if (places.length == 1) {
        return rank == 0 ? 1 : target[0];
      }
      double sum = 0;
      for (int r = rank; r < places.length; r++) {
        sum += target[places[r]];
      }
      return sum;
    }

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      int steps = Math.max(1, places.length - 1);
      double value = 0;
      for (int r = 0; r < steps; r++) {
        double z = prediction[r];
        double reaches = notBelow(target, r);
        double above = notBelow(target, r + 1);
        // -log s = softplus(-z) if above, -log(1 - s) = softplus(z) if not
        double rest = StrictMath.log1p(DoubleMath.exp(-Math.abs(z)));
        value += above * (Math.max(-z, 0) + rest) + (reaches - above) * (Math.max(z, 0) + rest);
        // -above (1 - s) + (reaches - above) s
        gradient[r] =
            (reaches - above) / (1 + DoubleMath.exp(-z)) - above / (1 + DoubleMath.exp(z));
      }
      return value;
    }

    @Override
    public NumpyExpression gradientInNumpy() {
      return NO_LINE;
    }

    @Override
    public Optional<Decoder> decoder() {
      return Optional.of(this::decode);
    }

    private void decode(double[] outputs, double[] prediction) {
      if (places.length == 1) {
        prediction[0] = 1 / (1 + DoubleMath.exp(-outputs[0]));
        return;
      }
      Arrays.fill(prediction, 0);
      double reached = 1;
      for (int r = 0; r < places.length - 1; r++) {
        prediction[places[r]] = reached / (1 + DoubleMath.exp(outputs[r]));
        reached /= 1 + DoubleMath.exp(-outputs[r]);
      }
      prediction[places[places.length - 1]] = reached;
    }

    @Override
    public Outputs outputs() {
      return Outputs.UNBOUNDED;
    }

    @Override
    public Interval targets() {
      return Interval.UNIT;
    }
  }
}
