package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.InitialGradients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variants of a comparison that learn from different rows, or are scored on them. */
class OtherRowsTest {

  @TempDir Path folder;

  private Path yaml;

  @BeforeEach
  void write() throws IOException {
    StringBuilder all = new StringBuilder("a,c,y,z\n");
    StringBuilder half = new StringBuilder("a,c,y,z\n");
    StringBuilder other = new StringBuilder("a,c,y,z\n");
    for (int i = 0; i < 60; i++) {
      String row = i * 7 % 11 + "," + (i % 5 == 2 ? "" : i % 3) + ",";
      all.append(row).append(i * 5 % 13).append(',').append(i).append('\n');
      other.append(row).append(i * 3 % 17).append(',').append(i).append('\n');
      if (i < 30) {
        half.append(row).append(i * 5 % 13).append(',').append(i).append('\n');
      }
    }
    Files.writeString(folder.resolve("all.csv"), all);
    Files.writeString(folder.resolve("half.csv"), half);
    Files.writeString(folder.resolve("other.csv"), other);
    yaml =
        Files.writeString(
            folder.resolve("rows.yaml"),
            """
            data:
              csv: all.csv
              target: y
              columns: {c: ignore}
              missing: drop
              split: {validation: 0.3}
            network: [{dense: {units: 3}}, dense]
            loss: mse
            optimizer: adam
            training: {epochs: 1, seed: 4}
            """);
  }

  private Comparison compare(String path, String... values) {
    try (Gradus gradus = Gradus.create()) {
      return gradus.job(yaml).compare(path, List.of(values), 1);
    }
  }

  private String inFolder(String value) {
    return value.endsWith(".csv") ? folder.resolve(value).toString() : value;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data.split.validation | 0.2 | 0.4",
        "data.split.validation | 0.4 | 0.2",
        "data.split.validation | 0 | 0.2",
        "data.csv | all.csv | half.csv",
        "data.csv | half.csv | all.csv",
        "data.csv | all.csv | other.csv",
        "data.columns.c | ignore | numeric",
        "data.columns.c | numeric | ignore"
      })
  void theirGradientsAreNotCompared(String path, String one, String other) {
    Comparison comparison = compare(path, inFolder(one), inFolder(other));
    assertEquals(2, comparison.trained().size());
    InitialGradients start = comparison.start();
    assertEquals(List.of(), start.examples());
    assertEquals(Map.of(), start.cosines());
    assertEquals(Map.of(), start.norms());
    assertFalse(start.sameExamples());
    assertFalse(comparison.hasSameRows());
  }

  /** The rows are the same, the numbers that the networks are to predict are not. */
  @ParameterizedTest
  @CsvSource({"data.columns.y.numeric.scale,standard,min-max", "data.target,y,z"})
  void otherTargetsAreNotComparedEither(String path, String one, String other) {
    assertEquals(List.of(), compare(path, one, other).start().examples());
  }

  @Test
  void theSameRowsAreCompared() {
    Comparison comparison = compare("loss", "mse", "mean-absolute-error");
    assertEquals(32, comparison.start().examples().size());
    assertEquals(2, comparison.start().cosines().size());
    assertTrue(comparison.start().sameExamples());
    assertTrue(comparison.hasSameRows());
    assertTrue(comparison.lossesDiffer());
  }

  /** A deeper network has more layers; those that both have come first. */
  @Test
  void networksOfAnotherDepthHaveLayersOfTheirOwn() {
    Comparison comparison = compare("network", "[dense]", "[{dense: {units: 2}}, dense]");
    assertFalse(comparison.start().examples().isEmpty());
    assertEquals(
        List.of(1, 2),
        comparison.start().norms().values().stream().map(List::size).sorted().toList());
    assertEquals(2, comparison.start().layers().size());
  }
}
