package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.model.Evaluation;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.metrics.RecallByClass;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.schedules.ReduceOnPlateau;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A metric may report further values in addition to its own number, and each has a name. */
class MetricsOfSeveralValuesTest {

  /** The names of classes are cells of a table, and may be anything. */
  private static final String ODD = "c, \"d\"\nand \\n more";

  private static final List<String> NAMES =
      List.of(
          "loss",
          "recall-by-class",
          "recall-by-class.a",
          "recall-by-class.b",
          "recall-by-class." + ODD);

  @TempDir Path folder;

  private static Table table() {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rows.add(Map.of("x", i % 3 + i / 60.0, "kind", List.of("a", "b", ODD).get(i % 3)));
    }
    return Table.ofMaps(rows);
  }

  private static Configuration.Builder configuration() {
    return Configuration.builder()
        .data(DataSpec.of("kind").split(0.3))
        .layer(Dense.of(4, new Tanh()))
        .layer(Dense.output(new Softmax()))
        .loss(new CrossEntropy())
        .optimizer(new Adam(0.05))
        .metric(new RecallByClass())
        .batchSize(7)
        .epochs(6)
        .seed(1);
  }

  private static Training train(Configuration.Builder builder) {
    try (Gradus gradus = Gradus.builder().withLinearModels().build()) {
      return gradus.job(builder.build()).on(table()).train();
    }
  }

  private static double number(Map<String, Double> measured, String name) {
    return Optional.ofNullable(measured.get(name)).orElseThrow(() -> new AssertionError(name));
  }

  private static Map<String, Double> validated(Training training) {
    return training.metrics().getOrDefault("validation", Map.of());
  }

  private static Configuration.Builder watching(String monitor) {
    return configuration()
        .training(t -> t.earlyStopping(new EarlyStopping().monitor(monitor).patience(4)));
  }

  @Test
  void eachIsReportedUnderItsName() {
    Training training = train(configuration());
    assertEquals(NAMES, List.copyOf(training.history().get(0).validation().keySet()));
    for (Map<String, Double> part : training.metrics().values()) {
      assertEquals(NAMES, List.copyOf(part.keySet()));
      double sum = 0;
      for (String name : NAMES.subList(2, 5)) {
        sum += number(part, name);
      }
      assertEquals(sum / 3, number(part, "recall-by-class"), 1e-12);
    }
    Path file = folder.resolve("odd.safetensors");
    try (Gradus gradus = Gradus.create()) {
      gradus.save(training.model(), file);
      assertEquals(training.metrics(), gradus.load(file).about().scores());
    }
    Evaluation evaluation = training.model().evaluation(table());
    assertEquals(NAMES, List.copyOf(evaluation.metrics().keySet()));
    assertTrue(
        training
            .linear()
            .metrics()
            .getOrDefault("validation", Map.of())
            .containsKey("recall-by-class.a"),
        () -> "" + training.linear());
  }

  @Test
  void earlyStoppingAndASchedulePayAttentionToOne() {
    Training training =
        train(
            watching("recall-by-class.b")
                .schedule(
                    new ReduceOnPlateau(
                        "recall-by-class.b",
                        ReduceOnPlateau.Mode.AUTO,
                        0.5,
                        1,
                        0,
                        ReduceOnPlateau.ThresholdMode.ABSOLUTE,
                        0,
                        0,
                        0))
                .epochs(60));
    assertTrue(training.history().size() < 60, () -> "" + training.history().size());
    double best =
        training.history().stream()
            .mapToDouble(epoch -> number(epoch.validation(), "recall-by-class.b"))
            .max()
            .orElseThrow();
    assertEquals(best, number(validated(training), "recall-by-class.b"));
    assertTrue(
        training.history().get(training.history().size() - 1).learningRate() < 0.05,
        "the schedule saw it too");
  }

  @Test
  void aValueThatIsNotThereIsRefusedWithThoseThatAre() {
    String message =
        String.valueOf(
            assertThrows(TrainingException.class, () -> train(watching("recall-by-class.e")))
                .getMessage());
    assertEquals(
        "training.early-stopping: it monitors 'recall-by-class.e', which is not evaluated; add it to the metrics (available: "
            + String.join(", ", NAMES)
            + ")",
        message);
  }

  @Test
  void aRunGoesOnWithThem() {
    Configuration.Builder half =
        watching("recall-by-class." + ODD)
            .training(t -> t.checkpoint(new Checkpoint(1, 2, true)))
            .epochs(3);
    try (Gradus gradus = Gradus.create()) {
      Training whole = gradus.job(watching("recall-by-class." + ODD).build()).on(table()).train();
      gradus.job(half.build()).on(table()).checkpoints(Checkpoints.in(folder)).train();
      Training resumed =
          gradus
              .job(half.epochs(6).build())
              .on(table())
              .checkpoints(Checkpoints.in(folder).resume())
              .train();
      assertEquals(
          whole.history().stream().map(epoch -> epoch.validation()).toList(),
          resumed.history().stream().map(epoch -> epoch.validation()).toList());
    }
  }

  @Test
  void networksAreComparedByThem() {
    try (Gradus gradus = Gradus.create()) {
      assertTrue(
          gradus
              .job(configuration().epochs(2).build())
              .on(table())
              .compare("optimizer.adam.learning-rate", List.of("0.1", "0.01"), 1)
              .measures()
              .containsAll(NAMES.subList(1, 5)));
      assertEquals(
          Set.copyOf(NAMES),
          gradus
              .job(configuration().epochs(2).build())
              .on(table())
              .crossValidate(2)
              .scores()
              .keySet());
    }
  }

  @Test
  void aClassThatIsNotThereHasNoValueAndHindersNothing() {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(Map.of("x", i % 2, "kind", i == 7 ? "rare" : i % 2 == 0 ? "a" : "b"));
    }
    try (Gradus gradus = Gradus.create()) {
      Training training =
          gradus
              .job(
                  configuration()
                      .data(DataSpec.of("kind").split(new SplitSpec(0.2, Optional.of(false))))
                      .build())
              .on(Table.ofMaps(rows))
              .train();
      Map<String, Double> validation = validated(training);
      assertEquals(Double.NaN, number(validation, "recall-by-class.rare"));
      assertTrue(Double.isFinite(number(validation, "recall-by-class")));
      assertEquals(List.of(), training.warnings());
      Path file = folder.resolve("rare.safetensors");
      gradus.save(training.model(), file);
      assertEquals(
          training.model().evaluate(Table.ofMaps(rows)),
          gradus.load(file).evaluate(Table.ofMaps(rows)));
    }
  }

  /** Two names, and one number. */
  @Plugin(name = "short-of-one", summary = "A test.")
  public record ShortOfOne() implements Metric {
    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      return 1;
    }

    @Override
    public List<String> values(Target target) {
      return List.of("first", "second");
    }

    @Override
    public double[] evaluateValues(double[][] predictions, double[][] targets) {
      return new double[] {1};
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }
  }

  @Test
  void aMetricWhoseNumbersDoNotFitItsNamesCostsThemAndNothingElse() {
    try (Gradus gradus = Gradus.builder().plugin(ShortOfOne.class).withoutVerification().build()) {
      Training training =
          gradus.job(configuration().metric(new ShortOfOne()).build()).on(table()).train();
      Map<String, Double> validation = validated(training);
      assertEquals(Double.NaN, number(validation, "short-of-one"));
      assertEquals(Double.NaN, number(validation, "short-of-one.second"));
      assertEquals(1, number(validation, "recall-by-class.a"));
      assertTrue(
          training.warnings().stream()
              .anyMatch(
                  w ->
                      w.message()
                          .contains(
                              "short-of-one failed (it names 2 values, but returns 1 numbers)")),
          () -> "" + training.warnings());
    }
  }
}
