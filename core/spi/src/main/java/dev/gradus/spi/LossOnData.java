package dev.gradus.spi;

import java.util.List;

/**
 * A loss on the original values, for a network that sees them scaled.
 *
 * @param loss evaluated in the unit of the data
 * @param scales one for each number of the target
 */
record LossOnData(Loss loss, List<Target.Scale> scales) implements Loss {

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    double value = loss.evaluate(restored(prediction), restored(target), gradient);
    for (int k = 0; k < gradient.length; k++) {
      // dL/dseen = dL/dx dx/dseen
      gradient[k] *= scales.get(k).slope(prediction[k]);
    }
    return value;
  }

  /**
   * The expression with scaled numbers in place of the original ones, if there is a single scale.
   */
  @Override
  public NumpyExpression gradientInNumpy() {
    NumpyExpression onData = loss.gradientInNumpy();
    if (!onData.isPresent()) {
      return onData;
    }
    if (scales.size() != 1) {
      return NumpyExpression.none(
          "it works in the unit of the data, in which each output has a scale of its own");
    }
    Target.Scale scale = scales.get(0);
    String slope = scale.logarithm() ? "unit * np.exp(np.abs(shift + unit * a))" : "unit";
    return onData
        .with("a", restored(scale, "shift + unit * a"))
        .with("y", restored(scale, "shift + unit * y"))
        .times(slope)
        .where("shift", scale.shift())
        .where("unit", scale.unit());
  }

  private static String restored(Target.Scale scale, String number) {
    return scale.logarithm()
        ? "np.sign(%s) * np.expm1(np.abs(%s))".formatted(number, number)
        : number;
  }

  /** The auxiliary columns that follow the target values are in the unit of the data already. */
  private double[] restored(double[] seen) {
    double[] restored = seen.clone();
    for (int k = 0; k < scales.size(); k++) {
      restored[k] = scales.get(k).restore(seen[k]);
    }
    return restored;
  }

  @Override
  public List<AuxiliaryColumn> columns() {
    return loss.columns();
  }

  @Override
  public Interval predictions() {
    return seen(loss.predictions());
  }

  @Override
  public Interval targets() {
    return seen(loss.targets());
  }

  /** An interval of the data as the network sees it, for all outputs. */
  private Interval seen(Interval data) {
    double low = data.low();
    double high = data.high();
    if (Double.isFinite(low)) {
      low = scales.stream().mapToDouble(scale -> scale.apply(data.low())).max().orElse(low);
    }
    if (Double.isFinite(high)) {
      high = scales.stream().mapToDouble(scale -> scale.apply(data.high())).min().orElse(high);
    }
    return new Interval(low, data.lowIncluded(), Math.max(low, high), data.highIncluded());
  }

  @Override
  public Outputs outputs() {
    return loss.outputs();
  }

  @Override
  public boolean isSmoothAround(double[] prediction, double[] target, double radius) {
    double widest = 0;
    for (int k = 0; k < prediction.length; k++) {
      Target.Scale scale = scales.get(k);
      double slope =
          Math.max(scale.slope(prediction[k] - radius), scale.slope(prediction[k] + radius));
      widest = Math.max(widest, radius * slope);
    }
    return loss.isSmoothAround(restored(prediction), restored(target), widest);
  }
}
