package dev.gradus.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A graph of ONNX operators that grows node by node. Each method returns the name of what it adds,
 * which later nodes take as an input.
 *
 * <p>Not for use by several threads.
 */
public final class OnnxGraph {

  /** The operators of machine learning, such as {@code LabelEncoder}. */
  static final String ML = "ai.onnx.ml";

  // The types of attributes.
  private static final int REAL = 1;
  private static final int NUMBER = 2;
  private static final int TEXT = 3;
  private static final int REALS = 6;
  private static final int NUMBERS = 7;
  private static final int TEXTS = 8;

  private final int opset;
  private final List<Wire> nodes = new ArrayList<>();
  private final Map<String, Wire> constants = new LinkedHashMap<>();
  private final List<Wire> inputs = new ArrayList<>();
  private final List<Wire> outputs = new ArrayList<>();
  private final List<String> inputNames = new ArrayList<>();
  private final List<String> outputNames = new ArrayList<>();
  private final Map<List<Object>, String> known = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** The inputs, the constants and the results of nodes. */
  private final Set<String> values = new HashSet<>();

  /** The names that some node takes. */
  private final Set<String> read = new HashSet<>();

  private int count;

  OnnxGraph(int opset) {
    this.opset = opset;
  }

  /** The version of the ONNX operators, at least 17. */
  public int opset() {
    return opset;
  }

  /**
   * Adds a node without attributes.
   *
   * @param operator such as {@code Add}
   * @param inputs names of earlier results
   * @return the name of its only output
   */
  public String node(String operator, String... inputs) {
    return node(operator, Map.of(), inputs);
  }

  /**
   * Adds a node.
   *
   * @param operator such as {@code Softmax}
   * @param attributes by name: {@code Float}, {@code Long}, {@code String}, {@code float[]}, {@code
   *     long[]} or a list of strings
   * @param inputs names of earlier results
   * @return the name of its only output
   * @throws IllegalArgumentException if an attribute has another type
   */
  public String node(String operator, Map<String, ?> attributes, String... inputs) {
    return add("", operator, attributes, 1, inputs).get(0);
  }

  /** A node of {@link #ML}. */
  String ml(String operator, Map<String, ?> attributes, String... inputs) {
    return add(ML, operator, attributes, 1, inputs).get(0);
  }

  /** A node with several outputs. */
  List<String> nodes(String operator, Map<String, ?> attributes, int results, String... inputs) {
    return add("", operator, attributes, results, inputs);
  }

