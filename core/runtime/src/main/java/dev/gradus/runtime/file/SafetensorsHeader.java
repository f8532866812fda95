package dev.gradus.runtime.file;

import dev.gradus.runtime.file.StrictJson.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON at the start of a safetensors file: the metadata, and the place of each tensor.
 *
 * @param metadata including the checksum
 * @param entries in the order of their bytes
 */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {

  /**
   * One tensor.
   *
   * @param begin the position of its first byte, counted from the end of the header
   * @param end the position after its last byte
   */
  record Entry(
      String name, SafetensorsTensor.Type type, List<Integer> shape, long begin, long end) {}

  /** The header as JSON: the metadata come first, and the checksum is the first of them. */
  String toJson() {
    JsonWriter json = new JsonWriter().open('{').key(Safetensors.METADATA).open('{');
    json.key(Safetensors.CHECKSUM).value(metadata.getOrDefault(Safetensors.CHECKSUM, ""));
    metadata.forEach(
        (key, value) -> {
          if (!key.equals(Safetensors.CHECKSUM)) {
            json.key(key).value(value);
          }
        });
    json.close('}');
    entries.forEach(entry -> write(entry, json));
    return json.close('}').toString();
  }

  private static void write(Entry entry, JsonWriter json) {
    json.key(entry.name()).open('{').key("dtype").value(entry.type().name());
    json.key("shape").open('[');
    entry.shape().forEach(json::value);
    json.close(']').key("data_offsets").open('[').value(entry.begin()).value(entry.end());
    json.close(']').close('}');
  }

  /**
   * Reads a header.
   *
   * @param text JSON, followed by nothing but blanks
   * @throws IOException with half a sentence, if the text is anything else
   */
  static SafetensorsHeader parse(String text) throws IOException {
    StrictJson json = new StrictJson(text);
    Map<String, String> metadata = new TreeMap<>();
    List<Entry> entries = new ArrayList<>();
    json.take(Token.START_OBJECT);
    while (json.token() != Token.END_OBJECT) {
      String key = json.key();
      if (key.equals(Safetensors.METADATA)) {
        json.take(Token.START_OBJECT);
        while (json.token() != Token.END_OBJECT) {
          metadata.put(json.key(), json.string());
        }
        json.take(Token.END_OBJECT);
      } else {
        entries.add(readEntry(json, key));
      }
      if (entries.size() > Safetensors.MOST_TENSORS) {
        throw new IOException(
            String.format(Locale.ROOT, "it names more than %,d tensors", Safetensors.MOST_TENSORS));
      }
    }
    json.take(Token.END_OBJECT);
    json.end();
    return new SafetensorsHeader(metadata, List.copyOf(entries));
  }

  private static Entry readEntry(StrictJson json, String name) throws IOException {
    json.take(Token.START_OBJECT);
    json.key("dtype");
    SafetensorsTensor.Type type = typeOf(name, json.string());
    json.key("shape");
    List<Integer> shape = json.list(SafetensorsHeader::length);
    if (shape.size() > Safetensors.MOST_DIMENSIONS) {
      throw new IOException(
          "a tensor has more than %s dimensions".formatted(Safetensors.MOST_DIMENSIONS));
    }
    json.key("data_offsets");
    json.take(Token.START_ARRAY);
    long begin = json.whole();
    long end = json.whole();
    json.take(Token.END_ARRAY);
    json.take(Token.END_OBJECT);
    return new Entry(name, type, shape, begin, end);
  }

  private static int length(StrictJson json) throws IOException {
    long length = json.whole();
    if (length != (int) length) {
      throw new IOException("a shape has the length %s".formatted(length));
    }
    return (int) length;
  }

  private static SafetensorsTensor.Type typeOf(String name, String text) throws IOException {
    for (SafetensorsTensor.Type type : SafetensorsTensor.Type.values()) {
      if (type.name().equals(text)) {
        return type;
      }
    }
    throw new IOException(
        "tensor '%s' has the type %s, but only F32 and F64 can be read".formatted(name, text));
  }
}
