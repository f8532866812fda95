package dev.gradus.onnx;

import dev.gradus.layers.Periodic;
import dev.gradus.runtime.column.InputColumns;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Appends the layers that turn single numbers and categories into vectors. */
final class NumberForm {

  private static final float TURN = (float) (2 * Math.PI);

  private final OnnxGraph graph;

  /** The inputs that are numbers. */
  private final List<Integer> numbers;

  NumberForm(OnnxGraph graph, List<Integer> numbers) {
    this.graph = graph;
    this.numbers = numbers;
  }

  /** A vector for each category; zeros for an unknown one. */
  String embedding(String x, InputColumns columns, Tensors tensors) {
    List<String> parts = new ArrayList<>();
    List<Integer> passing = new ArrayList<>();
    for (int i = 0; i < columns.width(); i++) {
      int categories = columns.categories().get(i);
      if (categories == 0) {
        passing.add(i);
        continue;
      }
      pass(x, passing, parts);
      String code = graph.cast(graph.columns(x, i), Element.LONG);
      String table = i + ".weight";
      parts.add(
          tensors.has(table)
              ? vectors(code, tensors.get(table))
              : Inputs.oneHot(graph, code, categories));
    }
    pass(x, passing, parts);
    return graph.beside(parts);
  }

  private void pass(String x, List<Integer> passing, List<String> parts) {
    if (!passing.isEmpty()) {
      parts.add(graph.columns(x, passing.stream().mapToLong(i -> i).toArray()));
      passing.clear();
    }
  }

  /** The index -1 of an unknown category selects the last row, which is all zeros. */
  private String vectors(String code, Tensor table) {
    float[] rows = new float[table.values().length + table.columns()];
    System.arraycopy(table.values(), 0, rows, 0, table.values().length);
    String matrix = graph.floats(rows, table.rows() + 1L, table.columns());
    return graph.node("Gather", Map.of("axis", 0L), matrix, graph.gone(code, 1));
  }

  /** See {@link dev.gradus.layers.PiecewiseLinear}. */
  String piecewise(String x, Shape input, Tensors tensors) {
    int count = numbers.size();
    int dimensions = tensors.get("weight").columns();
    int bins = tensors.get("bin-weight").rows() / count;
    float[] edges = tensors.values("edges");
    float[] inner = new float[count * bins];
    float[] low = new float[count * bins];
    float[] width = new float[count * bins];
    for (int f = 0; f < count; f++) {
      int first = f * (bins + 1);
      for (int t = 0; t < bins; t++) {
        boolean used = edges[first + t + 1] > edges[first + t];
        low[f * bins + t] = edges[first + t];
        width[f * bins + t] =
            used ? edges[first + t + 1] - edges[first + t] : Float.POSITIVE_INFINITY;
        // A number is in the first bin if it is in none.
        inner[f * bins + t] = used && t > 0 ? edges[first + t] : Float.POSITIVE_INFINITY;
      }
    }
    String values = numbersOf(x);
    String reached =
        graph.node("GreaterOrEqual", graph.more(values, 2), graph.floats(inner, 1, count, bins));
    String bin = graph.gone(graph.sum(graph.cast(reached, Element.LONG), 2), 2);
    long[] offsets = IntStream.range(0, count).mapToLong(f -> (long) f * bins).toArray();
    String place = graph.node("Add", bin, graph.longs(offsets, 1, count));
    String off = graph.node("Sub", values, at(graph.floats(low, low.length), place));
    String share = graph.node("Div", off, at(graph.floats(width, width.length), place));
    float[] binWeight = tensors.values("bin-weight");
    String v = at(graph.floats(binWeight, (long) count * bins, dimensions), place);
    float[] below = below(tensors.values("bias"), binWeight, count, bins, dimensions);
    String start = at(graph.floats(below, (long) count * bins, dimensions), place);
    String slope =
        graph.node(
            "Mul",
            graph.more(values, 2),
            graph.floats(tensors.values("weight"), 1, count, dimensions));
    String inBin = graph.node("Mul", graph.more(share, 2), v);
    String y = graph.node("Add", graph.node("Add", slope, start), inBin);
    return among(x, y, input.columns(), dimensions);
  }

