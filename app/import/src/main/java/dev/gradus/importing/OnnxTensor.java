package dev.gradus.importing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A constant of an ONNX graph: numbers, or strings, which only label outputs.
 *
 * @param shape the sizes of its dimensions
 * @param values in row-major order; empty for strings
 * @param texts the strings
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OnnxTensor(List<Long> shape, double[] values, List<String> texts) {

  /** Types of elements, by their numbers in the format. */
  private static final int FLOAT = 1;

  private static final int UINT8 = 2;
  private static final int INT8 = 3;
  private static final int INT32 = 6;
  private static final int INT64 = 7;
  private static final int STRING = 8;
  private static final int BOOL = 9;
  private static final int FLOAT16 = 10;
  private static final int DOUBLE = 11;
  private static final int BFLOAT16 = 16;

  /** Fields of the message. */
  private static final int DIMS = 1;

  private static final int DATA_TYPE = 2;
  private static final int FLOAT_DATA = 4;
  private static final int INT32_DATA = 5;
  private static final int STRING_DATA = 6;
  private static final int INT64_DATA = 7;
  private static final int RAW_DATA = 9;
  private static final int DOUBLE_DATA = 10;
  private static final int LOCATION = 14;

  OnnxTensor {
    shape = List.copyOf(shape);
    texts = List.copyOf(texts);
  }

  /** A list of numbers. */
  static OnnxTensor list(double... values) {
    return new OnnxTensor(List.of((long) values.length), values, List.of());
  }

  /** Reads a constant; {@code name} is for messages. */
  static OnnxTensor of(ProtoMessage tensor, String name) throws DamagedException {
    if (tensor.number(LOCATION, 0) != 0) {
      throw Refusal.of(
          "the constant '%s' is in a file of its own; export the network with its weights inside",
          name);
    }
    List<Long> shape = tensor.numbers(DIMS);
    int size = Weights.sizeOf(shape);
    int type = (int) tensor.number(DATA_TYPE, 0);
    if (type == STRING) {
      return new OnnxTensor(shape, new double[0], tensor.texts(STRING_DATA));
    }
    double[] values = values(tensor, type, name);
    if (size != values.length) {
      throw new DamagedException(
          "the constant '%s' has the shape %s, but %s numbers; the file is damaged",
          name, shape, values.length);
    }
    return new OnnxTensor(shape, values, List.of());
  }

  private static double[] values(ProtoMessage tensor, int type, String name)
      throws DamagedException {
    if (tensor.has(RAW_DATA)) {
      return raw(tensor.bytes(RAW_DATA).orElseThrow(), type, name);
    }
    return switch (type) {
      case FLOAT -> wide(tensor.reals(FLOAT_DATA));
      case DOUBLE -> tensor.doubles(DOUBLE_DATA);
      case INT64 -> tensor.numbers(INT64_DATA).stream().mapToDouble(each -> each).toArray();
      case INT32, INT8, UINT8, BOOL ->
          tensor.numbers(INT32_DATA).stream().mapToDouble(Long::intValue).toArray();
      case FLOAT16 ->
          tensor.numbers(INT32_DATA).stream()
              .mapToDouble(each -> HalfPrecision.binary16(each.shortValue()))
              .toArray();
      case BFLOAT16 ->
          tensor.numbers(INT32_DATA).stream()
              .mapToDouble(each -> HalfPrecision.bfloat16(each.shortValue()))
              .toArray();
      default -> throw unknown(type, name);
    };
  }

  private static double[] wide(float[] reals) {
    double[] wide = new double[reals.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = reals[i];
    }
    return wide;
  }

  private static double[] raw(ByteBuffer bytes, int type, String name) throws DamagedException {
    int width =
        switch (type) {
          case FLOAT, INT32 -> Float.BYTES;
          case DOUBLE, INT64 -> Double.BYTES;
          case INT8, UINT8, BOOL -> 1;
          case FLOAT16, BFLOAT16 -> Short.BYTES;
          default -> throw unknown(type, name);
        };
    if (bytes.remaining() % width != 0) {
      throw ProtoMessage.damaged();
    }
    double[] values = new double[bytes.remaining() / width];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT -> bytes.getFloat();
            case INT32 -> bytes.getInt();
            case DOUBLE -> bytes.getDouble();
            case INT64 -> bytes.getLong();
            case UINT8 -> bytes.get() & 0xFF;
            case FLOAT16 -> HalfPrecision.binary16(bytes.getShort());
            case BFLOAT16 -> HalfPrecision.bfloat16(bytes.getShort());
            default -> bytes.get();
          };
    }
    return values;
  }

  private static RuntimeException unknown(int type, String name) {
    return Refusal.of(
        "the constant '%s' has the type %s of ONNX; only floating point numbers and integers are imported",
        name, type);
  }

  /** As weights of a layer, rounded to float. */
  Weights weights() {
    if (values.length != Weights.sizeOf(shape)) {
      throw Refusal.of("a constant of shape %s has strings, but a layer needs numbers", shape);
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return new Weights(shape.stream().map(Long::intValue).toList(), floats);
  }

  /** The values as whole numbers. */
  List<Long> longs() {
    return Arrays.stream(values).mapToObj(each -> (long) each).toList();
  }

  /** The strings, or the numbers as strings without fractions. */
  List<String> labels() {
    if (!texts.isEmpty()) {
      return texts;
    }
    List<String> labels = new ArrayList<>();
    for (double value : values) {
      labels.add(value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value));
    }
    return labels;
  }

  boolean isScalar() {
    return values.length == 1;
  }

  /** Other dimensions of the same values. */
  OnnxTensor reshaped(List<Long> sizes) {
    return new OnnxTensor(sizes, values, texts);
  }
}
