package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Softmax;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.Variant;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CategoricalFocal;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.losses.metrics.TopKAccuracy;
import dev.gradus.optimizers.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network can be evaluated with several values of a metric's option; each has a name. */
class MetricsWithOptionsTest {

  private static final List<String> NAMES =
      List.of(
          "loss",
          "accuracy",
          "top-k-accuracy(k=1)",
          "top-k-accuracy(k=3)",
          "categorical-focal(gamma=2.0)",
          "categorical-focal(gamma=0.5)");

  private static Configuration.Builder configuration() {
    return Configuration.builder()
        .data(DataSpec.of("kind").split(0.3))
        .layer(Dense.output(new Softmax()))
        .loss(new CrossEntropy())
        .optimizer(new Adam(0.05))
        .metric(new Accuracy())
        .metric(new TopKAccuracy(1))
        .metric(new TopKAccuracy(3))
        .metric(new CategoricalFocal())
        .metric(new CategoricalFocal(0.5, 0.25))
        .batchSize(7)
        .epochs(3)
        .seed(1);
  }

  private static Table table() {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rows.add(Map.of("x", i % 3 + i / 60.0, "kind", List.of("a", "b", "c").get(i % 3)));
    }
    return Table.ofMaps(rows);
  }

  private static Training train(Configuration configuration) {
    try (Gradus gradus = Gradus.create()) {
      return gradus.job(configuration).on(table()).train();
    }
  }

  @Test
  void eachIsReported() {
    Training training = train(configuration().build());
    assertEquals(NAMES, List.copyOf(training.history().get(0).validation().keySet()));
    Map<String, Double> scores = training.metrics().getOrDefault("validation", Map.of());
    assertEquals(NAMES, List.copyOf(scores.keySet()));
    assertEquals(scores.get("accuracy"), scores.get("top-k-accuracy(k=1)"));
    assertTrue(scores.get("top-k-accuracy(k=1)") < scores.get("top-k-accuracy(k=3)"));
    assertTrue(
        scores.get("categorical-focal(gamma=2.0)") < scores.get("categorical-focal(gamma=0.5)"));
  }

  @ParameterizedTest
  @CsvSource({
    "loss, loss",
    "accuracy, accuracy",
    "top-k-accuracy(k=3), top-k-accuracy(k=3)",
    "categorical-focal, categorical-focal",
    "top-k-accuracy, top-k-accuracy",
    "top-k-accuracy(k=4), top-k-accuracy(k=4)",
    "categorical-focal.a, categorical-focal.a",
  })
  void aNameThatMayMeanSeveralIsLeftAsItIs(String given, String expected) {
    assertEquals(expected, MetricNames.of(configuration().build()).find(given));
  }

  @ParameterizedTest
  @CsvSource({
    "top-k-accuracy, top-k-accuracy",
    "top-k-accuracy(k=4), top-k-accuracy",
    "top-k-accuracy(k=4).a, top-k-accuracy.a",
    "top-k-accuracy(k=5), top-k-accuracy(k=5)",
  })
  void theOnlyOneOfANameHasNoOptionsInIt(String given, String expected) {
    Configuration configuration =
        configuration().build().withMetrics(List.of(new TopKAccuracy(4), new Accuracy()));
    assertEquals(expected, MetricNames.of(configuration).find(given));
    assertEquals(!given.contains("5"), MetricNames.of(configuration).higherIsBetter(given));
  }

  /** The comparison evaluates each variant by the loss of the other, too. */
  @Test
  void aVariantOfAComparisonIsMonitoredByTheNameThatItHasAlone() {
    Configuration.Builder builder = configuration().loss(new CategoricalFocal(0.5, 0.25));
    builder.training(
        t -> t.earlyStopping(new EarlyStopping().monitor("categorical-focal").patience(1)));
    Configuration watching =
        builder.build().withMetrics(List.of(new LossAsMetric(new CategoricalFocal())));
    try (Gradus gradus = Gradus.create()) {
      assertEquals(
          List.of("0.5", "1"),
          gradus
              .job(watching)
              .on(table())
              .compare("loss.categorical-focal.gamma", List.of("0.5", "1"), 1)
              .trained()
              .stream()
              .map(Variant::name)
              .toList());
    }
  }

  @Test
  void oneOfThemCanBeMonitored() {
    Configuration.Builder builder = configuration();
    builder.training(
        t -> t.earlyStopping(new EarlyStopping().monitor("top-k-accuracy(k=3)").patience(1)));
    assertTrue(train(builder.build()).epoch() > 0);
    Configuration.Builder unclear = configuration();
    unclear.training(
        t -> t.earlyStopping(new EarlyStopping().monitor("top-k-accuracy").patience(1)));
    TrainingException e = assertThrows(TrainingException.class, () -> train(unclear.build()));
    assertEquals(
        "training.early-stopping: it monitors 'top-k-accuracy', which is not evaluated; add it to the metrics (available: "
            + String.join(", ", NAMES)
            + ")",
        e.getMessage());
  }
}
