package dev.gradus.onnx;

import dev.gradus.runtime.column.BooleanColumn;
import dev.gradus.runtime.column.CategoryColumn;
import dev.gradus.runtime.column.DateColumn;
import dev.gradus.runtime.column.OneHotColumn;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.column.Whitening;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Appends the preparation of the columns: from cells to the inputs of the network. */
final class Inputs {

  private final OnnxGraph graph;
  private final Preparation preparation;
  private final List<String> parts = new ArrayList<>();

  /** For each part a column that is NaN in rows that a prediction refuses, and else 0. */
  private final List<String> faults = new ArrayList<>();

  private Inputs(OnnxGraph graph, Preparation preparation) {
    this.graph = graph;
    this.preparation = preparation;
  }

  /**
   * The prepared rows.
   *
   * @param values floats, [rows, inputs of the network]
   * @param fault doubles, [rows, 1]: NaN in rows that Gradus refuses, 0 in all others
   */
  record Prepared(String values, String fault) {}

  /** Appends the inputs of the graph, and all preparation. */
  static Prepared append(OnnxGraph graph, Preparation preparation) {
    Inputs inputs = new Inputs(graph, preparation);
    inputs.appendColumns();
    String encoded = graph.beside(inputs.parts);
    String whitened = preparation.whitening().map(by -> inputs.whiten(encoded, by)).orElse(encoded);
    return new Prepared(whitened, inputs.fault());
  }

  private void appendColumns() {
    preparation.inputs().forEach(this::declare);
    List<PreparedColumn> columns = preparation.inputs();
    int next = 0;
    while (next < columns.size()) {
      int end = next;
      List<ScaledColumn> run = new ArrayList<>();
      while (end < columns.size() && columns.get(end) instanceof ScaledColumn scaled) {
        run.add(scaled);
        end++;
      }
      if (run.isEmpty()) {
        append(columns.get(next++));
      } else {
        appendNumbers(run);
        next = end;
      }
    }
  }

  private void declare(PreparedColumn column) {
    boolean isNumber = column instanceof ScaledColumn;
    String missing =
        column.fill().isPresent()
            ? (isNumber ? "NaN is missing" : "an empty string is missing")
            : "must not be missing";
    graph.input(column.name(), isNumber ? Element.DOUBLE : Element.TEXT, missing);
  }

  private void append(PreparedColumn column) {
    if (column instanceof CategoryColumn category) {
      appendCategories(category);
    } else if (column instanceof BooleanColumn words) {
      appendWords(words);
    } else if (column instanceof DateColumn date) {
      parts.add(new Dates(graph, date).append(faults));
    } else {
      throw Refusal.of(
          "column '%s' is a %s, for which there is no form in ONNX",
          column.name(), column.getClass().getSimpleName());
    }
  }

  // Numbers, in double as in Gradus, and then rounded to float.

