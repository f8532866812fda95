package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ComparisonListener;
import dev.gradus.engine.study.Variant;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.runtime.problem.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that trains several networks, or studies one, warns about cells as training does. */
class WarningsOfSeveralRunsTest {

  @TempDir Path folder;

  private final List<Warning> warned = new ArrayList<>();
  private final Gradus gradus = Gradus.builder().onWarning(warned::add).build();
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    StringBuilder rows = new StringBuilder("x,id,town,y\n");
    for (int i = 0; i < 24; i++) {
      String x = i == 7 ? "" : Integer.toString(i);
      String town = i == 23 ? "Oslo" : i % 2 == 0 ? "Bonn" : "Rome";
      rows.append("%s,%s,%s,%s\n".formatted(x, 1_000_000_000 + i, town, i * 0.1));
    }
    Files.writeString(folder.resolve("d.csv"), rows);
    file =
        Files.writeString(
            folder.resolve("c.yaml"),
            """
            data: {csv: d.csv, target: y, missing: fill, columns: {id: {numeric: {scale: none}}}}
            network: [{dense: {weights: zeros}}]
            loss: mean-squared-error
            optimizer: {sgd: {learning-rate: 1e-30}}
            training: {epochs: 1}
            tune: {trials: 2, folds: 3, space: {training.epochs: {choice: [1, 2]}}}
            """);
  }

  @AfterEach
  void close() {
    gradus.close();
  }

  private static void assertWarnsOfCells(List<Warning> warnings) {
    String all = warnings.toString();
    assertTrue(all.contains("d.csv: empty cells are filled"), all);
    assertTrue(all.contains("1 of 24 in column 'x'"), all);
    assertTrue(all.contains("'id'"), all);
    assertEquals(warnings.size(), new HashSet<>(warnings).size(), "each once");
  }

  @Test
  void crossValidation() {
    CrossValidation found = gradus.job(gradus.read(file)).crossValidate(3);
    assertWarnsOfCells(found.warnings());
    assertEquals(found.warnings(), warned);
  }

  @Test
  void tuning() {
    List<Warning> found = gradus.job(file).tune(new TuningListener() {}).warnings();
    assertWarnsOfCells(found);
    assertEquals(found, warned);
  }

  @Test
  void comparison() {
    Comparison comparison =
        gradus
            .job(
                file, // With another seed another row is held out, and may be the only one of its
                // town.
                new Setting("data.split", "{validation: 0.5}"))
            .compare(
                "loss",
                List.of("mean-squared-error", "huber"),
                2,
                new ComparisonListener() {
                  @Override
                  public TrainingListener watch(String variant, long seed) {
                    return TrainingListener.NONE;
                  }

                  @Override
                  public boolean wantsToStop() {
                    return false;
                  }
                });
    for (Variant variant : comparison.variants()) {
      assertWarnsOfCells(variant.warnings());
    }
    assertWarnsOfCells(comparison.warnings());
    assertEquals(new HashSet<>(warned), new HashSet<>(comparison.warnings()));
    assertEquals(comparison.warnings().size(), warned.size(), "each is given once");
  }

  @Test
  void explainingAModel() throws IOException {
    Configuration configuration = gradus.read(file);
    Model model = gradus.job(configuration).train().model();
    warned.clear();
    Files.writeString(folder.resolve("d.csv"), "x,id,town,y\n,1000000000,Paris,1\n");
    gradus.job(configuration).explainer(model).explain(1);
    String all = warned.toString();
    assertTrue(all.contains("all 1 in column 'x'"), all);
    assertTrue(all.contains("'Paris'"), all);
    assertEquals(2, warned.size(), all);
  }
}
