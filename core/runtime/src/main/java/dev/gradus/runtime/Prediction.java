package dev.gradus.runtime;

import dev.gradus.runtime.column.CellNote;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.spi.Interval;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What a model predicts for one example.
 *
 * <p>The target determines which methods can be used: for classes {@link #className} and {@link
 * #probabilities}; for labels {@link #labels} and {@link #probabilities}; for numbers {@link
 * #value} and {@link #values}, and {@link #deviations}, {@link #quantiles} and {@link #intervals},
 * which are empty unless the model predicts them. The others throw an {@link IllegalStateException}
 * that names the right one.
 *
 * <p>Immutable.
 */
public final class Prediction {

  private final Answers answers;
  private final double[] outputs;
  private final Optional<double[]> deviations;
  private final Map<Double, double[]> quantiles;
  private final Optional<double[]> ends;
  private final List<CellNote> notes;

  /**
   * Takes over the arrays.
   *
   * @param answers says what the outputs mean
   * @param outputs restored
   * @param quantiles by level
   * @param ends of the intervals, the lower ones first
   */
  Prediction(
      Answers answers,
      double[] outputs,
      Optional<double[]> deviations,
      Map<Double, double[]> quantiles,
      Optional<double[]> ends,
      List<CellNote> notes) {
    this.answers = answers;
    this.outputs = outputs;
    this.deviations = deviations;
    this.quantiles = quantiles;
    this.ends = ends;
    this.notes = List.copyOf(notes);
  }

  /**
   * The most probable class; with a single output, the second class if its probability is at least
   * ½; or the class that the {@link Thresholds} of the predictor select.
   *
   * @throws IllegalStateException if the target is numeric, or labels
   */
  public String className() {
    return answers.classOf(outputs);
  }

  /**
   * The probability of each class, or of each label, by its name, in the order of the outputs.
   * Those of classes add up to 1 after softmax, or if there is a single output.
   *
   * @throws IllegalStateException if the target is numeric, or the last layer does not output
   *     numbers from 0 to 1
   */
  public Map<String, Double> probabilities() {
    return answers.probabilitiesOf(outputs);
  }

  /**
   * The probability of one class, or of one label.
   *
   * @throws IllegalStateException as {@link #probabilities}
   * @throws IllegalArgumentException if there is no class or label of this name
   */
  public double probability(String name) {
    return of(name, probabilities());
  }

  /**
   * The names of the labels that apply, those whose probability is at least ½, or the {@link
   * Thresholds threshold} of the predictor, in the order of the outputs; empty if none does.
   *
   * @throws IllegalStateException if the target is not labels
   */
  public List<String> labels() {
    return answers.labelsOf(outputs);
  }

  /**
   * The value of each numeric target, by its name, in the unit of the data.
   *
   * @throws IllegalStateException if the target is not numeric
   */
  public Map<String, Double> values() {
    return answers.valuesOf(outputs);
  }

  /**
   * The value of the only numeric target.
   *
   * @throws IllegalStateException if the target is not numeric, or there are several
   */
  public double value() {
    Map<String, Double> values = values();
    if (values.size() > 1) {
      throw new IllegalStateException(
          "there are several targets (%s); name one: value(\"%s\")"
              .formatted(String.join(", ", values.keySet()), answers.targetNames().get(0)));
    }
    return outputs[0];
  }

  /**
   * The value of one numeric target.
   *
   * @throws IllegalStateException if the target is not numeric
   * @throws IllegalArgumentException if there is no target of this name
   */
  public double value(String target) {
    return of(target, values());
  }

  /**
   * The predicted standard deviation of each numeric target, by its name, in the unit of the data.
   *
   * @return empty unless the network was trained to predict it, for example with gaussian-nll and
   *     predict-variance; also empty if the model was loaded without that loss
   */
  public Map<String, Double> deviations() {
    return deviations
        .map(numbers -> answers.byName(answers.targetNames(), numbers))
        .orElse(Map.of());
  }

  /**
   * The predicted standard deviation of one numeric target.
   *
   * @return empty if {@link #deviations} is
   * @throws IllegalArgumentException if there is no target of this name
   */
  public OptionalDouble deviation(String target) {
    Map<String, Double> all = deviations();
    return all.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(of(target, all));
  }

  /**
   * The quantiles of each numeric target, by level and then by the name of the target, in the unit
   * of the data, if the network was trained with a loss for several, such as {@code quantiles}: two
   * of them form an interval.
   *
   * @return by the share of targets that lie below, ascending; empty if the network predicts none
   */
  public Map<Double, Map<String, Double>> quantiles() {
    Map<Double, Map<String, Double>> named = new LinkedHashMap<>();
    quantiles.forEach(
        (level, numbers) -> named.put(level, answers.byName(answers.targetNames(), numbers)));
    return Collections.unmodifiableMap(named);
  }

  /**
   * A quantile of the only numeric target.
   *
   * @param level the share of targets that lie below
   * @throws IllegalArgumentException if the network does not predict it
   * @throws IllegalStateException if the target is not numeric, or there are several
   */
  public double quantile(double level) {
    value();
    double[] found = quantiles.get(level);
    if (found == null) {
      throw new IllegalArgumentException(
          "the quantile %s is not predicted; available: %s"
              .formatted(level, quantiles.isEmpty() ? "none" : quantiles.keySet()));
    }
    return found[0];
  }

  /**
   * The classes that the true one is among with the probability that the model was trained for, see
   * {@link Conformal}, in the order of the outputs. The set is empty if no class fits the row as
   * well as the true classes of the calibration rows did.
   *
   * @throws IllegalStateException if the model was trained without {@code conformal}, or the target
   *     is numeric, or several labels
   */
  public List<String> classSet() {
    return answers.setOf(outputs);
  }

  /**
   * The interval that each numeric target is in with the probability that the model was trained
   * for, see {@link Conformal}, by its name, in the unit of the data.
   *
   * @return empty if the model was trained without {@code conformal}, or the target is not numeric
   */
  public Map<String, Interval> intervals() {
    Map<String, Interval> named = new LinkedHashMap<>();
    List<String> names = answers.targetNames();
    for (int k = 0; ends.isPresent() && k < names.size(); k++) {
      named.put(names.get(k), Interval.closed(ends.get()[k], ends.get()[names.size() + k]));
    }
    return Collections.unmodifiableMap(named);
  }

  /**
   * The interval of the only numeric target.
   *
   * @throws IllegalStateException if {@link #intervals} is empty, or there are several targets
   */
  public Interval interval() {
    value();
    if (ends.isEmpty()) {
      throw new IllegalStateException(
          "the model predicts no intervals; train it with training: {conformal: {coverage: 0.9}}");
    }
    return Interval.closed(ends.get()[0], ends.get()[1]);
  }

  /** The numbers themselves, as {@link RowPredictor#predict(double...)} returns them, in a copy. */
  public double[] outputs() {
    return outputs.clone();
  }

  /**
   * Notes about the cells of the example, in the order of the columns: missing cells that were
   * filled, unknown categories, and numbers far from the training data. They are not logged.
   */
  public List<CellNote> notes() {
    return notes;
  }

  /** The {@link #notes} as consecutive sentences; empty if there are none. */
  public String remark() {
    return notes.stream().map(CellNote::sentence).collect(Collectors.joining(" "));
  }

  private static double of(String name, Map<String, Double> numbers) {
    Double number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException(
          "there is no '%s'; available: %s".formatted(name, String.join(", ", numbers.keySet())));
    }
    return number;
  }

  /**
   * A description for humans: the class, the labels that apply, or the values, with their notes.
   */
  @Override
  public String toString() {
    String text = answers.text(outputs);
    return notes.isEmpty() ? text : "%s (%s)".formatted(text, remark());
  }
}
