package dev.gradus.cli;

import dev.gradus.engine.plugin.OptionText;
import dev.gradus.runtime.problem.Quoting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a configuration is to lie, and how it has to write texts and the names of files. */
record YamlPlace(Path yaml) {

  /** YAML allows 1024 characters, escapes included. */
  private static final int LONGEST_PLAIN_KEY = 256;

  /** The path of a file as the configuration has to name it: from its own folder, if it can. */
  String nameOf(Path file) {
    Path folder = yaml.toAbsolutePath().normalize().resolveSibling("");
    Path data = file.toAbsolutePath().normalize();
    return quoted(
        (data.startsWith(folder) ? folder.relativize(data) : data).toString().replace('\\', '/'));
  }

  /** The value of an option, in one line. */
  String valueOf(Object value) {
    if (value instanceof Optional<?> given) {
      return given.map(this::valueOf).orElse("");
    }
    if (value instanceof Path file) {
      return nameOf(file);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof String text ? quoted(text) : OptionText.valueOf(value);
  }

  /** As it is where that is plain, else in quotes, with what cannot be seen as an escape. */
  static String quoted(String text) {
    boolean plain =
        text.matches("([A-Za-z_]|[.]{0,2}/)[A-Za-z0-9_./-]*")
            && !text.matches("(?i)true|false|yes|no|on|off|null|y|n");
    if (plain) {
      return text;
    }
    return text.codePoints().allMatch(Quoting::isVisible)
        ? "'" + text.replace("'", "''") + "'"
        : Quoting.yaml(text);
  }

  /** A key of a mapping in braces. YAML wants a question mark in front of a long one. */
  static String key(String text) {
    String key = quoted(text);
    return (key.length() > LONGEST_PLAIN_KEY ? "? " : "") + key;
  }
}
