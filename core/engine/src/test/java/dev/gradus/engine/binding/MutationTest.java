package dev.gradus.engine.binding;

import dev.gradus.engine.Thorough;
import dev.gradus.runtime.problem.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any content of a file or a setting is either read or refused properly. */
final class MutationTest {

  private static final String FILE =
      """
      # A file that uses much of what there is.
      data:
        csv: "iris.csv"
        target: [species]
        columns: {id: ignore, 'petal width': {numeric: {scale: none}}}
        split: {validation: 0.2, stratified: true}
      network:
        - dense: {units: 16, activation: tanh}
        - dense: {activation: {relu: {slope: 1e-3}}, weights: constant}
      loss: {huber: {delta: 0.5}}
      optimizer:
        kitchen:
          text: |
            a
            b
          numbers: [1, 2.5, -3e+2]
          mode: very-slow
      metrics: [accuracy, &a mse, *a, !!str top-k]
      training: {epochs: 100, batch-size: 16, seed: 7}
      ...
      """;

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          "-",
          "- ",
          "?",
          "? ",
          ",",
          "#",
          " #",
          "&a ",
          "*a",
          "!",
          "!!int ",
          "|",
          ">",
          "'",
          "\"",
          "\\",
          "%",
          "@",
          "`",
          "\n",
          "\n\n",
          "\r",
          "\t",
          " ",
          "  ",
          "---\n",
          "...\n",
          "<<: ",
          "~",
          "null",
          "true",
          "0",
          "9",
          "e",
          ".",
          "_",
          "=",
          "\u0000",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "\uD800",
          "\uD83D\uDE00",
          "\\x",
          "\\u12",
          "\\U00110000",
          "%YAML 1.1\n",
          "%TAG ! x\n",
          "|9",
          ">-\n",
          "!<x> ",
          "!<",
          "!a!b ",
          "%YAML 9999999999.1\n---\n");

  private final ConfigurationReader reader = new ConfigurationReader(TestPlugins.catalogue());

  @Test
  void aMutatedFileIsReadOrRefusedAndNothingElse() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < Thorough.cases(5_000); i++) {
      String text = mutated(FILE, random);
      try {
        reader.parse(text, "mutated.yaml", Path.of(""), List.of());
      } catch (ConfigurationException refused) {
        // The proper way.
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("mutation " + i + " with seed " + seed + ":\n" + text, e);
      }
    }
  }

  @Test
  void aMutatedSettingIsAppliedOrRefusedAndNothingElse() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> settings =
        List.of("training.epochs=5", "network[0].dense.units=8", "data.columns.\"a b\"=ignore");
    for (int i = 0; i < Thorough.cases(5_000); i++) {
      String text = mutated(settings.get(i % 3), random);
      try {
        reader.parse(FILE, "file.yaml", Path.of(""), List.of(Setting.parse(text)));
      } catch (ConfigurationException refused) {
        // The proper way.
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("mutation " + i + " with seed " + seed + ":\n" + text, e);
      }
    }
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(mutated.length() + 1);
      int end = Math.min(mutated.length(), at + random.nextInt(4) * random.nextInt(6));
      mutated.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
    }
    return mutated.toString();
  }
}
