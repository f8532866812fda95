package dev.gradus.onnx;

import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.network.PluginName;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Appends the way from the outputs of the network to numbers in the unit of the data: predictions,
 * and how far the true numbers may be from them.
 */
final class NumberOutputs {

  private final OnnxGraph graph;
  private final SavedParts parts;
  private final NumericTarget target;
  private final int outputs;
  private final boolean scores;
  private final List<Output> found = new ArrayList<>();
  private final List<String> omissions = new ArrayList<>();

  /**
   * The numbers of a target.
   *
   * @param outputs the number of outputs of the network
   */
  NumberOutputs(OnnxGraph graph, SavedParts parts, NumericTarget target, int outputs) {
    this.graph = graph;
    this.parts = parts;
    this.target = target;
    this.outputs = outputs;
    this.scores =
        !parts.decoding().isPlain() && form().orElseThrow().outputs() == Loss.Outputs.SCORES;
  }

  /**
   * A number of each row.
   *
   * @param name of the output of the graph
   * @param value doubles, [rows, 1]
   */
  record Output(String name, String value, String description) {}

  /** The form of the loss that takes the outputs; empty if the loss is not installed. */
  private Optional<Loss> form() {
    return parts.loss().map(loss -> Decoder.form(loss, target.target()));
  }

  /**
   * Appends all numbers.
   *
   * @param y doubles, [rows, outputs of the network]
   */
  List<Output> append(String y) {
    boolean decodes = !parts.decoding().isPlain() && form().flatMap(Loss::decoder).isPresent();
    String seen =
        decodes ? new Decoder(graph, form().orElseThrow(), outputs, target.width()).append(y) : y;
    for (int k = 0; k < target.width(); k++) {
      String name = target.columns().get(k).name();
      String value = inUnit(k, graph.columns(seen, k));
      found.add(new Output(name, value, scores ? "a score" : "the predicted value"));
    }
    appendDeviations(y);
    List<List<String>> quantiles = quantiles(y);
    appendQuantiles(quantiles);
    parts.decoding().conformal().ifPresent(made -> appendIntervals(y, seen, quantiles, made));
    return found;
  }

  /** What Gradus predicts and the graph does not, in sentences. */
  List<String> omissions() {
    return omissions;
  }

  private void add(int k, String ending, String value, String description) {
    String name = graph.free(target.columns().get(k).name() + ending);
    found.add(new Output(name, value, description));
  }

  // Units.

  /** In the unit of the data and within the range of predictions; a score as it is. */
  private String inUnit(int k, String seen) {
    return scores ? seen : limited(k, restored(k, seen));
  }

  private String restored(int k, String y) {
    ScaledColumn column = target.columns().get(k);
    Numbers numbers = new Numbers(graph);
    if (column.quantiles().isPresent()) {
      return numbers.interpolated(
          column.quantiles().get().scores(), column.quantiles().get().values(), y);
    }
    String x = linear(column, column.clip() ? numbers.unclipped(y) : y);
    return column.log() ? numbers.exp(x) : x;
  }

  private String linear(ScaledColumn column, String y) {
    String scaled = graph.node("Mul", y, graph.real(column.deviation()));
    return graph.node("Add", scaled, graph.real(column.mean()));
  }

  private double lowest(int k) {
    return target.range().orElseThrow().get(2 * k);
  }

  private double highest(int k) {
    return target.range().orElseThrow().get(2 * k + 1);
  }

  private String limited(int k, String value) {
    return target.range().isEmpty()
        ? value
        : graph.node("Clip", value, graph.real(lowest(k)), graph.real(highest(k)));
  }

  /** Within the range of predictions, as the network sees it; what is inside stays as it is. */
  private String limitedSeen(int k, String seen) {
    if (target.range().isEmpty()) {
      return seen;
    }
    ScaledColumn column = target.columns().get(k);
    String predicted = restored(k, seen);
    String below = graph.node("Less", predicted, graph.real(lowest(k)));
    String above = graph.node("Greater", predicted, graph.real(highest(k)));
    String atMost = graph.node("Where", above, graph.real(column.apply(highest(k))), seen);
    return graph.node("Where", below, graph.real(column.apply(lowest(k))), atMost);
  }

  // Standard deviations.

  private void appendDeviations(String y) {
    if (outputs <= target.width()) {
      return;
    }
    if (parts.loss().isEmpty()) {
      omissions.add(
          "predicted standard deviations are not in the file, because the plugin of the loss is not installed");
      return;
    }
    Loss loss = parts.loss().get();
    List<DeviationForm> forms = new ArrayList<>();
    for (int k = 0; k < target.width(); k++) {
      if (Double.isNaN(loss.deviation(new double[outputs], k))) {
        return;
      }
      DeviationForm.of(loss, outputs, k).ifPresent(forms::add);
    }
    if (forms.size() < target.width()) {
      omissions.add(
          "predicted standard deviations are not in the file, because the loss '%s' computes them in a way that has no form in ONNX"
              .formatted(PluginName.of(loss)));
      return;
    }
    for (int k = 0; k < target.width(); k++) {
      String around = forms.get(k).append(graph, y);
      add(k, "_deviation", restoredDeviation(k, y, around), "the predicted standard deviation");
    }
  }

