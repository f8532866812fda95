package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.Domain;
import dev.gradus.engine.config.TuneSpec;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.explain.Explanation;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Variant;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.tuning.Trial;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.layers.Dense;
import dev.gradus.losses.Huber;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.PointwiseLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job does everything for a file, for a configuration, and for a table of the application. */
class JobTest {

  private static final Gradus GRADUS = Gradus.create();

  @TempDir private static Path folder;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static double[][] rows() {
    return IntStream.range(0, 40)
        .mapToObj(i -> new double[] {i % 13, (i % 13) * 0.5 + i % 3})
        .toArray(double[][]::new);
  }

  private static Table table() {
    return Table.ofRows(List.of("x", "y"), rows());
  }

  private static Configuration.Builder configuration(DataSpec data) {
    return Configuration.builder()
        .data(data)
        .layer(Dense.of(4, new Tanh()))
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .optimizer(new Adam(0.01))
        .metric(new Huber())
        .training(t -> t.epochs(4).batchSize(8).seed(3))
        .tune(
            new TuneSpec(
                    Map.of(
                        "optimizer.adam.learning-rate",
                        Domain.logRange(0.001, 0.1),
                        "network[0].dense.units",
                        Domain.range(2, 5),
                        "network[0].dense.activation",
                        Domain.choice("tanh", "relu")))
                .trials(3)
                .folds(2)
                .seed(1));
  }

