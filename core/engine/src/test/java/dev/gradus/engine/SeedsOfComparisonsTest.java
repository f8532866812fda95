package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.LearningCurve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the seeds of a comparison have in common, and the curve of each. */
class SeedsOfComparisonsTest {

  @TempDir Path folder;

  private Path yaml;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("or.csv"), "a,b,y\n0,0,no\n0,1,yes\n1,0,yes\n1,1,yes\n");
    yaml =
        Files.writeString(
            folder.resolve("or.yaml"),
            """
            data: {csv: or.csv, target: y, scale: none}
            network:
              - dense:
                  activation: sigmoid
                  weights: {given: {values: [[0.1], [-0.2]]}}
                  biases: {given: {values: [[0.3]]}}
            loss: cross-entropy
            optimizer: {sgd: {learning-rate: 0.5}}
            training: {epochs: 5, batch-size: 4, shuffle: false}
            """);
  }

  private Comparison compare(int seeds, String... settings) {
    try (Gradus gradus = Gradus.create()) {
      return gradus
          .job(yaml, List.of(settings).stream().map(Setting::parse).toArray(Setting[]::new))
          .compare("loss", List.of("cross-entropy", "mean-squared-error"), seeds);
    }
  }

  @Test
  void whereNothingIsDrawnAllSeedsAreOneRun() {
    assertTrue(compare(1).seedsAgree());
    assertTrue(compare(2).seedsAgree());
  }

  @Test
  void whatIsDrawnMakesThemDiffer() {
    assertFalse(compare(1, "network[0].dense.weights=").seedsAgree(), "weights");
    assertFalse(
        compare(1, "training.batch-size=1", "training.shuffle=true").seedsAgree(), "batches");
    assertFalse(compare(1, "data.split={validation: 0.25}").seedsAgree(), "the split");
  }

  @Test
  void theLengthMayBeSetInSteps() {
    assertTrue(compare(1, "training.epochs=", "training.steps=3").seedsAgree());
    assertFalse(
        compare(
                1,
                "training.epochs=",
                "training.steps=3",
                "training.batch-size=1",
                "training.shuffle=true")
            .seedsAgree());
  }

  @Test
  void everySeedHasItsCurve() {
    Comparison comparison = compare(3, "network[0].dense.weights=");
    List<LearningCurve> curves = comparison.variants().get(0).curves();
    assertEquals(3, curves.size());
    for (LearningCurve curve : curves) {
      assertEquals(5, curve.history().size());
      assertEquals(curves.get(0).training().keySet(), curve.training().keySet());
      assertTrue(curve.training().containsKey(0) && curve.training().containsKey(5));
      assertTrue(curve.training().values().stream().allMatch(m -> m.containsKey("cross-entropy")));
    }
    assertFalse(curves.get(0).training().equals(curves.get(1).training()));
    assertFalse(curves.get(1).training().equals(curves.get(2).training()));
  }
}
