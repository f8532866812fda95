package dev.gradus.onnx;

import dev.gradus.runtime.column.Calibration;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.column.Label;
import dev.gradus.runtime.column.LabelTarget;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.network.ActivationLayer;
import dev.gradus.runtime.network.Assembled;
import dev.gradus.spi.Interval;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Appends the way from the outputs of the network to predictions. */
final class Outputs {

  /**
   * The error of a sum of probabilities. A class that Gradus has in a set must not be lost by
   * rounding: those at its bound are the rows that the bound was found with.
   */
  private static final double ROUNDING = 1e-5;

  private final OnnxGraph graph;
  private final SavedParts parts;
  private final TargetColumns targets;
  private final List<String> omissions = new ArrayList<>();

  /** Doubles, [rows, 1]: NaN in rows without a prediction. */
  private String fault;

  /**
   * The way to predictions of a target.
   *
   * @param fault doubles, [rows, 1]: NaN in rows without a prediction
   */
  Outputs(OnnxGraph graph, SavedParts parts, TargetColumns targets, String fault) {
    this.graph = graph;
    this.parts = parts;
    this.targets = targets;
    this.fault = fault;
  }

  /**
   * Appends everything, and declares the outputs of the graph.
   *
   * @param y floats, [rows, outputs of the network]
   */
  void append(String y) {
    String wide = graph.cast(y, Element.DOUBLE);
    if (targets instanceof NumericTarget numeric) {
      appendNumbers(wide, numeric);
      return;
    }
    String seen =
        parts.decoding().isPlain()
            ? graph.columns(wide, upTo(targets.width()))
            : new Decoder(graph, form(), outputs(), targets.width()).append(wide);
    String predicted = parts.decoding().calibration().map(by -> calibrated(seen, by)).orElse(seen);
    refuseInfinite(predicted);
    if (targets instanceof ClassTarget classes) {
      appendClass(predicted, classes);
    } else {
      appendLabels(predicted, (LabelTarget) targets);
    }
    parts.decoding().conformal().ifPresent(made -> appendSet(predicted, made));
  }

  /** Gradus refuses a row whose prediction is not finite. */
  private void refuseInfinite(String predicted) {
    fault = graph.node("Add", fault, graph.sum(graph.node("Sub", predicted, predicted), 1));
  }

  private int outputs() {
    List<LayerFunction> layers = parts.network().layers();
    return layers.get(layers.size() - 1).output().columns();
  }

  private static long[] upTo(int count) {
    long[] all = new long[count];
    Arrays.setAll(all, i -> i);
    return all;
  }

  private void appendNumbers(String y, NumericTarget target) {
    NumberOutputs numbers = new NumberOutputs(graph, parts, target, outputs());
    List<NumberOutputs.Output> all = numbers.append(y);
    refuseInfinite(graph.beside(all.stream().map(NumberOutputs.Output::value).toList()));
    for (NumberOutputs.Output each : all) {
      String sound = graph.gone(graph.node("Add", each.value(), fault), 1);
      graph.output(each.name(), sound, Element.DOUBLE, 0, each.description());
    }
    omissions.addAll(numbers.omissions());
  }

  /** The form of the loss that takes the outputs, which a model has whose decoding is not plain. */
  private Loss form() {
    return Decoder.form(parts.loss().orElseThrow(), targets.target());
  }

  // Probabilities.

  private String calibrated(String p, Calibration by) {
    if (!by.from().isEmpty()) {
      int last = targets.width() - 1;
      String second = new Numbers(graph).interpolated(by.from(), by.to(), graph.columns(p, last));
      return last == 1
          ? graph.beside(List.of(graph.node("Sub", graph.real(1), second), second))
          : second;
    }
    String log = graph.node("Log", graph.node("Max", p, graph.real(Float.MIN_VALUE)));
    if (by.distribution()) {
      String cooled = graph.node("Div", log, graph.real(by.temperature()));
      return graph.node("Softmax", Map.of("axis", 1L), cooled);
    }
    String inside = graph.node("Clip", p, graph.real(Float.MIN_VALUE), graph.real(1 - 0x1p-25));
    String logit =
        graph.node(
            "Sub",
            graph.node("Log", inside),
            graph.node("Log", graph.node("Sub", graph.real(1), inside)));
    return graph.node("Sigmoid", graph.node("Div", logit, graph.real(by.temperature())));
  }