  private List<String> add(
      String domain, String operator, Map<String, ?> attributes, int results, String... inputs) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      names.add(unused());
    }
    append(domain, operator, attributes, names, inputs);
    return names;
  }

  private void append(
      String domain,
      String operator,
      Map<String, ?> attributes,
      List<String> results,
      String... inputs) {
    Wire node = new Wire().texts(1, Arrays.asList(inputs)).texts(2, results).text(4, operator);
    new TreeMap<>(attributes).forEach((name, value) -> node.message(5, attribute(name, value)));
    if (!domain.isEmpty()) {
      node.text(7, domain);
    }
    nodes.add(node);
    values.addAll(results);
    read.addAll(Arrays.asList(inputs));
  }

  private static Wire attribute(String name, Object value) {
    Wire wire = new Wire().text(1, name);
    if (value instanceof Float real) {
      return wire.real(2, real).number(20, REAL);
    }
    if (value instanceof Long number) {
      return wire.number(3, number).number(20, NUMBER);
    }
    if (value instanceof String text) {
      return wire.text(4, text).number(20, TEXT);
    }
    if (value instanceof float[] reals) {
      return wire.reals(7, reals).number(20, REALS);
    }
    if (value instanceof long[] numbers) {
      return wire.numbers(8, numbers).number(20, NUMBERS);
    }
    if (value instanceof List<?> texts) {
      return wire.texts(9, texts.stream().map(String::valueOf).toList()).number(20, TEXTS);
    }
    throw new IllegalArgumentException(
        "the attribute '%s' is a %s; use Float, Long, String, float[], long[] or a list of strings"
            .formatted(name, value.getClass().getSimpleName()));
  }

  /** A name that neither a column nor another result has. */
  private String unused() {
    String name = "r" + count++;
    while (!taken.add(name)) {
      name = "r" + count++;
    }
    return name;
  }

  /** A {@code float} without dimensions. */
  public String scalar(double value) {
    return floats(new float[] {(float) value});
  }

  /**
   * A constant of floats.
   *
   * @param values not modified
   * @param sizes of its dimensions; none for a single number without dimensions
   */
  public String floats(float[] values, long... sizes) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return constant(Element.FLOAT, raw.array(), sizes);
  }

  /** The same in {@code double}. */
  public String doubles(double[] values, long... sizes) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asDoubleBuffer().put(values);
    return constant(Element.DOUBLE, raw.array(), sizes);
  }

  /** The same of whole numbers. */
  public String longs(long[] values, long... sizes) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return constant(Element.LONG, raw.array(), sizes);
  }

  /** A list of whole numbers, such as axes or a shape. */
  public String list(long... values) {
    return longs(values, values.length);
  }

  /** A {@code double} without dimensions. */
  String real(double value) {
    return doubles(new double[] {value});
  }

  String booleans(boolean[] values, long... sizes) {
    byte[] raw = new byte[values.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (values[i] ? 1 : 0);
    }
    return constant(Element.BOOLEAN, raw, sizes);
  }

  /** A string without dimensions. */
  String text(String value) {
    return named(
        List.of("text", value),
        new Wire().number(2, Element.TEXT.number()).bytes(6, value.getBytes(UTF_8)));
  }

  private String constant(Element type, byte[] raw, long... sizes) {
    return named(
        List.of(type, ByteBuffer.wrap(raw), Arrays.toString(sizes)),
        new Wire().numbers(1, sizes).number(2, type.number()).bytes(9, raw));
  }

  /** The same constant has one name. */
  private String named(List<Object> value, Wire tensor) {
    return known.computeIfAbsent(
        value,
        unused -> {
          String name = unused();
          constants.put(name, tensor.text(8, name));
          values.add(name);
          return name;
        });
  }

  /** An input with a row for each row of the table, and one column. */
  String input(String name, Element type, String description) {
    taken.add(name);
    values.add(name);
    inputNames.add(name);
    inputs.add(declared(name, type, description, 1));
    return name;
  }

  /** Keeps a name from being used within. */
  void reserve(String name) {
    taken.add(name);
  }

  /** A name for an output, which begins otherwise if a column has it. */
  String free(String name) {
    String free = name;
    while (!taken.add(free)) {
      free = "predicted_" + free;
    }
    return free;
  }

  /** Whether there is a value of this name. */
  boolean has(String name) {
    return values.contains(name);
  }

  /**
   * Declares a result as an output.
   *
   * @param columns 0 for one dimension, of rows
   */
  void output(String name, String result, Element type, int columns, String description) {
    append("", "Identity", Map.of(), List.of(name), result);
    outputNames.add(name);
    outputs.add(declared(name, type, description, columns));
  }

  private static Wire declared(String name, Element type, String description, int columns) {
    Wire shape = new Wire().message(1, new Wire().text(2, "rows"));
    if (columns > 0) {
      shape.message(1, new Wire().number(1, columns));
    }
    Wire tensor = new Wire().number(1, type.number()).message(2, shape);
    return new Wire().text(1, name).message(2, new Wire().message(1, tensor)).text(3, description);
  }

  List<String> inputNames() {
    return List.copyOf(inputNames);
  }

  List<String> outputNames() {
    return List.copyOf(outputNames);
  }

  /** The whole model. */
  byte[] toBytes(int format, int ml, String version, Map<String, String> metadata) {
    List<Wire> used =
        constants.entrySet().stream()
            .filter(constant -> read.contains(constant.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    Wire graph =
        new Wire()
            .messages(1, nodes)
            .text(2, "gradus")
            .messages(5, used)
            .messages(11, inputs)
            .messages(12, outputs);
    Wire model =
        new Wire()
            .number(1, format)
            .text(2, "gradus")
            .text(3, version)
            .message(7, graph)
            .message(8, new Wire().text(1, "").number(2, opset))
            .message(8, new Wire().text(1, ML).number(2, ml));
    new LinkedHashMap<>(metadata)
        .forEach((key, value) -> model.message(14, new Wire().text(1, key).text(2, value)));
    return model.toBytes();
  }

  // What many nodes do.

  String reshape(String x, long... sizes) {
    return node("Reshape", x, list(sizes));
  }

  String transpose(String x, long... axes) {
    return node("Transpose", Map.of("perm", axes), x);
  }

  String cast(String x, Element type) {
    return node("Cast", Map.of("to", (long) type.number()), x);
  }

  /** Columns next to each other; a single one as it is. */
  String beside(List<String> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : node("Concat", Map.of("axis", 1L), parts.toArray(String[]::new));
  }

  /** Some columns. */
  String columns(String x, long... indices) {
    return node("Gather", Map.of("axis", 1L), x, list(indices));
  }

  /** The sum over an axis, which stays with the size 1. */
  String sum(String x, long axis) {
    return node("ReduceSum", Map.of("keepdims", 1L), x, list(axis));
  }

  String gone(String x, long axis) {
    return node("Squeeze", x, list(axis));
  }

  String more(String x, long axis) {
    return node("Unsqueeze", x, list(axis));
  }
}
