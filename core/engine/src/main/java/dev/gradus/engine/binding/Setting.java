package dev.gradus.engine.binding;

import dev.gradus.engine.yaml.PathSteps;
import dev.gradus.engine.yaml.Source;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;

/**
 * A value that overrides that of the file: {@code training.epochs=5}.
 *
 * <p>The path consists of keys, joined by dots, and list indexes, from 0: {@code
 * network[0].dense.units}. A key with characters other than letters, digits, {@code -} and {@code
 * _} is written in double quotes: {@code data.columns."sepal.length"}. Missing parts of the path
 * are created, including the element after the last one of a list; a plugin that is written as its
 * name gets options by its name: {@code optimizer.adam.learning-rate} where the file says {@code
 * optimizer: adam}.
 *
 * <p>The value is YAML, under the rules of a file; {@code training.epochs=} without a value removes
 * the key, so that its default applies. A relative path in it is relative to the working directory,
 * not to the folder of the file.
 *
 * @param path the path of the value, such as {@code training.epochs}
 * @param value the YAML of the value, such as {@code 5}
 */
public record Setting(String path, String value) {

  /**
   * Checks the path.
   *
   * @throws ConfigurationException if it is malformed
   */
  public Setting {
    PathSteps.of(path);
  }

  /**
   * Splits a setting at the first {@code =} outside quotes.
   *
   * @param text {@code path=value}
   * @throws ConfigurationException if there is no {@code =}, or the path is malformed
   */
  public static Setting parse(String text) {
    int equals = PathSteps.endOfPath(text);
    if (equals < 0) {
      throw new ConfigurationException(
          new Problem(
              Source.nameOf(text),
              "a setting is a path, an equals sign and a value, such as training.epochs=5; the equals sign is missing"));
    }
    return new Setting(text.substring(0, equals).strip(), text.substring(equals + 1));
  }
}