  private boolean givesProbabilities() {
    List<Assembled.Part> all = parts.network().parts();
    return !parts.decoding().isPlain()
        || all.get(all.size() - 1).layers().stream()
            .filter(ActivationLayer.class::isInstance)
            .map(layer -> ((ActivationLayer) layer).activation())
            .anyMatch(f -> Interval.UNIT.contains(f.outputs()));
  }

  private void appendClass(String p, ClassTarget target) {
    List<String> classes = target.classes();
    String place =
        target.single()
            ? graph.cast(graph.node("GreaterOrEqual", p, graph.real(0.5)), Element.LONG)
            : graph.node("ArgMax", Map.of("axis", 1L, "keepdims", 1L), p);
    String name =
        graph.ml(
            "LabelEncoder",
            Map.of(
                "keys_int64s",
                upTo(classes.size()),
                "values_strings",
                classes,
                "default_string",
                ""),
            place);
    graph.output(target.name(), sound(name), Element.TEXT, 0, "the predicted class");
    boolean both = target.single() && givesProbabilities();
    String all = both ? graph.beside(List.of(graph.node("Sub", graph.real(1), p), p)) : p;
    appendProbabilities(all, both ? 2 : target.width(), both ? classes : target.target().outputs());
  }

  private void appendLabels(String p, LabelTarget target) {
    for (int i = 0; i < target.width(); i++) {
      Label label = target.labels().get(i);
      String applies =
          graph.node("GreaterOrEqual", graph.columns(p, i), graph.real(Label.THRESHOLD));
      String answer =
          graph.node(
              "Where", applies, graph.text(label.answer(true)), graph.text(label.answer(false)));
      graph.output(label.name(), sound(answer), Element.TEXT, 0, "whether the label applies");
    }
    appendProbabilities(p, target.width(), target.names());
  }

  /** An empty string where there is no prediction. */
  private String sound(String texts) {
    return graph.gone(graph.node("Where", graph.node("IsNaN", fault), graph.text(""), texts), 1);
  }

  private void appendProbabilities(String p, int width, List<String> names) {
    String name = givesProbabilities() ? Onnx.PROBABILITIES : Onnx.SCORES;
    String sound = graph.cast(graph.node("Add", p, fault), Element.FLOAT);
    graph.output(name, sound, Element.FLOAT, width, "in this order: " + String.join(", ", names));
  }

  // Sets of classes.

  /** The classes of a set; for a single label the cells for no and yes. */
  private List<String> outcomes() {
    if (targets instanceof LabelTarget labels) {
      Label label = labels.labels().get(0);
      return labels.width() == 1 ? List.of(label.answer(false), label.answer(true)) : List.of();
    }
    return targets instanceof ClassTarget classes ? classes.classes() : List.of();
  }

  /** See {@link Conformal#score}. */
  private void appendSet(String p, Conformal made) {
    List<String> outcomes = outcomes();
    if (outcomes.isEmpty()) {
      return;
    }
    if (!made.method().equals(Conformal.LAC)) {
      omissions.add(
          "the sets of classes are not in the file, because those of the method '%s' depend on the last bits of the probabilities; train with the method 'lac' for sets in ONNX"
              .formatted(made.method()));
      return;
    }
    String all =
        targets.width() == 1 ? graph.beside(List.of(graph.node("Sub", graph.real(1), p), p)) : p;
    String others = graph.node("Sub", graph.sum(all, 1), all);
    String most = graph.real(made.quantiles().get(0) + ROUNDING);
    String within = graph.node("LessOrEqual", others, most);
    String sound = graph.node("Not", graph.node("IsNaN", fault));
    graph.output(
        graph.free(targets.names().get(0) + "_set"),
        graph.cast(graph.node("And", within, sound), Element.LONG),
        Element.LONG,
        outcomes.size(),
        "1 for what is in the set, in this order: " + String.join(", ", outcomes));
  }

  /** What Gradus predicts and the file does not, in sentences. */
  List<String> omissions() {
    return List.copyOf(omissions);
  }

  /** The order of the classes or labels; empty for numbers. */
  List<String> names() {
    return targets instanceof ClassTarget classes
        ? classes.classes()
        : targets instanceof LabelTarget labels ? labels.names() : List.of();
  }
}
