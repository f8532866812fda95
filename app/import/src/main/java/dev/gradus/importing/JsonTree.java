package dev.gradus.importing;

import dev.gradus.runtime.file.StrictJson;
import dev.gradus.runtime.file.StrictJson.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a JSON document.
 *
 * @param value a {@code Map} or a {@code List} of trees, a {@code String}, a {@code Double}, a
 *     {@code Boolean}, or {@link #NULL}
 */
record JsonTree(Object value) {

  private static final Object NULL = new Object();

  /** What a key has that is not there. */
  private static final JsonTree NOTHING = new JsonTree(NULL);

  /** Reads a document; {@code name} is for messages. */
  static JsonTree of(String text, String name) throws DamagedException {
    try {
      StrictJson json = new StrictJson(text);
      JsonTree tree = read(json);
      json.end();
      return tree;
    } catch (IOException e) {
      throw new DamagedException("its %s cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static JsonTree read(StrictJson json) throws IOException {
    Token token = json.token();
    switch (token) {
      case START_OBJECT -> {
        json.take(token);
        Map<String, JsonTree> entries = new LinkedHashMap<>();
        while (json.token() != Token.END_OBJECT) {
          String key = json.key();
          entries.put(key, read(json));
        }
        json.take(Token.END_OBJECT);
        return new JsonTree(entries);
      }
      case START_ARRAY -> {
        return new JsonTree(json.list(JsonTree::read));
      }
      case STRING -> {
        return new JsonTree(json.string());
      }
      case NUMBER -> {
        return new JsonTree(json.number());
      }
      case TRUE, FALSE -> {
        return new JsonTree(json.bool());
      }
      default -> {
        json.take(Token.NULL);
        return NOTHING;
      }
    }
  }

  boolean isNull() {
    return value == NULL;
  }

  /** The value of a key; nothing if this is no object, or lacks it. */
  JsonTree get(String key) {
    return value instanceof Map<?, ?> entries && entries.get(key) instanceof JsonTree found
        ? found
        : NOTHING;
  }

  boolean isObject() {
    return value instanceof Map;
  }

  /** The elements of a list; none if this is no list. */
  List<JsonTree> elements() {
    List<JsonTree> elements = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(each -> elements.add((JsonTree) each));
    }
    return elements;
  }

  boolean isList() {
    return value instanceof List;
  }

  Optional<String> text() {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  Optional<Double> number() {
    return value instanceof Double number ? Optional.of(number) : Optional.empty();
  }

  Optional<Boolean> bool() {
    return value instanceof Boolean bool ? Optional.of(bool) : Optional.empty();
  }

  /** Every tree within this one, and itself. */
  List<JsonTree> all() {
    List<JsonTree> all = new ArrayList<>(List.of(this));
    for (int i = 0; i < all.size(); i++) {
      Object next = all.get(i).value();
      if (next instanceof Map<?, ?> entries) {
        entries.values().forEach(each -> all.add((JsonTree) each));
      } else {
        all.addAll(all.get(i).elements());
      }
    }
    return all;
  }

  /** As a message shows it. */
  @Override
  public String toString() {
    return isNull()
        ? "null"
        : value instanceof Double number && number == Math.rint(number)
            ? Long.toString(Math.round(number))
            : value.toString();
  }
}