  private static Path csv() throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    for (double[] row : rows()) {
      text.append(row[0]).append(',').append(row[1]).append('\n');
    }
    return Files.writeString(folder.resolve("rows.csv"), text);
  }

  private static Path yaml() throws IOException {
    csv();
    return Files.writeString(
        folder.resolve("network.yaml"),
        """
        data: {csv: rows.csv, target: y, split: {validation: 0.25}}
        network:
          - dense: {units: 4, activation: tanh}
          - dense
        loss: mean-squared-error
        optimizer: {adam: {learning-rate: 0.01}}
        metrics: [huber]
        training: {epochs: 4, batch-size: 8, seed: 3}
        tune:
          space:
            optimizer.adam.learning-rate: {log-range: [0.001, 0.1]}
            network[0].dense.units: {range: [2, 5]}
            network[0].dense.activation: {choice: [tanh, relu]}
          trials: 3
          folds: 2
          seed: 1
        """);
  }

  /** The same job, written in three ways. */
  private static Stream<Job> jobs() throws IOException {
    return Stream.of(
        GRADUS.job(yaml()),
        GRADUS.job(configuration(DataSpec.of(csv(), "y").split(0.25)).build()),
        GRADUS.job(configuration(DataSpec.of("y").split(0.25)).build()).on(table()));
  }

  private static void same(List<?> results) {
    assertEquals(3, results.size());
    assertEquals(List.of(results.get(0), results.get(0), results.get(0)), results);
  }

  @Test
  void trainsAndStudies() throws IOException {
    same(jobs().map(job -> job.train().history()).toList());
    same(jobs().map(job -> job.train().model().predictor().predict(3)[0]).toList());
    same(jobs().map(job -> job.study().finalWeights()).toList());
  }

  @Test
  void checksAndVerifies() throws IOException {
    same(jobs().map(Job::check).toList());
    jobs().forEach(Job::verify);
  }

  @Test
  void crossValidates() throws IOException {
    same(jobs().map(job -> job.crossValidate(3)).toList());
  }

  @Test
  void tunes() throws IOException {
    List<Trial> seen = new ArrayList<>();
    List<Tuning> found =
        jobs()
            .map(
                job ->
                    job.tune(
                        new TuningListener() {
                          @Override
                          public void trialDone(int round, int done, Trial trial) {
                            seen.add(trial);
                          }
                        }))
            .toList();
    assertEquals(9, seen.size());
    // The order of the paths, in which values are drawn, is that of the document.
    assertEquals(3, found.get(0).trials().size());
    same(
        found.stream()
            .map(tuning -> tuning.trials().stream().noneMatch(t -> t.refusal().isPresent()))
            .toList());
    same(found.stream().map(tuning -> tuning.best().orElseThrow().tune()).toList());
    assertEquals(GRADUS.job(yaml()).tune().best(), found.get(0).best());
  }

  @Test
  void compares() throws IOException {
    List<Comparison> found =
        jobs().map(job -> job.compare("loss", List.of("mse", "huber: {delta: 0.5}"), 2)).toList();
    same(found.stream().map(c -> c.variants().stream().map(Variant::scores).toList()).toList());
    same(found.stream().map(Comparison::seeds).toList());
    assertEquals(List.of(3L, 4L), found.get(0).seeds());
  }

  @Test
  void explains() throws IOException {
    same(jobs().map(job -> job.explainer().explain(2)).map(Explanation::layers).toList());
    same(
        jobs()
            .map(job -> job.explainer(job.train().model()).explain(2))
            .map(Explanation::layers)
            .toList());
  }

  @Test
  void aStepChangesNoOtherJob() throws IOException {
    Job job = GRADUS.job(configuration(DataSpec.of(csv(), "y")).build());
    List<EpochReport> seen = new ArrayList<>();
    Job other =
        job.on(table().select(IntStream.range(0, 20).toArray()))
            .listener(
                new TrainingListener() {
                  @Override
                  public void epochDone(EpochReport report) {
                    seen.add(report);
                  }
                });
    assertNotSame(job, other);
    assertEquals(40, job.check().trainingRows());
    assertEquals(20, other.check().trainingRows());
    job.train();
    assertEquals(List.of(), seen);
    other.train();
    assertEquals(4, seen.size());
  }

  @Test
  void settingsOverrideTheFile() throws IOException {
    Job job = GRADUS.job(yaml(), Setting.parse("training.epochs=2"));
    assertEquals(2, job.train().history().size());
    assertEquals(
        2,
        job.compare("loss", List.of("mse"), 1)
            .trained()
            .get(0)
            .study()
            .orElseThrow()
            .training()
            .history()
            .size());
  }

  @Test
  void theApplicationMayBringTheValidationPart() {
    Configuration all = configuration(DataSpec.of("y")).build();
    Table half = table().select(IntStream.range(0, 20).toArray());
    Training training = GRADUS.job(all).on(table()).validatedOn(half).train();
    assertEquals(40, GRADUS.job(all).on(table()).validatedOn(half).check().trainingRows());
    assertEquals(20, GRADUS.job(all).on(table()).validatedOn(half).check().validationRows());
    assertEquals(training.model().evaluate(half), training.metrics().get(Training.VALIDATION_PART));
    Job both = GRADUS.job(configuration(DataSpec.of("y").split(0.25)).build()).on(table());
    String refusal =
        String.valueOf(
            assertThrows(ConfigurationException.class, () -> both.validatedOn(half).train())
                .getMessage());
    assertEquals(
        "data.split holds out rows for validation, but the job has a validation table (validatedOn); remove one of them",
        refusal);
  }

  @Test
  void aFileWithTheValidationPartIsReadBesideATableOfTheApplication() throws IOException {
    Job job = GRADUS.job(configuration(DataSpec.of("y").validation(csv())).build()).on(table());
    assertEquals(40, job.check().validationRows());
  }

  /** A loss that no YAML can name. */
  private static final PointwiseLoss NAMELESS =
      new PointwiseLoss() {
        @Override
        public double value(double prediction, double target) {
          return (prediction - target) * (prediction - target);
        }

        @Override
        public double derivative(double prediction, double target) {
          return 2 * (prediction - target);
        }
      };

  @Test
  void whatHasNoNameCannotBeVaried() {
    Job job = GRADUS.job(configuration(DataSpec.of("y")).loss(NAMELESS).build()).on(table());
    for (Runnable end :
        List.<Runnable>of(job::tune, () -> job.compare("training.epochs", List.of("1", "2"), 1))) {
      String message =
          String.valueOf(assertThrows(ConfigurationException.class, end::run).getMessage());
      assertTrue(message.startsWith("loss: "), message);
      assertTrue(message.contains("cannot be written in YAML, because it has no name"), message);
    }
  }

  @Test
  void whatIsWrongInAConfigurationOfJavaIsSaidWithItsPath() {
    Configuration wrong =
        configuration(DataSpec.of("y"))
            .tune(new TuneSpec(Map.of("optimizer.adam.speed", Domain.range(1, 2))))
            .build();
    String message =
        String.valueOf(
            assertThrows(ConfigurationException.class, () -> GRADUS.job(wrong).on(table()).tune())
                .getMessage());
    assertTrue(message.startsWith("optimizer.adam.speed: there is no such key"), message);
    Job job = GRADUS.job(configuration(DataSpec.of("y")).build()).on(table());
    String unknown =
        String.valueOf(
            assertThrows(
                    GradusException.class, () -> job.compare("loss", List.of("mse", "hubert"), 1))
                .getMessage());
    assertTrue(unknown.startsWith("setting loss: 'hubert' is not a loss"), unknown);
  }

  @Test
  void aComparisonOfNothingIsRefused() {
    Job job = GRADUS.job(configuration(DataSpec.of("y")).build()).on(table());
    assertThrows(GradusException.class, () -> job.compare("loss", List.of(), 1));
    assertThrows(GradusException.class, () -> job.compare("loss", List.of("mse"), 0));
    assertThrows(GradusException.class, () -> job.compare("loss", List.of("mse", "mse"), 1));
    assertThrows(GradusException.class, () -> job.compare("training.seed", List.of("1"), 1));
  }

  @Test
  void withoutASectionThereIsNothingToTune() {
    Configuration plain =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.output())
            .loss(new Huber())
            .optimizer(new Adam())
            .build();
    String message =
        String.valueOf(
            assertThrows(ConfigurationException.class, () -> GRADUS.job(plain).on(table()).tune())
                .getMessage());
    assertTrue(message.startsWith("tune is missing"), message);
  }
}
