package dev.gradus.cli;

import dev.gradus.engine.plugin.OptionText;
import dev.gradus.runtime.problem.Quoting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The place of a configuration; decides how it writes strings and file names. */
record YamlPlace(Path yaml) {

  /** The longest key that YAML allows, in characters, including escapes. */
  private static final int LONGEST_PLAIN_KEY = 256;

  /** The path of a file as the configuration names it: relative to its folder, if possible. */
  String nameOf(Path file) {
    Path folder = yaml.toAbsolutePath().normalize().resolveSibling("");
    Path data = file.toAbsolutePath().normalize();
    return quoted(
        (data.startsWith(folder) ? folder.relativize(data) : data).toString().replace('\\', '/'));
  }

  /** The value of an option, on one line. */
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

  /** A string as it is if that is plain, otherwise in quotes, with invisible characters escaped. */
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

  /** A key of a mapping in braces. YAML requires a question mark before a long one. */
  static String key(String text) {
    String key = quoted(text);
    return (key.length() > LONGEST_PLAIN_KEY ? "? " : "") + key;
  }
}
