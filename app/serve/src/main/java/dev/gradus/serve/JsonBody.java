package dev.gradus.serve;

import dev.gradus.runtime.file.StrictJson;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A body of JSON as maps, lists, strings, numbers, booleans, and {@link #NULL}.
 *
 * <p>A whole number is a {@code Long} if it fits, or else, with up to 40 digits, a {@code
 * BigInteger}; other numbers are {@code Double}. A duplicate key is refused, because the reader
 * could not know which one counts.
 */
final class JsonBody {

  /** The null of JSON, which collections of Java do not hold. */
  static final Optional<Object> NULL = Optional.empty();

  private static final int LONGEST_SHOWN = 40;

  /** Of a whole number that keeps its digits, with a sign: an identifier of 128 bits fits. */
  private static final int MOST_DIGITS = 41;

  private JsonBody() {}

  /**
   * Reads an object.
   *
   * @throws RefusedException if the body is not UTF-8, not JSON, or not an object
   */
  static Map<String, Object> object(byte[] body) {
    if (body.length == 0) {
      throw RefusedException.bad("the body is empty; it must be a JSON object");
    }
    Object value = read(text(body));
    if (value instanceof Map<?, ?>) {
      return asObject(value, "the body");
    }
    throw RefusedException.bad("the body is %s, but must be a JSON object", what(value));
  }

  private static String text(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw RefusedException.bad("the body is not UTF-8; JSON must be encoded in it");
    }
  }

  private static Object read(String text) {
    try {
      StrictJson json = new StrictJson(text);
      Object value = value(json);
      json.end();
      return value;
    } catch (IOException e) {
      throw RefusedException.bad("the body cannot be read: %s", String.valueOf(e.getMessage()));
    }
  }

  private static Object value(StrictJson json) throws IOException {
    return switch (json.token()) {
      case START_OBJECT -> entries(json);
      case START_ARRAY -> json.list(JsonBody::value);
      case STRING -> json.string();
      case NUMBER -> number(json.numberText());
      case TRUE, FALSE -> json.bool();
      default -> {
        json.take(StrictJson.Token.NULL);
        yield NULL;
      }
    };
  }

  private static Map<String, Object> entries(StrictJson json) throws IOException {
    Map<String, Object> entries = new LinkedHashMap<>();
    json.take(StrictJson.Token.START_OBJECT);
    while (json.token() == StrictJson.Token.KEY) {
      entries.put(json.key(), value(json));
    }
    json.take(StrictJson.Token.END_OBJECT);
    return entries;
  }

  private static Number number(String text) {
    boolean whole = text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
    if (whole && text.length() <= MOST_DIGITS) {
      BigInteger exact = new BigInteger(text);
      return exact.bitLength() < Long.SIZE ? (Number) exact.longValue() : exact;
    }
    return Double.valueOf(text);
  }

  /**
   * A value that must be an object.
   *
   * @param place of the value, for the message
   */
  @SuppressWarnings("unchecked") // All keys of a JSON object are strings.
  static Map<String, Object> asObject(Object value, String place) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw RefusedException.bad("%s is %s, but must be an object", place, what(value));
  }

  /** A value that must be a list. */
  @SuppressWarnings("unchecked") // Lists of any objects.
  static List<Object> asList(Object value, String place) {
    if (value instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw RefusedException.bad("%s is %s, but must be a list", place, what(value));
  }

  /** A value that must be a string. */
  static String asString(Object value, String place) {
    if (value instanceof String string) {
      return string;
    }
    throw RefusedException.bad("%s is %s, but must be a string", place, what(value));
  }

  /**
   * A value that must be a cell.
   *
   * @param row for the message, such as {@code row 1}
   * @param column its column
   * @return a string, a number, a boolean, or {@link #NULL}
   */
  static Object asCell(Object value, String row, String column) {
    if (value instanceof Map || value instanceof List) {
      throw RefusedException.bad(
          "%s: column '%s' has %s, but must be a number, a string, true, false or null",
          row, column, what(value));
    }
    return value;
  }

  /** A value in words. */
  static String what(Object value) {
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value == NULL) {
      return "null";
    }
    return value instanceof String string ? "the string '" + shortened(string) + "'" : "" + value;
  }

  /** A string of a request in a message, which must not become as long as the request. */
  static String shortened(String string) {
    return string.length() <= LONGEST_SHOWN ? string : string.substring(0, LONGEST_SHOWN) + "…";
  }
}
