package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.acceptance.Distribution.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code gradus init} writes is no worse, over five folds, than the defaults of scikit-learn
 * 1.2's multi-layer perceptron, less one standard deviation.
 */
class FirstConfigurationTest {

  /** Data that may not be copied into the project; who has them, has them beside it. */
  private static final Path BESIDE = Distribution.PROJECT.resolve("../shared/data").normalize();

  @TempDir Path folder;

  /**
   * A bar.
   *
   * @param mean of scikit-learn's five folds
   * @param deviation of the same
   */
  private record Bar(Path csv, String metric, double mean, double deviation) {}

  @TestFactory
  Stream<DynamicTest> itReachesTheBar() {
    return Stream.of(
            new Bar(Distribution.EXAMPLES.resolve("iris.csv"), "accuracy", 0.947, 0.027),
            new Bar(Distribution.EXAMPLES.resolve("wine.csv"), "accuracy", 0.978, 0.011),
            new Bar(Distribution.EXAMPLES.resolve("breast_cancer.csv"), "accuracy", 0.975, 0.017),
            new Bar(Distribution.EXAMPLES.resolve("digits.csv"), "accuracy", 0.977, 0.007),
            new Bar(BESIDE.resolve("diabetes.csv"), "r2", 0.456, 0.134),
            new Bar(BESIDE.resolve("raw/german.csv"), "accuracy", 0.749, 0.022),
            new Bar(BESIDE.resolve("raw/pima-indians-diabetes.csv"), "accuracy", 0.771, 0.036))
        .map(bar -> DynamicTest.dynamicTest(bar.csv().getFileName().toString(), () -> reach(bar)));
  }

  private void reach(Bar bar) throws Exception {
    assumeTrue(Files.exists(bar.csv()), bar.csv() + " is not here");
    Path copy = Files.copy(bar.csv(), folder.resolve(bar.csv().getFileName()));
    String yaml = copy.getFileName().toString().replace(".csv", ".yaml");
    Result made = Distribution.gradus(folder, "init", copy.getFileName().toString());
    assertEquals(0, made.status(), made.err());
    Result found = Distribution.gradus(folder, "cross-validate", yaml, "--json", "--quiet");
    assertEquals(0, found.status(), found.err());
    JsonNode scores = new ObjectMapper().readTree(found.out()).get("scores");
    double mean = scores.get(bar.metric()).get("mean").asDouble();
    assertTrue(mean >= bar.mean() - bar.deviation(), bar + " reaches " + mean);
  }
}
