package dev.gradus.playground;

import dev.gradus.runtime.file.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A value in JSON, and its place among the settings, for messages.
 *
 * @param value a map, a list, a text, a number or a boolean
 * @param place such as {@code losses[0].huber}
 */
record Tree(Object value, String place) {

  /** Reads a text. */
  static Tree of(String json) {
    try {
      StrictJson reader = new StrictJson(json);
      Object value = read(reader);
      reader.end();
      return new Tree(value, "");
    } catch (IOException e) {
      throw new SettingsException("", "this is not valid JSON: " + e.getMessage());
    }
  }

  private static Object read(StrictJson reader) throws IOException {
    switch (reader.token()) {
      case START_OBJECT:
        Map<String, Object> entries = new LinkedHashMap<>();
        reader.take(StrictJson.Token.START_OBJECT);
        while (reader.token() == StrictJson.Token.KEY) {
          String key = reader.key();
          if (reader.token() == StrictJson.Token.NULL) {
            reader.take(StrictJson.Token.NULL);
          } else {
            entries.put(key, read(reader));
          }
        }
        reader.take(StrictJson.Token.END_OBJECT);
        return entries;
      case START_ARRAY:
        return new ArrayList<>(reader.list(Tree::read));
      case STRING:
        return reader.string();
      case NUMBER:
        return reader.number();
      default:
        return reader.bool();
    }
  }

  SettingsException wrong(String sentence) {
    return new SettingsException(place, sentence);
  }

  /** Whether it is a map. */
  boolean isMap() {
    return value instanceof Map;
  }

  /** The entries, with their places. */
  Map<String, Tree> entries() {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong("there must be names with values here, in braces");
    }
    Map<String, Tree> entries = new LinkedHashMap<>();
    map.forEach(
        (key, each) ->
            entries.put(
                String.valueOf(key),
                new Tree(each, place.isEmpty() ? String.valueOf(key) : place + "." + key)));
    return entries;
  }

  /** Checks that there are no other names. */
  Tree only(Set<String> names) {
    for (Map.Entry<String, Tree> entry : entries().entrySet()) {
      if (!names.contains(entry.getKey())) {
        throw entry
            .getValue()
            .wrong(
                "there is no setting '%s'; there are %s"
                    .formatted(
                        entry.getKey(), String.join(", ", names.stream().sorted().toList())));
      }
    }
    return this;
  }

  /** The entry of a name, if there is one. */
  Optional<Tree> find(String name) {
    return Optional.ofNullable(entries().get(name));
  }

  /** The elements, with their places. */
  List<Tree> elements() {
    if (!(value instanceof List<?> list)) {
      throw wrong("there must be a list here");
    }
    List<Tree> elements = new ArrayList<>();
    for (Object each : list) {
      elements.add(new Tree(each, "%s[%s]".formatted(place, elements.size())));
    }
    return elements;
  }

  String text() {
    if (!(value instanceof String text)) {
      throw wrong("there must be a text here");
    }
    return text;
  }

  double number() {
    if (!(value instanceof Double number)) {
      throw wrong("there must be a number here");
    }
    return number;
  }

  boolean bool() {
    if (!(value instanceof Boolean is)) {
      throw wrong("there must be true or false here");
    }
    return is;
  }

  long whole(long least, long most) {
    double number = number();
    if (number != Math.floor(number) || number < least || number > most) {
      throw wrong("there must be a whole number from %s to %s here".formatted(least, most));
    }
    return (long) number;
  }

  double number(double least, double most) {
    double number = number();
    if (!(number >= least && number <= most)) {
      throw wrong(
          "there must be a number from %s to %s here"
              .formatted(Yaml.number(least), Yaml.number(most)));
    }
    return number;
  }
}
