package dev.gradus.engine.binding;

import dev.gradus.engine.yaml.PathSteps;
import dev.gradus.engine.yaml.Source;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;

/**
 * One value in place of the file's: {@code training.epochs=5}.
 *
 * <p>The path has keys, joined by dots, and places in lists, counted from 0: {@code
 * network[0].dense.units}. A key with other characters than letters, digits, {@code -} and {@code
 * _} stands in double quotes: {@code data.columns."sepal.length"}. What is missing on the way is
 * made, the element behind the last one of a list included; a plugin that is written as its name
 * gets options by its name: {@code optimizer.adam.learning-rate} where the file says {@code
 * optimizer: adam}.
 *
 * <p>The value is YAML, under the rules of a file; {@code training.epochs=} without a value takes
 * the key away, so that its default holds. A relative path in it starts at the working folder, not
 * at the folder of the file.
 *
 * @param path which value, such as {@code training.epochs}
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
   * Takes a setting apart at the first {@code =} that is not in quotes.
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
              "a setting is a path, an equals sign and a value, such as training.epochs=5; there is no equals sign"));
    }
    return new Setting(text.substring(0, equals).strip(), text.substring(equals + 1));
  }
}
