package dev.gradus.engine.training;

import dev.gradus.engine.baseline.LinearModel;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.linear.Vectors;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.ShortNumber;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Warns if the linear baseline predicts held-out examples better than the network, and by more than
 * chance.
 *
 * <p>Both predict the same examples, so they are compared example by example: on how many is only
 * the linear model right, or closer to the true value, and on how many only the network? If neither
 * were better, each would win about half of these examples (McNemar's test, with the continuity
 * correction of Edwards).
 */
final class BetterBaseline {

  /** The 95 % point of chi-square with one degree of freedom. */
  private static final double CHANCE = 3.841;

  private final Experiment experiment;
  private final Target target;
  private final Examples examples;
  private int linearWins;
  private int networkWins;

  private BetterBaseline(Experiment experiment, Examples examples) {
    this.experiment = experiment;
    this.target = experiment.preparation().target();
    this.examples = examples;
  }

  /**
   * Compares.
   *
   * @param heldOut examples that neither was trained on
   * @param measured the metrics of the linear model on these, by name
   * @return a warning with the number of examples on which only the linear model is right, or on
   *     which it is closer
   */
  static Optional<Warning> in(
      Experiment experiment, LinearModel linear, Examples heldOut, Map<String, Double> measured) {
    BetterBaseline compared = new BetterBaseline(experiment, heldOut);
    // A network that was trained to predict something else than the mean, such as a quantile, is
    // no worse for being further from the true values.
    double own = Evaluator.loss(experiment, heldOut);
    double ofLinear = measured.getOrDefault(EpochReport.LOSS, Double.NaN);
    boolean agrees =
        compared.target.kind() == Target.Kind.NUMERIC ? ofLinear < own : !(ofLinear >= own);
    if (!agrees || !compared.isDecision() || linear.computing().isEmpty()) {
      return Optional.empty();
    }
    compared.count(linear.inputs(heldOut.inputs()), linear.computing().get());
    return compared.isClear()
        ? Optional.of(new Warning(compared.sentence(own, ofLinear), compared.linearWins))
        : Optional.empty();
  }

  /** Whether ½ is where the outputs of the network decide, if they decide one by one. */
  private boolean isDecision() {
    return target.kind() == Target.Kind.NUMERIC
        || target.kind() == Target.Kind.CLASSES
        || experiment
            .network()
            .outputActivation()
            .filter(last -> Interval.UNIT.contains(last.outputs()))
            .isPresent();
  }

  private void count(MatrixRows linearInputs, LinearModel.Computing linear) {
    TargetColumns targets = experiment.preparation().targets();
    Matrix ofNetwork = Matrix.zeros(examples.rows(), experiment.network().outputs());
    experiment.network().predict(examples.inputs(), ofNetwork);
    Matrix ofLinear = Matrix.zeros(examples.rows(), linear.network().outputs());
    linear.network().predict(linearInputs, ofLinear);
    Decoding decoding = experiment.decoding();
    Decoding plain = Decoding.ofPredictions(targets);
    float[] row = new float[examples.targets().columns()];
    for (int i = 0; i < examples.rows(); i++) {
      examples.targets().copyRow(i, row, 0);
      List<Double> truth = targets.restored(row, 0);
      double network = error(decoding.restored(ofNetwork.values(), i, ofNetwork.columns()), truth);
      double baseline = error(plain.restored(ofLinear.values(), i, ofLinear.columns()), truth);
      linearWins += baseline < network ? 1 : 0;
      networkWins += network < baseline ? 1 : 0;
    }
  }

  /** 1 or 0 for a class, the number of wrong labels, or the squared error of scaled numbers. */
  private double error(double[] prediction, List<Double> truth) {
    double error = 0;
    switch (target.kind()) {
      case CLASSES -> error = truth.get(Vectors.indexOfLargest(prediction)) >= 0.5 ? 0 : 1;
      case BINARY, LABELS -> {
        for (int k = 0; k < prediction.length; k++) {
          error += prediction[k] >= 0.5 == truth.get(k) >= 0.5 ? 0 : 1;
        }
      }
      case NUMERIC -> {
        for (int k = 0; k < prediction.length; k++) {
          double missed = scaled(k, prediction[k]) - scaled(k, truth.get(k));
          error += missed * missed;
        }
      }
    }
    return error;
  }

  private double scaled(int k, double value) {
    return target.scales().isEmpty() ? value : target.scales().get(k).apply(value);
  }

  private boolean isClear() {
    double lead = linearWins - networkWins - 1.0;
    return lead > 0 && lead * lead > CHANCE * (linearWins + networkWins);
  }

  private String sentence(double own, double ofLinear) {
    String found =
        target.kind() == Target.Kind.NUMERIC
            ? String.format(
                Locale.ROOT,
                "a linear model of the same inputs is closer to the true value than the network for %,d of %,d validation examples, and its loss on them is %s against %s",
                linearWins,
                examples.rows(),
                ShortNumber.of(ofLinear),
                ShortNumber.of(own))
            : String.format(
                Locale.ROOT,
                "a linear model of the same inputs predicts %,d of %,d validation examples better than the network, and %,d worse",
                linearWins,
                examples.rows(),
                networkWins);
    return found
        + ", which is more than chance; train for more epochs, try another learning rate"
        + (experiment.configuration().network().size() > 1
            ? " or a smaller network, or use a network of one layer, which is a linear model"
            : "");
  }
}