  /** See {@link ScaledColumn#restoreDeviation}. */
  private String restoredDeviation(int k, String y, String around) {
    ScaledColumn column = target.columns().get(k);
    String inColumn = graph.node("Mul", around, graph.real(column.deviation()));
    if (!column.log()) {
      return inColumn;
    }
    String size = graph.node("Abs", linear(column, graph.columns(y, k)));
    return graph.node("Mul", inColumn, graph.node("Exp", size));
  }

  // Quantiles.

  /**
   * The predicted quantiles, as the network sees the target.
   *
   * @return for each number of the target those of all levels; empty if there are none, or they
   *     have no form
   */
  private List<List<String>> quantiles(String y) {
    if (parts.decoding().quantiles().isEmpty()) {
      return List.of();
    }
    Loss loss = form().orElseThrow();
    Optional<QuantileForm> form = QuantileForm.of(loss, outputs, target.width());
    if (form.isEmpty()) {
      omissions.add(
          "of the predicted quantiles only the middle one is in the file, because the loss '%s' computes the others in a way that has no form in ONNX"
              .formatted(PluginName.of(loss)));
      return List.of();
    }
    List<List<String>> quantiles = new ArrayList<>();
    for (int k = 0; k < target.width(); k++) {
      quantiles.add(form.get().append(graph, y, k));
    }
    return quantiles;
  }

  private void appendQuantiles(List<List<String>> quantiles) {
    List<Double> levels = parts.decoding().quantiles();
    for (int i = 0; i < levels.size(); i++) {
      double level = levels.get(i);
      for (int k = 0; k < quantiles.size(); k++) {
        String value = inUnit(k, quantiles.get(k).get(i));
        add(k, "_q" + level, value, "the predicted quantile " + level);
      }
    }
  }

  // Intervals.

  /**
   * Where an interval begins before it is widened; see {@link Decoding#core}.
   *
   * @param low doubles, [rows, 1], as the network sees the target
   * @param high likewise
   * @param unit in which it is widened, likewise
   */
  private record Core(String low, String high, String unit) {}

  private void appendIntervals(
      String y, String seen, List<List<String>> quantiles, Conformal made) {
    List<Core> cores = new ArrayList<>();
    if (made.method().equals(Conformal.QUANTILES)) {
      quantiles.forEach(each -> cores.add(between(cores.size(), each, made)));
    } else {
      for (int k = 0; k < target.width(); k++) {
        around(k, y, limitedSeen(k, graph.columns(seen, k)), made).ifPresent(cores::add);
      }
    }
    if (cores.size() < target.width()) {
      omissions.add(
          "the intervals around predictions are not in the file, because they are made of quantiles or deviations that have no form in ONNX");
      return;
    }
    String interval =
        "end of the interval that holds the true value with a probability of " + made.coverage();
    for (int k = 0; k < target.width(); k++) {
      // A file may hold too few quantiles.
      double more = made.quantiles().get(Math.min(k, made.quantiles().size() - 1));
      String step = graph.node("Mul", cores.get(k).unit(), graph.real(more));
      String low = graph.node("Sub", cores.get(k).low(), step);
      String high = graph.node("Add", cores.get(k).high(), step);
      // Predicted quantiles may be so far apart that the interval is narrowed to nothing.
      String middle = graph.node("Mul", graph.node("Add", low, high), graph.real(0.5));
      String none = graph.node("Greater", low, high);
      String from = graph.node("Where", none, middle, low);
      String to = graph.node("Where", none, middle, high);
      add(k, "_low", restored(k, from), "the lower " + interval);
      add(k, "_high", restored(k, to), "the upper " + interval);
    }
  }

  private Core between(int k, List<String> quantiles, Conformal made) {
    Decoding decoding = parts.decoding();
    int low = decoding.level((1 - made.coverage()) / 2);
    int high = decoding.level((1 + made.coverage()) / 2);
    return new Core(
        limitedSeen(k, quantiles.get(low)), limitedSeen(k, quantiles.get(high)), graph.real(1));
  }

  private Optional<Core> around(int k, String y, String predicted, Conformal made) {
    return made.method().equals(Conformal.NORMALIZED)
        ? form()
            .flatMap(loss -> DeviationForm.of(loss, outputs, k))
            .map(form -> new Core(predicted, predicted, form.append(graph, y)))
        : Optional.of(new Core(predicted, predicted, graph.real(1)));
  }
}
