package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.activations.Relu;
import dev.gradus.activations.Softmax;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.model.Coverage;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.Quantiles;
import dev.gradus.optimizers.Adam;
import dev.gradus.spi.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Sets and intervals that are made for a coverage of 0.9 cover 0.9 of the rows of real tables. The
 * figures are in {@code target/coverage.txt}.
 *
 * <p>Two tables are not part of this project: {@code -Dgradus.tables=FOLDER} names the folder with
 * scikit-learn's {@code diabetes.csv} and {@code california.csv}.
 */
class CoverageTest {

  private static final double WANTED = 0.9;
  private static final double TOLERANCE = 0.01;
  private static final Path FIGURES =
      Distribution.MODULE.resolve(Path.of("target", "coverage.txt"));

  /**
   * A table.
   *
   * @param calibration so many rows n that 0.9 (n + 1) is whole: the expected coverage is then 0.9
   * @param seeds small tables need many, because their coverage varies
   */
  private record Case(
      String file, String target, Loss loss, int rows, int calibration, double test, int seeds) {

    boolean isOfClasses() {
      return loss instanceof CrossEntropy;
    }

    Path path() {
      Path own = Distribution.EXAMPLES.resolve(file);
      return Files.exists(own)
          ? own
          : Path.of(System.getProperty("gradus.tables", "")).resolve(file);
    }

    Configuration configuration(int seed, Optional<ConformalSpec.Method> method) {
      DataSpec data =
          DataSpec.of(target)
              .split(
                  new SplitSpec(0, Optional.empty())
                      .calibration((double) calibration / rows)
                      .test(test));
      return Configuration.builder()
          .data(isOfClasses() ? data.column(target, new CategoricalSpec()) : data)
          .layer(Dense.of(16, new Relu()))
          .layer(isOfClasses() ? Dense.output(new Softmax()) : Dense.output())
          .loss(loss)
          .optimizer(new Adam(0.01))
          .epochs(rows > 10_000 ? 2 : 8)
          .seed(seed)
          .training(training -> training.conformal(new ConformalSpec(WANTED, method)))
          .build();
    }
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> nineRowsInTenAreCovered() throws IOException {
    Files.deleteIfExists(FIGURES);
    return Stream.of(
            new Case("iris.csv", "species", new CrossEntropy(), 150, 59, 0.3, 200),
            new Case("wine.csv", "class", new CrossEntropy(), 178, 69, 0.3, 200),
            new Case("breast_cancer.csv", "diagnosis", new CrossEntropy(), 569, 199, 0.3, 60),
            new Case("digits.csv", "digit", new CrossEntropy(), 1797, 499, 0.4, 20),
            new Case("diabetes.csv", "progression", new MeanSquaredError(), 442, 149, 0.3, 80),
            new Case("diabetes.csv", "progression", new Quantiles(), 442, 149, 0.3, 80),
            new Case(
                "california.csv",
                "median_house_value",
                new MeanSquaredError(),
                20_640,
                1999,
                0.3,
                20),
            new Case(
                "california.csv", "median_house_value", new Quantiles(), 20_640, 1999, 0.3, 20))
        .map(each -> DynamicTest.dynamicTest(each.file() + ", " + each.loss(), () -> check(each)));
  }

  private static void check(Case each) throws IOException {
    assumeTrue(
        Files.exists(each.path()),
        each.file() + " is not part of this project; -Dgradus.tables=FOLDER names its folder");
    double sum = 0;
    double squares = 0;
    double size = 0;
    try (Gradus gradus = Gradus.create()) {
      Table table = gradus.readTable(each.path());
      for (int seed = 0; seed < each.seeds(); seed++) {
        Model model =
            gradus.job(each.configuration(seed, Optional.empty())).on(table).train().model();
        assertEquals(each.calibration(), model.conformal().orElseThrow().rows());
        Coverage coverage =
            model.evaluation(model.part(table, Training.TEST_PART)).coverage().get(0);
        sum += coverage.share();
        squares += coverage.share() * coverage.share();
        size += coverage.size();
      }
    }
    double mean = sum / each.seeds();
    double deviation = Math.sqrt(Math.max(0, squares / each.seeds() - mean * mean));
    String line =
        String.format(
            Locale.ROOT,
            "%-18s %-18s n = %4d, %3d seeds: coverage %.4f, deviation %.4f, standard error %.4f, mean size %.4g%n",
            each.file(),
            each.loss().getClass().getSimpleName(),
            each.calibration(),
            each.seeds(),
            mean,
            deviation,
            deviation / Math.sqrt(each.seeds()),
            size / each.seeds());
    Files.writeString(FIGURES, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    assertEquals(WANTED, mean, TOLERANCE, line);
  }
}
