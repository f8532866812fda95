package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Mish;
import dev.gradus.activations.Parametric;
import dev.gradus.activations.Pelu;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.KeepBest;
import dev.gradus.engine.config.ParameterGroup;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Adamw;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.optimizers.Muon;
import dev.gradus.optimizers.Prodigy;
import dev.gradus.optimizers.Sam;
import dev.gradus.optimizers.ScheduleFreeAdamw;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.schedules.Cosine;
import dev.gradus.optimizers.schedules.Coslog;
import dev.gradus.optimizers.schedules.FlatCos;
import dev.gradus.optimizers.schedules.PerEpoch;
import dev.gradus.optimizers.schedules.ReduceOnPlateau;
import dev.gradus.optimizers.schedules.WarmUp;
import dev.gradus.spi.Optimizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An interrupted run resumes with exactly the same bits. */
class ResumeTest {

  private static final int ROWS = 200;
  private static final int EPOCHS = 7;

  /** After each epoch. */
  private static final Checkpoint EACH = new Checkpoint(1, EPOCHS, true);

  private static final Gradus GRADUS = Gradus.create();

  @TempDir Path folder;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  /** Three classes by the place in a plane, with some noise. */
  private static Table table() {
    SplittableRandom random = new SplittableRandom(3);
    double[] x = random.doubles(ROWS, -1, 1).toArray();
    double[] y = random.doubles(ROWS, -1, 1).toArray();
    String[] kinds = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double place = x[i] + y[i] + random.nextDouble(-0.3, 0.3);
      kinds[i] = place < -0.5 ? "low" : place > 0.5 ? "high" : "middle";
    }
    return Table.of(List.of(Column.of("x", x), Column.of("y", y), Column.of("kind", kinds)));
  }

  /** Large enough that threads share a batch of 64. */
  private static Configuration.Builder configuration() {
    return withoutLayers().layer(Dense.of(128, new Relu())).layer(Dense.of(64, new Tanh()));
  }

  private static Configuration.Builder withoutLayers() {
    return Configuration.builder()
        .data(DataSpec.of("kind").split(0.2))
        .loss(new CrossEntropy())
        .metric(new Accuracy())
        .training(t -> t.checkpoint(EACH))
        .seed(5);
  }

  private static Configuration.Builder batches() {
    return configuration().batchSize(64).epochs(EPOCHS);
  }

  private static Configuration.Builder ended(Configuration.Builder builder) {
    return builder.layer(Dense.output(new Softmax()));
  }

  static Stream<Arguments> runs() {
    return Stream.of(
        Arguments.of(
            "sgd with momentum", ended(batches().optimizer(new Sgd(0.1, 0.9, 0, false, 0)))),
        Arguments.of(
            "adam with a mean of the weights",
            ended(batches().optimizer(new Adam(0.01)).training(t -> t.emaDecay(0.9)))),
        Arguments.of("schedule-free-adamw", ended(batches().optimizer(new ScheduleFreeAdamw()))),
        Arguments.of("lbfgs", ended(configuration().epochs(EPOCHS).optimizer(new Lbfgs()))),
        Arguments.of(
            "dropout and batch-norm",
            ended(
                batches()
                    .layer(new Dropout(0.3))
                    .layer(new BatchNorm())
                    .optimizer(new Adam(0.01))
                    .schedule(new Cosine()))),
        Arguments.of(
            "accumulated gradients",
            ended(
                batches()
                    .batchSize(32)
                    .training(t -> t.accumulateBatches(2))
                    .optimizer(new Adam(0.01))
                    .training(t -> t.clipGlobalNorm(1)))),
        Arguments.of(
            "reduce-on-plateau and early stopping",
            ended(
                batches()
                    .optimizer(new Adam(0.3))
                    .schedule(
                        new ReduceOnPlateau(
                            "accuracy",
                            ReduceOnPlateau.Mode.MAX,
                            0.5,
                            0,
                            0,
                            ReduceOnPlateau.ThresholdMode.ABSOLUTE,
                            0,
                            0,
                            0))
                    .training(t -> t.earlyStopping(new EarlyStopping("loss", 3, 0, true))))),
        Arguments.of(
            "a plateau behind a warm-up",
            ended(
                batches()
                    .optimizer(new ScheduleFreeAdamw(0.3))
                    .schedule(
                        new WarmUp(
                            5,
                            0,
                            new ReduceOnPlateau(
                                "accuracy",
                                ReduceOnPlateau.Mode.AUTO,
                                0.5,
                                0,
                                0,
                                ReduceOnPlateau.ThresholdMode.ABSOLUTE,
                                0,
                                0,
                                0))))),
        Arguments.of(
            "sam with dropout, batch-norm and what activations learn within a range",
            ended(
                batches()
                    .batchSize(32)
                    .training(t -> t.accumulateBatches(2))
                    .layer(Dense.of(16, new Pelu()))
                    .layer(new Dropout(0.3))
                    .layer(new BatchNorm())
                    .optimizer(new Sam(0.1, new Adam(0.05)))
                    .schedule(new PerEpoch(new Cosine())))),
        Arguments.of("prodigy", ended(batches().optimizer(new Prodigy()))),
        Arguments.of("sam of prodigy", ended(batches().optimizer(new Sam(0.1, new Prodigy())))),
        Arguments.of(
            "the schedules, parameters and choices of RealMLP",
            ended(
                batches()
                    .batchSize(32)
                    .layer(
                        new Dense(
                            Optional.of(16),
                            Optional.of(new Parametric(new Mish())),
                            Optional.empty(),
                            Optional.empty(),
                            true,
                            Dense.Parametrization.NTK,
                            true,
                            true))
                    .layer(new Dropout(0.3, Optional.of(new FlatCos())))
                    .optimizer(new Adamw(0.05))
                    .schedule(new Coslog())
                    .training(
                        t ->
                            t.accumulateBatches(2)
                                .weightDecaySchedule(new FlatCos())
                                .group(ParameterGroup.of(0.1, ParameterGroup.Kind.BIASES))
                                .keepBest(new KeepBest("accuracy", EarlyStopping.Ties.LAST))))),
        Arguments.of("muon", ended(batches().optimizer(new Muon()))),
        Arguments.of(
            "a number of steps",
            ended(
                configuration()
                    .batchSize(64)
                    .training(t -> t.steps(17))
                    .optimizer(new Adam(0.01)))));
  }

  /** The result of a run. */
  private record Left(ByteBuffer model, Optional<ByteBuffer> best, List<EpochReport> history) {

    void assertSame(Left other, String message) {
      assertEquals(history, other.history, message);
      assertEquals(model, other.model, message);
      other.best.ifPresent(file -> assertEquals(best.orElseThrow(), file, message));
    }
  }

  private Left train(Configuration configuration, Checkpoints checkpoints) throws IOException {
    return train(configuration, checkpoints, TrainingListener.NONE);
  }

  private Left train(
      Configuration configuration, Checkpoints checkpoints, TrainingListener listener)
      throws IOException {
    Training training =
        GRADUS.job(configuration).on(table()).listener(listener).checkpoints(checkpoints).train();
    Path model = folder.resolve("model.safetensors");
    GRADUS.save(training.model(), model);
    Path best = checkpoints.folder().resolve("best.safetensors");
    // A run in which nothing was left to train, or that ends within an epoch, writes none.
    return new Left(
        bytes(model),
        Files.exists(best) ? Optional.of(bytes(best)) : Optional.empty(),
        training.history());
  }

  private static ByteBuffer bytes(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file));
  }

  private static List<Path> checkpointsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith("epoch-"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void everyCheckpointLeadsToTheSameBytes(String name, Configuration.Builder builder)
      throws IOException {
    for (int threads = 3; threads >= Thorough.stride(3); threads -= 2) {
      int most = threads;
      Path whole = folder.resolve("whole-" + threads);
      train(
          builder.training(t -> t.threads(most)).training(t -> t.checkpoint(EACH)).build(),
          Checkpoints.in(whole));
      List<Path> all = checkpointsIn(whole);
      assertTrue(all.size() >= 5, all.size() + " checkpoints");
      Configuration configuration =
          builder.training(t -> t.checkpoint(new Checkpoint(100, 1, true))).build();
      Left expected = train(configuration, Checkpoints.in(folder.resolve("expected-" + threads)));
      for (int k = Thorough.stride(3) - 1; k < all.size(); k += Thorough.stride(3)) {
        Path checkpoint = all.get(k);
        Path rest = folder.resolve("rest-" + threads + checkpoint.getFileName());
        expected.assertSame(
            train(configuration, Checkpoints.in(rest).resume(checkpoint)),
            name + " from " + checkpoint.getFileName() + " with threads: " + threads);
      }
    }
  }

  /** Fails as a process that is killed would: in the middle of an epoch. */
  private record Killer(int epoch) implements TrainingListener {

    private static final class Killed extends RuntimeException {
      private static final long serialVersionUID = 1;
    }

    @Override
    public void stepDone(int now, int step, double loss) {
      if (now == epoch && step == 2) {
        throw new Killed();
      }
    }
  }

  @Test
  void aRunThatIsInterruptedInEveryEpochComesToTheSameBytes() throws IOException {
    Configuration configuration =
        ended(batches().layer(new Dropout(0.2)).optimizer(new Adam(0.01))).build();
    Left expected = train(configuration, Checkpoints.in(folder.resolve("whole")));
    Checkpoints checkpoints = Checkpoints.in(folder.resolve("parts")).resumeIfAny();
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      Killer killer = new Killer(epoch);
      assertThrows(Killer.Killed.class, () -> train(configuration, checkpoints, killer));
    }
    expected.assertSame(train(configuration, checkpoints), "after " + EPOCHS + " interruptions");
  }

  static Stream<String> optimizers() {
    return GRADUS.catalogue().names(PluginKind.OPTIMIZER).stream();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void theStateOfEveryOptimizerComesBack(String name) throws IOException {
    Optimizer optimizer = GRADUS.plugin(Optimizer.class, name);
    Configuration configuration =
        ended(withoutLayers().layer(Dense.of(8, new Tanh())).epochs(4).optimizer(optimizer))
            .training(t -> t.threads(1))
            .build();
    Path whole = folder.resolve("whole");
    Left expected = train(configuration, Checkpoints.in(whole));
    for (Path checkpoint : List.of(checkpointsIn(whole).get(0), checkpointsIn(whole).get(2))) {
      expected.assertSame(
          train(configuration, Checkpoints.in(folder.resolve("rest")).resume(checkpoint)),
          checkpoint.toString());
    }
  }

  @Test
  void aCheckpointIsAModel() throws IOException {
    Configuration configuration =
        ended(batches().optimizer(new Adam(0.01)).training(t -> t.emaDecay(0.9))).build();
    Path checkpoints = folder.resolve("checkpoints");
    List<Map<String, Double>> expected = new ArrayList<>();
    GRADUS.job(configuration).on(table()).checkpoints(Checkpoints.in(checkpoints)).train();
    for (int epochs = 1; epochs <= EPOCHS; epochs++) {
      Configuration shorter =
          ended(batches().epochs(epochs).optimizer(new Adam(0.01)).training(t -> t.emaDecay(0.9)))
              .build();
      expected.add(GRADUS.job(shorter).on(table()).train().model().evaluate(table()));
    }
    List<Path> files = checkpointsIn(checkpoints);
    for (int i = 0; i < EPOCHS; i++) {
      assertEquals(expected.get(i), GRADUS.load(files.get(i)).evaluate(table()));
    }
  }

  @Test
  void moreEpochsContinueAFinishedRun() throws IOException {
    Configuration shorter = ended(batches().epochs(3).optimizer(new Adam(0.01))).build();
    Configuration longer = ended(batches().optimizer(new Adam(0.01))).build();
    Left expected = train(longer, Checkpoints.in(folder.resolve("whole")));
    train(shorter, Checkpoints.in(folder.resolve("parts")));
    expected.assertSame(
        train(longer, Checkpoints.in(folder.resolve("parts")).resume()), "3 epochs, then 4");
  }
}
