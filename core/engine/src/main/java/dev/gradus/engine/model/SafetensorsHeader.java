package dev.gradus.engine.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON at the start of a safetensors file: metadata, and which tensor is where.
 *
 * @param metadata the checksum among them
 * @param entries in the order of their bytes
 */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * One tensor.
   *
   * @param begin the place of its first byte, counted from the end of the header
   * @param end the place after its last byte
   */
  record Entry(
      String name, SafetensorsTensor.Type type, List<Integer> shape, long begin, long end) {}

  /** The header as JSON: the metadata first, and the checksum first of them. */
  String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      writeMetadata(json);
      for (Entry entry : entries) {
        write(entry, json);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to a string cannot fail", e);
    }
    return text.toString();
  }

  private void writeMetadata(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(Safetensors.METADATA);
    json.writeStringField(Safetensors.CHECKSUM, metadata.getOrDefault(Safetensors.CHECKSUM, ""));
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      if (!entry.getKey().equals(Safetensors.CHECKSUM)) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
    }
    json.writeEndObject();
  }

  private static void write(Entry entry, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(entry.name());
    json.writeStringField("dtype", entry.type().name());
    json.writeArrayFieldStart("shape");
    for (int length : entry.shape()) {
      json.writeNumber(length);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("data_offsets");
    json.writeNumber(entry.begin());
    json.writeNumber(entry.end());
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Reads a header.
   *
   * @param text JSON, followed by nothing but blanks
   * @throws IOException with half a sentence, if the text is anything else
   */
  static SafetensorsHeader parse(String text) throws IOException {
    try (JsonParser json = JSON.createParser(text)) {
      Map<String, String> metadata = new TreeMap<>();
      List<Entry> entries = new ArrayList<>();
      expect(json, JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        if (key.equals(Safetensors.METADATA)) {
          readMetadata(json, metadata);
        } else {
          entries.add(readEntry(json, key));
        }
        if (entries.size() > Safetensors.MOST_TENSORS) {
          throw new IOException(
              String.format(
                  Locale.ROOT, "it names more than %,d tensors", Safetensors.MOST_TENSORS));
        }
      }
      if (json.nextToken() != null) {
        throw new IOException("there is something after the end of its JSON");
      }
      return new SafetensorsHeader(metadata, List.copyOf(entries));
    } catch (JsonProcessingException e) {
      throw new IOException("its JSON is malformed: " + e.getOriginalMessage(), e);
    }
  }

  private static void readMetadata(JsonParser json, Map<String, String> metadata)
      throws IOException {
    expect(json, JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      expect(json, JsonToken.VALUE_STRING);
      metadata.put(key, json.getText());
    }
  }

  private static Entry readEntry(JsonParser json, String name) throws IOException {
    expect(json, JsonToken.START_OBJECT);
    expectKey(json, "dtype");
    expect(json, JsonToken.VALUE_STRING);
    SafetensorsTensor.Type type = typeOf(name, json.getText());
    expectKey(json, "shape");
    List<Integer> shape = readShape(json);
    expectKey(json, "data_offsets");
    expect(json, JsonToken.START_ARRAY);
    expect(json, JsonToken.VALUE_NUMBER_INT);
    long begin = json.getLongValue();
    expect(json, JsonToken.VALUE_NUMBER_INT);
    long end = json.getLongValue();
    expect(json, JsonToken.END_ARRAY);
    expect(json, JsonToken.END_OBJECT);
    return new Entry(name, type, shape, begin, end);
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

  private static List<Integer> readShape(JsonParser json) throws IOException {
    expect(json, JsonToken.START_ARRAY);
    List<Integer> shape = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      if (shape.size() == Safetensors.MOST_DIMENSIONS) {
        throw new IOException(
            "a tensor has more than %s dimensions".formatted(Safetensors.MOST_DIMENSIONS));
      }
      shape.add(json.getIntValue());
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new IOException("a shape is no list of whole numbers");
    }
    return List.copyOf(shape);
  }

  private static void expect(JsonParser json, JsonToken token) throws IOException {
    if (json.nextToken() != token) {
      throw new IOException("it has %s in place of %s".formatted(json.currentToken(), token));
    }
  }

  private static void expectKey(JsonParser json, String key) throws IOException {
    if (!key.equals(json.nextFieldName())) {
      throw new IOException("a tensor lacks '%s', or has it out of order".formatted(key));
    }
  }
}
