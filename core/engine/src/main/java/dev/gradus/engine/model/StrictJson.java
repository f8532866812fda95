package dev.gradus.engine.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON of a known form, token by token: whatever is not what was asked for is an error, and
 * so is a key that comes twice and whatever stands behind the end.
 */
final class StrictJson implements AutoCloseable {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser parser;

  /** Begins before the first token of a text. */
  StrictJson(String text) throws IOException {
    parser = JSON.createParser(text);
    next();
  }

  /** Reads one element of a list. */
  @FunctionalInterface
  interface Element<T> {
    T read(StrictJson json) throws IOException;
  }

  private void next() throws IOException {
    try {
      parser.nextToken();
    } catch (JsonProcessingException e) {
      throw new IOException("its JSON is malformed: " + e.getOriginalMessage(), e);
    }
  }

  /** Passes over a token that has to be here. */
  void take(JsonToken token) throws IOException {
    if (parser.currentToken() != token) {
      throw new IOException("it has %s in place of %s".formatted(parser.currentToken(), token));
    }
    next();
  }

  /** The key that is here. */
  String key() throws IOException {
    String key = String.valueOf(parser.currentName());
    take(JsonToken.FIELD_NAME);
    return key;
  }

  /** Passes over a key that has to be here. */
  void key(String key) throws IOException {
    if (!isAt(key)) {
      throw new IOException("it lacks '%s', or has it out of order".formatted(key));
    }
    next();
  }

  /** Whether a key is here. */
  boolean isAt(String key) throws IOException {
    return parser.currentToken() == JsonToken.FIELD_NAME && key.equals(parser.currentName());
  }

  String string() throws IOException {
    String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
    take(JsonToken.VALUE_STRING);
    return text;
  }

  double number() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null || !token.isNumeric()) {
      throw new IOException("it has %s in place of a number".formatted(token));
    }
    double number = parser.getDoubleValue();
    next();
    return number;
  }

  boolean bool() throws IOException {
    boolean value = parser.currentToken() == JsonToken.VALUE_TRUE;
    take(value ? JsonToken.VALUE_TRUE : JsonToken.VALUE_FALSE);
    return value;
  }

  <T> List<T> list(Element<T> element) throws IOException {
    take(JsonToken.START_ARRAY);
    List<T> elements = new ArrayList<>();
    while (parser.currentToken() != JsonToken.END_ARRAY) {
      elements.add(element.read(this));
    }
    take(JsonToken.END_ARRAY);
    return elements;
  }

  /** Nothing may come any more. */
  void end() throws IOException {
    if (parser.currentToken() != null) {
      throw new IOException("there is something behind its end");
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
