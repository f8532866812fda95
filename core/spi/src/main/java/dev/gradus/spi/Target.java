package dev.gradus.spi;

import java.util.List;

/**
 * The target of a network: its kind and its columns.
 *
 * <p>A loss or metric receives it before training, so that it can adapt or refuse.
 *
 * @param kind what the numbers mean
 * @param outputs the names of the network's outputs: the names of the columns of a numeric target,
 *     the single positive class of a binary one, the classes of a multi-class one, the labels of a
 *     multi-label one; at least one
 * @param scales how the values of a numeric target are scaled for the network, one for each output;
 *     empty if it sees the original values
 */
public record Target(Kind kind, List<String> outputs, List<Scale> scales) {

  /** A target that the network sees unscaled. */
  public Target(Kind kind, List<String> outputs) {
    this(kind, outputs, List.of());
  }

  /** The kinds of targets. */
  public enum Kind {
    /** One or several measured quantities. */
    NUMERIC("numeric", 1, Integer.MAX_VALUE),
    /** One of two classes: 1 is the positive one, 0 the other; one output. */
    BINARY("binary", 1, 1),
    /**
     * One of several classes: a row with a 1 at the class and 0 elsewhere; at least two outputs.
     */
    CLASSES("multi-class", 2, Integer.MAX_VALUE),
    /** Any number of independent labels: 1 where a label applies; at least two outputs. */
    LABELS("multi-label", 2, Integer.MAX_VALUE);

    private final String text;
    private final int fewest;
    private final int most;

    Kind(String text, int fewest, int most) {
      this.text = text;
      this.fewest = fewest;
      this.most = most;
    }

    private boolean fits(int outputs) {
      return outputs >= fewest && outputs <= most;
    }

    /** The kind in lower case, for a sentence. */
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * How a value x of the data is scaled for the network: as (x - shift)/unit, or with its logarithm
   * as (sign(x) log(1 + |x|) - shift)/unit.
   *
   * @param shift finite
   * @param unit the amount in the data that becomes 1, such as a standard deviation; finite and
   *     above 0
   * @param logarithm whether the logarithm is taken first
   */
  public record Scale(double shift, double unit, boolean logarithm) {

    public Scale {
      if (!Double.isFinite(shift) || !Double.isFinite(unit) || unit <= 0) {
        throw new IllegalArgumentException(
            "a scale cannot have a shift of %s and a unit of %s".formatted(shift, unit));
      }
    }

    /** Scales a value of the data. */
    public double apply(double x) {
      double taken = logarithm ? Math.copySign(StrictMath.log1p(Math.abs(x)), x) : x;
      return (taken - shift) / unit;
    }

    /** Converts a scaled value back to the unit of the data. */
    public double restore(double y) {
      double taken = y * unit + shift;
      return logarithm ? Math.copySign(StrictMath.expm1(Math.abs(taken)), taken) : taken;
    }

    /** The derivative of {@link #restore}, above 0. */
    public double slope(double y) {
      return logarithm ? unit * StrictMath.exp(Math.abs(y * unit + shift)) : unit;
    }
  }

  /** Checks that the number of outputs and scales fits the kind. */
  public Target {
    outputs = List.copyOf(outputs);
    scales = List.copyOf(scales);
    if (!kind.fits(outputs.size())) {
      throw new IllegalArgumentException(
          "a " + kind + " target cannot have " + outputs.size() + " outputs");
    }
    if (!scales.isEmpty() && (kind != Kind.NUMERIC || scales.size() != outputs.size())) {
      throw new IllegalArgumentException(
          "a %s target of %s outputs cannot have %s scales"
              .formatted(kind, outputs.size(), scales.size()));
    }
  }

  /** The same target, unscaled. */
  public Target inUnitOfData() {
    return new Target(kind, outputs);
  }

  /**
   * Adapts a loss that is defined on the original values, such as a percentage of the target, to a
   * network that sees this target.
   *
   * <p>The adapted loss converts predictions and targets back to the unit of the data, evaluates
   * the loss there, and multiplies the gradient by the derivative of the scale. A loss that cannot
   * be computed from scaled values returns this from {@link Loss#forTarget}.
   *
   * @param loss with one output for each target value, which is the prediction, and not a {@link
   *     BatchLoss}
   * @return the loss itself, if this target is not scaled
   * @throws IllegalArgumentException if it is any other loss
   */
  public Loss onData(Loss loss) {
    if (loss instanceof BatchLoss
        || loss.outputCount(this) != width()
        || loss.decoder().isPresent()) {
      throw new IllegalArgumentException(
          "onData only adapts a loss of single examples with one undecoded output for each target value");
    }
    return scales.isEmpty() ? loss : new LossOnData(loss, scales);
  }

  /** The number of outputs of a network for this target. */
  public int width() {
    return outputs.size();
  }
}
