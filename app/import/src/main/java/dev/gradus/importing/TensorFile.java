package dev.gradus.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a safetensors file of any program: floating point numbers of any width. */
final class TensorFile {

  private static final int MOST_HEADER = 100_000_000;

  private static final Map<String, Integer> WIDTHS =
      Map.of(
          "F64", 8, "F32", 4, "F16", 2, "BF16", 2, "I64", 8, "I32", 4, "I16", 2, "I8", 1, "U8", 1,
          "BOOL", 1);

  private TensorFile() {}

  /**
   * The tensors by name.
   *
   * @return an empty value for those that are no floating point numbers, such as counters
   */
  static Map<String, Optional<Weights>> read(byte[] bytes) throws DamagedException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long header = bytes.length < Long.BYTES ? -1 : file.getLong();
    if (header < 2 || header > Math.min(MOST_HEADER, bytes.length - Long.BYTES)) {
      throw damaged("its header cannot be that long");
    }
    int data = Long.BYTES + (int) header;
    JsonTree json = JsonTree.of(new String(bytes, Long.BYTES, (int) header, UTF_8), "header");
    Map<String, Optional<Weights>> tensors = new TreeMap<>();
    if (json.value() instanceof Map<?, ?> entries) {
      for (Object name : entries.keySet()) {
        if (!name.equals("__metadata__")) {
          tensors.put(
              (String) name,
              tensor(
                  (String) name, json.get((String) name), file.slice(data, bytes.length - data)));
        }
      }
    }
    return tensors;
  }

  private static DamagedException damaged(String why) {
    return new DamagedException("the file is damaged or truncated: %s; copy or save it again", why);
  }

  private static Optional<Weights> tensor(String name, JsonTree entry, ByteBuffer data)
      throws DamagedException {
    String type = entry.get("dtype").text().orElse("");
    List<Integer> shape = whole(entry.get("shape"));
    List<Integer> ends = whole(entry.get("data_offsets"));
    int size = Weights.sizeOf(shape);
    Integer width = WIDTHS.get(type);
    if (width == null) {
      throw Refusal.of(
          "the tensor '%s' has the type %s; only floating point numbers are imported", name, type);
    }
    boolean fits =
        ends.size() == 2
            && size >= 0
            && ends.get(0) >= 0
            && ends.get(1) <= data.capacity()
            && (long) ends.get(1) - ends.get(0) == (long) size * width;
    if (!fits) {
      throw damaged(
          "the tensor '%s' of shape %s has the bytes %s of %s"
              .formatted(name, shape, ends, data.capacity()));
    }
    return type.contains("F")
        ? Optional.of(new Weights(shape, floats(data, ends.get(0), size, type)))
        : Optional.empty();
  }

  private static List<Integer> whole(JsonTree list) throws DamagedException {
    List<Integer> whole = new ArrayList<>();
    for (JsonTree each : list.elements()) {
      double number = each.number().orElse(-1.0);
      if (number < 0 || number > Integer.MAX_VALUE || number != Math.rint(number)) {
        throw damaged("a size or place is " + each);
      }
      whole.add((int) number);
    }
    return whole;
  }

  private static float[] floats(ByteBuffer data, int from, int size, String type) {
    ByteBuffer bytes = data.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(from);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (type) {
            case "F64" -> (float) bytes.getDouble();
            case "F32" -> bytes.getFloat();
            case "F16" -> HalfPrecision.binary16(bytes.getShort());
            default -> HalfPrecision.bfloat16(bytes.getShort());
          };
    }
    return values;
  }
}
