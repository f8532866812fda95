package dev.gradus.serve;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.model.ClassSets;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Predictor;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.column.Digits;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Target;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A column of predictions: the class, a label or a number, a probability, a set of classes, or the
 * spread of a number. The columns are those that {@code gradus predict} prints.
 *
 * @param name unique
 * @param role what it is
 * @param of what it is about: the class, the label or the target
 * @param value the value for JSON: a string, a list of strings, a boolean or a number
 * @param text the value for CSV
 */
record OutputColumn(
    String name,
    Role role,
    String of,
    Function<Prediction, Object> value,
    Function<Prediction, String> text) {

  private static final double SMALLEST_PLAIN = 1e7;
  private static final double LARGEST_PLAIN = 1e15;

  /** What a column is. */
  enum Role {
    /** The class. */
    CLASS("BYTES", Map.of("type", "string")),
    /** Whether a label applies. */
    LABEL("BOOL", Map.of("type", "boolean")),
    /** The output for a class or a label, after softmax or sigmoid its probability. */
    PROBABILITY("FP64", Map.of("type", "number")),
    /** The classes that the true one is among with a known probability. */
    SET("BYTES", Map.of("type", "array", "items", Map.of("type", "string"))),
    /** A number in the unit of the data. */
    NUMBER("FP64", Map.of("type", "number")),
    /** The standard deviation of a number, a quantile, or an end of an interval. */
    SPREAD("FP64", Map.of("type", "number"));

    private final String datatype;
    private final Map<String, Object> schema;

    Role(String datatype, Map<String, Object> schema) {
      this.datatype = datatype;
      this.schema = schema;
    }

    /** The data type of the Open Inference Protocol. */
    String datatype() {
      return datatype;
    }

    /** The JSON Schema of a value. */
    Map<String, Object> schema() {
      return schema;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The columns of the predictions of a model. */
  static List<OutputColumn> of(Model model, Predictor predictor) {
    List<OutputColumn> columns = new ArrayList<>();
    List<String> outputs = predictor.target().outputs();
    List<String> targets = model.preparation().targets().names();
    if (predictor.target().kind() == Target.Kind.NUMERIC) {
      numbers(outputs, predictor, model, columns);
      return List.copyOf(columns);
    }
    if (predictor.target().kind() == Target.Kind.LABELS) {
      for (int k = 0; k < targets.size(); k++) {
        int place = k;
        String label = targets.get(k);
        add(
            columns,
            label,
            Role.LABEL,
            label,
            prediction -> prediction.labels().contains(label),
            prediction -> predictor.answersOf(prediction.outputs()).get(place));
      }
    } else {
      add(
          columns,
          targets.get(0),
          Role.CLASS,
          targets.get(0),
          Prediction::className,
          Prediction::className);
    }
    for (int k = 0; k < outputs.size(); k++) {
      int place = k;
      Function<Prediction, String> digits =
          prediction -> Digits.of((float) prediction.outputs()[place]);
      add(
          columns,
          "probability_" + outputs.get(k),
          Role.PROBABILITY,
          outputs.get(k),
          prediction -> Double.valueOf(digits.apply(prediction)),
          digits);
    }
    if (predictor.conformal().isPresent()) {
      add(
          columns,
          targets.get(0) + "_set",
          Role.SET,
          targets.get(0),
          Prediction::classSet,
          prediction -> ClassSets.text(prediction.classSet()));
    }
    return List.copyOf(columns);
  }

  /** The value as an element of a tensor, which cannot be a list: a set is one string. */
  Object element(Prediction prediction) {
    return role == Role.SET ? text.apply(prediction) : value.apply(prediction);
  }

  /** Any prediction shows which deviations, quantiles and intervals a network predicts. */
  private static void numbers(
      List<String> outputs, Predictor predictor, Model model, List<OutputColumn> columns) {
    for (int k = 0; k < outputs.size(); k++) {
      int place = k;
      number(columns, outputs.get(k), Role.NUMBER, outputs.get(k), p -> p.outputs()[place]);
    }
    Prediction example = example(predictor, model);
    for (String target : example.deviations().keySet()) {
      number(
          columns,
          target + "_deviation",
          Role.SPREAD,
          target,
          prediction -> requireNonNull(prediction.deviations().get(target)));
    }
    for (Double level : example.quantiles().keySet()) {
      for (String target : outputs) {
        number(
            columns,
            target + "_q" + level,
            Role.SPREAD,
            target,
            prediction ->
                requireNonNull(requireNonNull(prediction.quantiles().get(level)).get(target)));
      }
    }
    for (String target : example.intervals().keySet()) {
      number(columns, target + "_low", Role.SPREAD, target, p -> interval(p, target).low());
      number(columns, target + "_high", Role.SPREAD, target, p -> interval(p, target).high());
    }
  }

  private static Interval interval(Prediction prediction, String target) {
    return requireNonNull(prediction.intervals().get(target));
  }

  private static Prediction example(Predictor predictor, Model model) {
    Map<String, Object> row = new LinkedHashMap<>();
    model.preparation().inputs().forEach(column -> row.put(column.name(), column.example()));
    return predictor.predict(row);
  }

  private static void number(
      List<OutputColumn> columns,
      String name,
      Role role,
      String target,
      ToDoubleFunction<Prediction> number) {
    add(
        columns,
        name,
        role,
        target,
        number::applyAsDouble,
        prediction -> plain(number.applyAsDouble(prediction)));
  }

  private static void add(
      List<OutputColumn> columns,
      String name,
      Role role,
      String of,
      Function<Prediction, Object> value,
      Function<Prediction, String> text) {
    String free = name;
    while (isTaken(free, columns)) {
      free = "predicted_" + free;
    }
    columns.add(new OutputColumn(free, role, of, value, text));
  }

  private static boolean isTaken(String name, List<OutputColumn> columns) {
    return columns.stream().anyMatch(column -> column.name().equals(name));
  }

  /** A number with enough digits to identify the double, in CSV without an exponent if possible. */
  private static String plain(double value) {
    double size = Math.abs(value);
    return size >= SMALLEST_PLAIN && size < LARGEST_PLAIN
        ? new BigDecimal(Digits.of(value)).toPlainString()
        : Digits.of(value);
  }
}