  private void appendNumbers(List<ScaledColumn> run) {
    String raw = graph.beside(run.stream().map(ScaledColumn::name).toList());
    String missing = graph.node("IsNaN", raw);
    double[] fills = run.stream().mapToDouble(c -> c.fill().orElse(Double.NaN)).toArray();
    String present = graph.node("Where", missing, row(fills), raw);
    String scaled = graph.cast(scaled(run, present), Element.FLOAT);
    faults.add(graph.sum(graph.node("Sub", present, present), 1));
    faults.add(graph.cast(graph.sum(graph.node("Sub", scaled, scaled), 1), Element.DOUBLE));
    if (run.stream().noneMatch(ScaledColumn::indicator)) {
      parts.add(scaled);
      return;
    }
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < run.size(); i++) {
      places.add((long) i);
      if (run.get(i).indicator()) {
        places.add((long) run.size() + i);
      }
    }
    String both = graph.beside(List.of(scaled, graph.cast(missing, Element.FLOAT)));
    parts.add(graph.columns(both, places.stream().mapToLong(i -> i).toArray()));
  }

  private String row(double[] values) {
    return graph.doubles(values, 1, values.length);
  }

  private String chosen(boolean[] which, String a, String b) {
    return graph.node("Where", graph.booleans(which, 1, which.length), a, b);
  }

  /** See {@link ScaledColumn#apply}. */
  private String scaled(List<ScaledColumn> run, String x) {
    int size = run.size();
    boolean[] log = new boolean[size];
    boolean[] clip = new boolean[size];
    double[] means = new double[size];
    double[] deviations = new double[size];
    for (int i = 0; i < size; i++) {
      ScaledColumn column = run.get(i);
      log[i] = column.log();
      clip[i] = column.clip() && column.quantiles().isEmpty();
      means[i] = column.mean();
      deviations[i] = column.deviation();
    }
    Numbers numbers = new Numbers(graph);
    String z = x;
    if (any(log)) {
      z = chosen(log, numbers.log(z), z);
    }
    if (Arrays.stream(means).anyMatch(mean -> mean != 0)) {
      z = graph.node("Sub", z, row(means));
    }
    if (Arrays.stream(deviations).anyMatch(deviation -> deviation != 1)) {
      z = graph.node("Div", z, row(deviations));
    }
    if (any(clip)) {
      z = chosen(clip, numbers.clipped(z), z);
    }
    return run.stream().anyMatch(c -> c.quantiles().isPresent()) ? scored(run, x, z) : z;
  }

  private static boolean any(boolean[] which) {
    for (boolean each : which) {
      if (each) {
        return true;
      }
    }
    return false;
  }

  /** Replaces the numbers of columns with quantiles by their scores. */
  private String scored(List<ScaledColumn> run, String x, String z) {
    Numbers numbers = new Numbers(graph);
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < run.size(); i++) {
      columns.add(
          run.get(i).quantiles().isPresent()
              ? numbers.interpolated(
                  run.get(i).quantiles().get().values(),
                  run.get(i).quantiles().get().scores(),
                  graph.columns(x, i))
              : graph.columns(z, i));
    }
    return graph.beside(columns);
  }

  // Categories and words.

  private void appendCategories(CategoryColumn column) {
    Spellings spellings = Spellings.of(column);
    String place =
        graph.ml(
            "LabelEncoder",
            Map.of(
                "keys_strings", List.copyOf(spellings.places().keySet()),
                "values_int64s", spellings.places().values().stream().mapToLong(i -> i).toArray(),
                "default_int64", (long) spellings.other()),
            column.name());
    if (column.fill().isEmpty()) {
      refuseEmpty(column.name());
    }
    if (column instanceof OneHotColumn) {
      parts.add(oneHot(graph, place, column.categories().size()));
    } else {
      parts.add(graph.cast(place, Element.FLOAT));
    }
  }

  /** For places [rows, 1], 1 at each place and 0 elsewhere, [rows, size]. */
  static String oneHot(OnnxGraph graph, String place, int size) {
    long[] all = new long[size];
    Arrays.setAll(all, i -> i);
    return graph.cast(graph.node("Equal", place, graph.longs(all, 1, size)), Element.FLOAT);
  }

  private void refuseEmpty(String column) {
    faults.add(graph.cast(words(column, Map.of("", Float.NaN), 0), Element.DOUBLE));
  }

  private String words(String column, Map<String, Float> values, float other) {
    float[] numbers = new float[values.size()];
    int next = 0;
    for (float value : values.values()) {
      numbers[next++] = value;
    }
    return graph.ml(
        "LabelEncoder",
        Map.of(
            "keys_strings", List.copyOf(values.keySet()),
            "values_floats", numbers,
            "default_float", other),
        column);
  }

  private void appendWords(BooleanColumn column) {
    Map<String, Float> known = Spellings.of(column);
    float filled = column.fill().map(yes -> yes ? 1f : 0f).orElse(Float.NaN);
    Map<String, Float> values = new LinkedHashMap<>(known);
    values.put("", filled);
    String value = words(column.name(), values, column.fillsUnknown() ? filled : Float.NaN);
    if (!column.fillsUnknown() || column.fill().isEmpty()) {
      faults.add(graph.cast(graph.node("Sub", value, value), Element.DOUBLE));
    }
    parts.add(value);
    if (column.indicator()) {
      Map<String, Float> there = new LinkedHashMap<>();
      known.keySet().forEach(word -> there.put(word, 0f));
      parts.add(words(column.name(), there, 1));
    }
  }

  // Whitening.

  private String whiten(String encoded, Whitening by) {
    List<Long> places = new ArrayList<>();
    List<Long> others = new ArrayList<>();
    long next = 0;
    for (PreparedColumn column : preparation.inputs()) {
      boolean whitened = by.columns().contains(column.name());
      for (int i = 0; i < column.width(); i++) {
        (whitened && i == 0 ? places : others).add(next++);
      }
    }
    double[] weights = by.weights().stream().mapToDouble(weight -> weight).toArray();
    List<String> found = new ArrayList<>();
    if (by.directions() > 0) {
      String numbers = graph.cast(graph.columns(encoded, array(places)), Element.DOUBLE);
      String matrix =
          graph.transpose(graph.doubles(weights, by.directions(), by.columns().size()), 1, 0);
      String whitened = graph.cast(graph.node("MatMul", numbers, matrix), Element.FLOAT);
      faults.add(graph.cast(graph.sum(graph.node("Sub", whitened, whitened), 1), Element.DOUBLE));
      found.add(whitened);
    }
    if (!others.isEmpty()) {
      found.add(graph.columns(encoded, array(others)));
    }
    return graph.beside(found);
  }

  private static long[] array(List<Long> numbers) {
    return numbers.stream().mapToLong(i -> i).toArray();
  }

  private String fault() {
    return faults.stream()
        .reduce((a, b) -> graph.node("Add", a, b))
        .orElseGet(
            () ->
                graph.node(
                    "Mul",
                    graph.real(0),
                    graph.cast(graph.columns(graph.beside(parts), 0), Element.DOUBLE)));
  }
}
