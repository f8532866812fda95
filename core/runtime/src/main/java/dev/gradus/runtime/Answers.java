package dev.gradus.runtime;

import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.LabelTarget;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.network.PluginName;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Interprets the outputs of a network. Outputs are restored: numbers are in the unit of the data,
 * everything else is as the network outputs it.
 */
final class Answers {

  private final TargetColumns targets;
  private final Optional<Activation> last;
  private final int count;
  private final Decoding decoding;
  private final Optional<Loss> loss;
  private final Deciding deciding;

  /**
   * Creates the interpretation of a network's outputs.
   *
   * @param last the activation of its last layer
   * @param count the number of outputs
   * @param decoding turns outputs into predictions
   * @param loss empty if its plugin is not installed
   * @param thresholds decide on classes and labels
   */
  Answers(
      TargetColumns targets,
      Optional<Activation> last,
      int count,
      Decoding decoding,
      Optional<Loss> loss,
      Thresholds thresholds) {
    this.decoding = decoding;
    this.targets = targets;
    this.last = last;
    this.count = count;
    this.loss = loss;
    this.deciding = Deciding.of(thresholds, targets, givesProbabilities(last, decoding));
  }

  private static boolean givesProbabilities(Optional<Activation> last, Decoding decoding) {
    return !decoding.isPlain() || last.filter(f -> Interval.UNIT.contains(f.outputs())).isPresent();
  }

  /** See {@link RowPredictor#classes}. */
  List<String> classes() {
    return targets instanceof ClassTarget target ? target.classes() : List.of();
  }

  /** See {@link RowPredictor#classOf}. */
  String classOf(double[] outputs) {
    List<String> classes = classes();
    if (targets instanceof LabelTarget target) {
      throw new IllegalStateException(
          "the target is labels (%s), any number of which may apply, not a class; use labels"
              .formatted(String.join(", ", target.names())));
    }
    if (classes.isEmpty()) {
      throw new IllegalStateException(
          "the target %s is numeric and has no classes; use its value".formatted(names()));
    }
    return classes.get(deciding.classOf(outputs));
  }

  /** See {@link RowPredictor#labelsOf}. */
  List<String> labelsOf(double[] outputs) {
    if (!(targets instanceof LabelTarget target)) {
      throw new IllegalStateException(
          "the target %s is not labels; use its %s"
              .formatted(names(), classes().isEmpty() ? "value" : "class"));
    }
    List<String> applying = new ArrayList<>();
    for (int k = 0; k < outputs.length; k++) {
      if (deciding.applies(k, outputs)) {
        applying.add(target.names().get(k));
      }
    }
    return applying;
  }

  /** See {@link RowPredictor#setOf}. */
  List<String> setOf(double[] outputs) {
    List<String> names = outcomes();
    if (decoding.conformal().isEmpty() || names.isEmpty()) {
      throw new IllegalStateException(
          "the model predicts no sets of classes for the target %s; they need classes, and training: {conformal: {coverage: 0.9}}"
              .formatted(names()));
    }
    Conformal conformal = decoding.conformal().get();
    double[] all = outputs.length == 1 ? new double[] {1 - outputs[0], outputs[0]} : outputs;
    List<String> set = new ArrayList<>();
    for (int k = 0; k < all.length; k++) {
      if (conformal.score(all, k) <= conformal.quantiles().get(0)) {
        set.add(names.get(k));
      }
    }
    return set;
  }

  /** The classes; for a single label the cells for no and yes. */
  private List<String> outcomes() {
    return targets instanceof LabelTarget target && target.width() == 1
        ? List.of(target.labels().get(0).answer(false), target.labels().get(0).answer(true))
        : classes();
  }

  /** See {@link RowPredictor#answersOf}. */
  List<String> answersOf(double[] outputs) {
    if (targets instanceof LabelTarget target) {
      List<String> answers = new ArrayList<>();
      for (int k = 0; k < outputs.length; k++) {
        answers.add(target.labels().get(k).answer(deciding.applies(k, outputs)));
      }
      return answers;
    }
    return classes().isEmpty() ? List.of() : List.of(classOf(outputs));
  }

  /** See {@link Prediction#probabilities}. */
  Map<String, Double> probabilitiesOf(double[] outputs) {
    if (targets instanceof NumericTarget) {
      throw new IllegalStateException(
          "the target %s is numeric and has no probabilities; use its value".formatted(names()));
    }
    if (!givesProbabilities(last, decoding)) {
      throw new IllegalStateException(
          "the last layer (%s) outputs scores for the target %s, not probabilities; use outputs, or train with softmax or sigmoid there"
              .formatted(last.map(PluginName::of).orElse("no activation"), names()));
    }
    List<String> classes = classes();
    return classes.size() == 2 && outputs.length == 1
        ? byName(classes, new double[] {1 - outputs[0], outputs[0]})
        : byName(targets.target().outputs(), outputs);
  }

  /** See {@link Prediction#values}. */
  Map<String, Double> valuesOf(double[] outputs) {
    if (targets instanceof NumericTarget target) {
      return byName(target.names(), outputs);
    }
    throw new IllegalStateException(
        "the target %s is not numeric and has no value; use its %s"
            .formatted(names(), classes().isEmpty() ? "labels" : "class"));
  }

  /** The numbers by name, in the order of the names. */
  Map<String, Double> byName(List<String> names, double[] numbers) {
    Map<String, Double> byName = new LinkedHashMap<>();
    for (int k = 0; k < names.size(); k++) {
      byName.put(names.get(k), numbers[k]);
    }
    return Collections.unmodifiableMap(byName);
  }

  /** The prediction in words. */
  String text(double[] outputs) {
    return deciding.text(outputs);
  }

  /** The names of the columns of the target. */
  List<String> targetNames() {
    return targets.names();
  }

  private String names() {
    return "'" + String.join("', '", targets.names()) + "'";
  }

  /** Whether the network has outputs that may predict a standard deviation. */
  boolean mayDeviate() {
    return targets instanceof NumericTarget && count > targets.width();
  }

  /**
   * The predicted standard deviation of each target, in the unit of the data.
   *
   * @param outputs of the network, not restored; not modified
   * @param from the index at which the outputs of the row begin
   * @return empty if the loss does not predict it, or is not installed
   */
  Optional<double[]> deviationsOf(float[] outputs, int from) {
    if (loss.isEmpty() || !mayDeviate() || !(targets instanceof NumericTarget numeric)) {
      return Optional.empty();
    }
    double[] all = new double[count];
    for (int k = 0; k < all.length; k++) {
      all[k] = outputs[from + k];
    }
    double[] deviations = new double[numeric.width()];
    for (int k = 0; k < deviations.length; k++) {
      double deviation = loss.get().deviation(all, k);
      if (Double.isNaN(deviation)) {
        return Optional.empty();
      }
      deviations[k] = numeric.restoreDeviation(k, all[k], deviation);
    }
    return Optional.of(deviations);
  }
}
