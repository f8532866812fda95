package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * Cross-entropy in the form for the target: {@link CategoricalCrossEntropy} if the target is one of
 * several classes, {@link BinaryCrossEntropy} if it is one of two, or independent labels.
 *
 * <p>Before {@code forTarget}, one output means two classes and several outputs mean several
 * classes, and there is no form on logits.
 */
@Plugin(
    name = "cross-entropy",
    summary =
        "Negative log-likelihood of the true classes or labels. Picks the binary or the "
            + "categorical form by the target.",
    formula =
        "binary-cross-entropy for one output or labels, categorical-cross-entropy for several classes",
    reference =
        "I. J. Good, Rational Decisions, Journal of the Royal Statistical Society B 14, 1952")
public record CrossEntropy(
    @Option(
            value = "the share of each target that is spread evenly over all classes",
            min = 0,
            below = 1)
        double labelSmoothing)
    implements Loss {

  /** Creates an instance without smoothing. */
  public CrossEntropy() {
    this(0);
  }

  public CrossEntropy {
    Options.check(CrossEntropy.class, labelSmoothing);
  }

  @Override
  public Loss forTarget(Target target) {
    return switch (target.kind()) {
      case CLASSES -> categorical();
      case BINARY, LABELS -> binary();
      case NUMERIC -> {
        boolean single = target.width() == 1;
        throw new IllegalArgumentException(
            "cross-entropy is for classes, but the target '"
                + String.join(", ", target.outputs())
                + "' is numeric; if its numbers stand for "
                + (single ? "classes" : "yes and no")
                + ", declare them with columns: {"
                + target.outputs().get(0)
                + (single ? ": categorical}" : ": boolean}")
                + ", otherwise use mean-squared-error");
      }
    };
  }

  private BinaryCrossEntropy binary() {
    return new BinaryCrossEntropy(labelSmoothing, 1);
  }

  private CategoricalCrossEntropy categorical() {
    return new CategoricalCrossEntropy(labelSmoothing);
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    Loss form = prediction.length == 1 ? binary() : categorical();
    return form.evaluate(prediction, target, gradient);
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return NumpyExpression.none(
        "it takes the form that suits the target: see binary-cross-entropy and categorical-cross-entropy");
  }

  @Override
  public Interval predictions() {
    return Interval.UNIT;
  }

  @Override
  public Interval targets() {
    return Interval.UNIT;
  }
}
