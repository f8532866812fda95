package dev.gradus.check;

import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Losses and metrics with auxiliary columns, decoders or quantiles, with one bug each. */
final class WrongColumns {

  private WrongColumns() {}

  /** The bugs. */
  enum Slip {
    NONE,
    /** It names the column, but does not use it. */
    IGNORES_IT,
    /** The column only affects the value. */
    WITHOUT_SLOPE,
    /** It writes to the column. */
    WRITES_IT,
    /** It names the column twice. */
    TWICE,
    /** Its form for a target names no column. */
    OTHER_IN_FORM,
    /** Its form for a target has another number of outputs. */
    OTHER_COUNT,
    /** It has fewer outputs than there are predictions, and no decoder. */
    TOO_FEW,
    /** It decodes to numbers that are not probabilities. */
    NO_PROBABILITIES,
    /** It decodes to something that is not finite. */
    NOT_FINITE,
    /** It adds to the prediction instead of overwriting it. */
    ADDS,
    /** It decodes in place. */
    IN_PLACE,
    /** Its quantiles cross. */
    CROSSES,
    /** Its levels fall. */
    FALLS,
    /** It sorts the outputs for its quantiles. */
    SORTS
  }

  /** Squared errors, each weighted by a column: L = 1/2 c sum_k (p_k - t_k)^2. */
  @Plugin(name = "weighed", summary = "A test.")
  public static final class Weighed implements Loss {

    private final Slip slip;

    public Weighed() {
      this(Slip.NONE);
    }

    Weighed(Slip slip) {
      this.slip = slip;
    }

    @Override
    public List<AuxiliaryColumn> columns() {
      AuxiliaryColumn column = AuxiliaryColumn.number("cost", Interval.above(0));
      return slip == Slip.TWICE ? List.of(column, column) : List.of(column);
    }

    @Override
    public Loss forTarget(Target target) {
      if (slip == Slip.OTHER_IN_FORM) {
        return (prediction, wanted, gradient) ->
            new Weighed(Slip.IGNORES_IT).evaluate(prediction, wanted, gradient);
      }
      return this;
    }

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      int last = prediction.length;
      double weight = slip == Slip.IGNORES_IT ? 1 : target[last];
      if (slip == Slip.WRITES_IT) {
        target[last] = 1;
      }
      double sum = 0;
      for (int k = 0; k < prediction.length; k++) {
        double error = prediction[k] - target[k];
        sum += weight * error * error / 2;
        gradient[k] = (slip == Slip.WITHOUT_SLOPE ? 1 : weight) * error;
      }
      return sum;
    }
  }

  /** A metric with a number that depends on a group. */
  @Plugin(name = "group-error", summary = "A test.")
  public static final class GroupError implements Metric {

    private final Slip slip;

    public GroupError() {
      this(Slip.NONE);
    }

    GroupError(Slip slip) {
      this.slip = slip;
    }

    @Override
    public List<AuxiliaryColumn> columns() {
      AuxiliaryColumn column = AuxiliaryColumn.group("family");
      return slip == Slip.TWICE ? List.of(column, column) : List.of(column);
    }

    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      int width = predictions[0].length;
      double worst = 0;
      for (double[] target : targets) {
        double sum = 0;
        for (int i = 0; i < targets.length; i++) {
          boolean together = slip == Slip.IGNORES_IT || targets[i][width] == target[width];
          sum += together ? Math.abs(predictions[i][0] - targets[i][0]) : 0;
        }
        worst = Math.max(worst, sum);
      }
      if (slip == Slip.WRITES_IT) {
        targets[0][width] = 7;
      }
      return worst;
    }

    @Override
    public boolean higherIsBetter() {
      return false;
    }
  }

  /** Squared errors of the logits of classes, decoded by softmax. */
  @Plugin(name = "decoded", summary = "A test.")
  public static final class Decoded implements Loss {

    private final Slip slip;

    public Decoded() {
      this(Slip.NONE);
    }

    Decoded(Slip slip) {
      this.slip = slip;
    }

    @Override
    public Loss forTarget(Target target) {
      if (target.kind() != Target.Kind.CLASSES) {
        throw new IllegalArgumentException("decoded is for one of several classes");
      }
      return slip == Slip.OTHER_COUNT ? new Decoded(Slip.TOO_FEW) : this;
    }

    @Override
    public int outputCount(Target target) {
      return slip == Slip.TOO_FEW ? target.width() - 1 : target.width();
    }

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      double sum = 0;
      for (int k = 0; k < prediction.length; k++) {
        gradient[k] = prediction[k] - target[k];
        sum += gradient[k] * gradient[k] / 2;
      }
      return sum;
    }

    @Override
    public Optional<Decoder> decoder() {
      return slip == Slip.TOO_FEW ? Optional.empty() : Optional.of(this::decode);
    }

    private void decode(double[] outputs, double[] prediction) {
      double sum = 0;
      for (double output : outputs) {
        sum += Math.exp(output);
      }
      for (int k = 0; k < outputs.length; k++) {
        double probability = Math.exp(outputs[k]) / (slip == Slip.NO_PROBABILITIES ? 1 : sum);
        prediction[k] = slip == Slip.ADDS ? prediction[k] + probability : probability;
        if (slip == Slip.IN_PLACE) {
          outputs[k] = probability;
        }
        if (slip == Slip.NOT_FINITE) {
          prediction[k] = Math.log(-1 - probability);
        }
      }
    }
  }

  /** A middle and a distance: two quantiles. */
  @Plugin(name = "two-quantiles", summary = "A test.")
  public static final class TwoQuantiles implements Loss {

    private final Slip slip;

    public TwoQuantiles() {
      this(Slip.NONE);
    }

    TwoQuantiles(Slip slip) {
      this.slip = slip;
    }

    @Override
    public Loss forTarget(Target target) {
      if (target.kind() != Target.Kind.NUMERIC) {
        throw new IllegalArgumentException("two-quantiles is for numeric targets alone");
      }
      return this;
    }

    @Override
    public int outputsPerTarget() {
      return 2;
    }

    @Override
    public List<Double> quantiles() {
      return slip == Slip.FALLS ? List.of(0.9, 0.1) : List.of(0.1, 0.9);
    }

    @Override
    public double quantile(double[] outputs, int target, int index) {
      if (slip == Slip.SORTS) {
        Arrays.sort(outputs);
      }
      double off = outputs[outputs.length / 2 + target];
      double distance = slip == Slip.CROSSES ? off : Math.abs(off);
      return outputs[target] + (index == 0 ? -distance : distance);
    }

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      double sum = 0;
      for (int k = 0; k < prediction.length; k++) {
        gradient[k] = prediction[k] - target[k % target.length];
        sum += gradient[k] * gradient[k] / 2;
      }
      return sum;
    }
  }
}