  private String at(String values, String place) {
    return graph.node("Gather", Map.of("axis", 0L), values, place);
  }

  /** For each bin the bias, and the vectors of all bins below it. */
  private static float[] below(
      float[] bias, float[] binWeight, int count, int bins, int dimensions) {
    float[] below = new float[binWeight.length];
    for (int f = 0; f < count; f++) {
      System.arraycopy(bias, f * dimensions, below, f * bins * dimensions, dimensions);
      for (int at = (f * bins + 1) * dimensions; at < (f + 1) * bins * dimensions; at++) {
        below[at] = below[at - dimensions] + binWeight[at - dimensions];
      }
    }
    return below;
  }

  /** See {@link Periodic}. */
  String periodic(String x, Shape input, Periodic layer, Tensors tensors) {
    boolean plr = layer.form() == Periodic.Form.PLR;
    int count = numbers.size();
    int frequencies = tensors.get("frequency").columns();
    int learned = tensors.get("weight").columns();
    String values = graph.more(numbersOf(x), 2);
    String turns =
        graph.node("Mul", values, graph.floats(tensors.values("frequency"), 1, count, frequencies));
    if (!plr) {
      float[] phases = tensors.values("phase").clone();
      for (int i = 0; i < phases.length; i++) {
        phases[i] /= TURN;
      }
      turns = graph.node("Add", turns, graph.floats(phases, 1, count, frequencies));
    }
    String part = graph.node("Sub", turns, graph.node("Round", turns));
    String quarter = graph.node("Sub", graph.scalar(0.25), graph.node("Abs", part));
    String cosines = wave(quarter);
    String waves = plr ? graph.node("Concat", Map.of("axis", 2L), cosines, wave(part)) : cosines;
    String y = mapped(waves, plr ? 2 * frequencies : frequencies, learned, count, tensors);
    y = plr ? graph.node("Relu", y) : graph.node("Concat", Map.of("axis", 2L), values, y);
    return among(x, y, input.columns(), plr ? learned : learned + 1);
  }

  private String wave(String part) {
    return graph.node("Sin", graph.node("Mul", part, graph.scalar(TURN)));
  }

  /** waves W + b: one W for all numbers, or one for each. */
  private String mapped(String waves, int size, int learned, int count, Tensors tensors) {
    float[] weight = tensors.values("weight");
    float[] bias = tensors.values("bias");
    if (weight.length == size * learned) {
      String product = graph.node("MatMul", waves, graph.floats(weight, size, learned));
      return graph.node("Add", product, graph.floats(bias, learned));
    }
    String byNumber = graph.transpose(waves, 1, 0, 2);
    String product = graph.node("MatMul", byNumber, graph.floats(weight, count, size, learned));
    return graph.node(
        "Add", graph.transpose(product, 1, 0, 2), graph.floats(bias, 1, count, learned));
  }

  private String numbersOf(String x) {
    return graph.columns(x, numbers.stream().mapToLong(i -> i).toArray());
  }

  /**
   * Puts vectors where their numbers were, among the other inputs.
   *
   * @param vectors [rows, numbers, dimensions]
   */
  private String among(String x, String vectors, int inputs, int dimensions) {
    String flat = graph.reshape(vectors, -1, (long) numbers.size() * dimensions);
    String all = graph.beside(List.of(x, flat));
    List<Long> order = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      int place = numbers.indexOf(i);
      for (int k = 0; place >= 0 && k < dimensions; k++) {
        order.add((long) inputs + (long) place * dimensions + k);
      }
      if (place < 0) {
        order.add((long) i);
      }
    }
    return graph.columns(all, order.stream().mapToLong(i -> i).toArray());
  }
}
