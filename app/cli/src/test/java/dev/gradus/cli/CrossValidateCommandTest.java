package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.CrossValidation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of the model of all folds, nobody loses the scores. */
class CrossValidateCommandTest {

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("x,price\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i).append(',').append(1000 + 50 * i).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
  }

  private Said keep(String last, Path file, String... more) throws IOException {
    String yaml =
        """
        data: {csv: rows.csv, target: price}
        network: [{dense: {units: 3}}, %s]
        loss: mean-squared-error
        optimizer: sgd
        training: {epochs: 2}
        """
            .formatted(last);
    Path configuration = Files.writeString(folder.resolve("c.yaml"), yaml);
    String[] words = {
      "cross-validate", configuration.toString(), "--folds", "2", "--output", file.toString()
    };
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Said.by("", all);
  }

  @Test
  void aMissingFolderIsRefusedBeforeTraining() throws IOException {
    Said said = keep("dense", folder.resolve("none/kept.safetensors"));
    assertEquals(2, said.status());
    assertTrue(said.err().contains("create the folder first"), said.err());
    assertFalse(said.err().contains("fold 1"), said.err());
  }

  @Test
  void theScoresOfAModelThatCannotBeKeptAreShown() throws IOException {
    Path file = folder.resolve("kept.safetensors");
    Said said = keep("{dense: {activation: leaky-relu}}", file, "--quiet");
    assertEquals(2, said.status());
    assertTrue(said.out().contains("fold 2") && said.out().contains("loss"), said.out());
    assertFalse(said.out().contains("model:"), said.out());
    assertTrue(said.err().contains("cannot be kept as one model: the target is"), said.err());
    Said object = keep("{dense: {activation: leaky-relu}}", file, "--quiet", "--json");
    assertEquals(2, object.status());
    assertTrue(object.out().contains("\"scores\""), object.out());
    assertFalse(object.out().contains("\"model\""), object.out());
    assertFalse(Files.exists(file));
  }

  @Test
  void aModelThatIsWrittenIsNamed() throws IOException {
    Path file = folder.resolve("kept.safetensors");
    assertTrue(keep("dense", file, "--quiet").out().endsWith("model: " + file + "\n"));
    assertTrue(Files.exists(file));
    String object = keep("dense", file, "--quiet", "--json").out();
    assertTrue(object.contains("\"model\""), object);
    try (var files = Files.list(folder)) {
      assertEquals(3, files.count(), "the check leaves nothing behind");
    }
  }

  @Test
  void whoStopsLearnsThatThereIsNoModel() {
    CrossValidation found =
        new CrossValidation(
            List.of(Map.of("loss", 0.5)),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertEquals(
        Optional.of(
            "stopped as requested; the scores are those of 1 of 2 folds, and no model was written"),
        CrossValidateCommand.stopped(found, 2, true));
    assertEquals(
        Optional.of("stopped as requested; the scores are those of 1 of 2 folds"),
        CrossValidateCommand.stopped(found, 2, false));
    assertEquals(
        Optional.of("stopped as requested; no model was written"),
        CrossValidateCommand.stopped(found, 1, true));
    assertEquals(Optional.empty(), CrossValidateCommand.stopped(found, 1, false));
  }
}
