package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.file.FolderLock;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.regularizers.L2;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.ScheduleFreeAdamw;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.schedules.Cosine;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.file.SafetensorsTensor;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Which checkpoints exist, and what is refused when a run is resumed. */
class CheckpointsTest {

  @TempDir Path folder;

  private final Gradus gradus = Gradus.create();
  private final List<String> said = new ArrayList<>();

  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void resumed(List<EpochReport> reports, String sentence) {
          said.add(sentence);
        }
      };

  @AfterEach
  void close() {
    gradus.close();
  }

  private static Table table(double lastTarget) {
    double[][] rows = {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, lastTarget}};
    return Table.ofRows(List.of("x", "y"), rows);
  }

  private static Configuration.Builder configuration() {
    return Configuration.builder()
        .data(DataSpec.of("y"))
        .layer(Dense.of(3, new Tanh()))
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .optimizer(new Adam(0.01))
        .training(t -> t.checkpoint(new Checkpoint(2, 2, true)))
        .batchSize(2)
        .epochs(9);
  }

  private Training train(Configuration.Builder builder, Checkpoints checkpoints) {
    return gradus
        .job(builder.build())
        .on(table(6))
        .listener(listener)
        .checkpoints(checkpoints)
        .train();
  }

  private String refused(Configuration.Builder builder, Checkpoints checkpoints) {
    return String.valueOf(
        assertThrows(TrainingException.class, () -> train(builder, checkpoints)).getMessage());
  }

  private Checkpoints here() {
    return Checkpoints.in(folder);
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.equals(FolderLock.FILE))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private Path file(int epoch) {
    return folder.resolve("epoch-00000" + epoch + ".safetensors");
  }

  @Test
  void theNewestOnesAreKeptTheLastEpochAndTheBest() throws IOException {
    train(configuration(), here());
    assertEquals(
        Set.of("best.safetensors", "epoch-000008.safetensors", "epoch-000009.safetensors"),
        files());
  }

  @Test
  void theBestIsTheModelOfTheEpochWithTheLowestLoss() throws IOException {
    // A learning rate so high that the loss goes up and down.
    Configuration.Builder builder = configuration().optimizer(new Sgd(0.9, 0.9, 0, false, 0));
    List<EpochReport> history = train(builder, here()).history();
    int best = 0;
    for (int i = 1; i < history.size(); i++) {
      best = history.get(i).loss() < history.get(best).loss() ? i : best;
    }
    assertTrue(best < history.size() - 1, "the last epoch is the best");
    Table table = table(6);
    // In addition to the configuration, which has another number of epochs.
    assertEquals(
        gradus.job(builder.epochs(best + 1).build()).on(table).train().model().evaluate(table),
        gradus.load(folder.resolve("best.safetensors")).evaluate(table));
  }

  @Test
  void theBestCanBeLeftOut() throws IOException {
    train(configuration().training(t -> t.checkpoint(new Checkpoint(5, 1, false))), here());
    assertEquals(Set.of("epoch-000009.safetensors"), files());
  }

  @Test
  void aNewRunRemovesThoseOfAnEarlierOneWithItsFirst() throws IOException {
    train(configuration(), here());
    Files.writeString(folder.resolve(".epoch-000008.safetensors.0.tmp"), "torn");
    TrainingListener stopsAtOnce =
        new TrainingListener() {
          private boolean stepped;

          @Override
          public void stepDone(int epoch, int step, double loss) {
            stepped = true;
          }

          @Override
          public boolean wantsToStop() {
            return stepped;
          }
        };
    gradus
        .job(configuration().build())
        .on(table(6))
        .listener(stopsAtOnce)
        .checkpoints(here())
        .train();
    assertTrue(files().contains("epoch-000009.safetensors"), "nothing was written yet");
    train(configuration().epochs(2), here());
    assertEquals(Set.of("best.safetensors", "epoch-000002.safetensors"), files());
  }

  @Test
  void anApplicationThatSaysNothingGetsTheDefaults() throws IOException {
    Configuration silent =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Adam(0.01))
            .epochs(25)
            .build();
    gradus.job(silent).on(table(6)).listener(listener).checkpoints(here()).train();
    assertEquals(
        Set.of(
            "best.safetensors",
            "epoch-000010.safetensors",
            "epoch-000020.safetensors",
            "epoch-000025.safetensors"),
        files());
  }

  @Test
  void withoutCheckpointsThereIsNothingToResume() {
    assertEquals(
        "there is nothing to resume: %s contains no checkpoint; train without resuming, and set training: {checkpoint: {every: 10}} to write some"
            .formatted(folder),
        refused(configuration(), here().resume()));
  }

  @Test
  void aFinishedRunSaysSoAndGivesItsResultAtOnce() {
    Training first = train(configuration(), here());
    Training again = train(configuration(), here().resume());
    assertEquals(first.history(), again.history());
    assertEquals(first.metrics(), again.metrics());
    assertEquals(
        "the run resumes after epoch 9, from %s; all of its epochs are complete, so nothing is left to train"
            .formatted(file(9)),
        said.get(0));
  }

  @Test
  void aRunThatStoppedEarlySaysSo() {
    Configuration.Builder stopping =
        configuration()
            .optimizer(new Sgd(0.9, 0.9, 0, false, 0))
            .training(t -> t.earlyStopping(new EarlyStopping("loss", 1, 1e9, true)));
    Training first = train(stopping, here());
    assertEquals(2, first.history().size());
    assertEquals(first.metrics(), train(stopping, here().resume()).metrics());
    assertTrue(said.get(0).contains("it had stopped there; the best epoch was 1"), said::toString);
  }

  @Test
  void anotherConfigurationIsRefusedByTheNamesOfWhatDiffers() {
    train(configuration(), here());
    assertEquals(
        "training cannot resume from %s: it was written with another configuration: optimizer.adam.learning-rate (0.01 then, 0.02 now), training.seed (0 then, 3 now); restore that, or start a new run"
            .formatted(file(9)),
        refused(configuration().optimizer(new Adam(0.02)).seed(3), here().resume()));
    assertTrue(
        refused(configuration().optimizer(new Sgd()), here().resume())
            .contains("optimizer.adam (only then), optimizer.sgd (only now)"));
    assertTrue(
        refused(configuration().regularizer(new L2(0.1)), here().resume())
            .contains("regularizers (0 of them then, 1 of them now)"));
  }

  @Test
  void otherDataAreRefused() {
    train(configuration(), here());
    TrainingException refusal =
        assertThrows(
            TrainingException.class,
            () ->
                gradus
                    .job(configuration().build())
                    .on(table(6.0001))
                    .listener(listener)
                    .checkpoints(here().resume())
                    .train());
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("the data differ from those that it was trained on"), message);
  }

  @Test
  void fewerEpochsThanAreDoneAreRefused() {
    train(configuration(), here());
    assertEquals(
        "training: the run in %s has made 27 steps in 9 epochs, more than the requested 9 steps in 3 epochs; request at least as many, or resume from an older checkpoint"
            .formatted(file(9)),
        refused(configuration().epochs(3), here().resume()));
  }

  @Test
  void aScheduleThatFollowsTheLengthOfTheRunDoesNotGoOnWithAnother() {
    Configuration.Builder cosine = configuration().schedule(new Cosine());
    train(cosine.epochs(4), here());
    assertEquals(
        "schedule: cosine depends on the length of the run, which was 12 steps in %s and is 18 now; with the new length the epochs already trained would have used other rates; keep the length of the run, or start a new run"
            .formatted(file(4)),
        refused(cosine.epochs(6), here().resume()));
  }

  @Test
  void whatChangesNoBitMayDiffer() {
    train(configuration().epochs(4), here());
    Training longer =
        train(
            configuration()
                .training(t -> t.checkpoint(new Checkpoint(3, 9, true)))
                .training(t -> t.threads(2))
                .epochs(6),
            here().resume());
    assertEquals(6, longer.history().size());
    assertEquals(longer.history(), train(configuration().epochs(6), here()).history());
  }

  @Test
  void aDamagedCheckpointIsLeftOutAndSaidSo() throws IOException {
    Training expected = train(configuration(), here());
    byte[] bytes = Files.readAllBytes(file(9));
    bytes[bytes.length / 2] ^= 1;
    Files.write(file(9), bytes);
    assertEquals(expected.history(), train(configuration(), here().resume()).history());
    assertTrue(said.get(0).contains("after epoch 8"), said.get(0));
    assertTrue(said.get(0).contains("skipped: epoch-000009.safetensors: "), said.get(0));
    assertFalse(said.get(0).contains("nothing is left"), said.get(0));
  }

  @Test
  void everyFlippedBitAndEveryLengthIsRefused() throws IOException {
    train(configuration().epochs(2), here());
    byte[] whole = Files.readAllBytes(file(2));
    Path damaged = folder.resolve("damaged.safetensors");
    Checkpoints from = Checkpoints.in(folder.resolve("out")).resume(damaged);
    // One bit of each byte here, all of them in HostileSafetensorsTest, which reads in the same
    // way.
    for (int i = 0; i < whole.length; i += 7 * Thorough.stride(5)) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << i % 8);
      Files.write(damaged, flipped);
      int at = i;
      assertThrows(
          ModelFileException.class, () -> train(configuration(), from), () -> "bit of byte " + at);
    }
    for (int length = 0; length < whole.length; length += 97 * Thorough.stride(5)) {
      Files.write(damaged, Arrays.copyOf(whole, length));
      int cut = length;
      assertThrows(
          ModelFileException.class, () -> train(configuration(), from), () -> cut + " bytes");
    }
  }

  @Test
  void aModelIsNoCheckpoint() {
    Training training = train(configuration(), here());
    Path model = folder.resolve("model.safetensors");
    gradus.save(training.model(), model);
    GradusException refusal =
        assertThrows(GradusException.class, () -> train(configuration(), here().resume(model)));
    assertEquals(
        "model.safetensors: this is a model, not a checkpoint, so training cannot resume from it; use one of checkpoints/epoch-….safetensors",
        refusal.getMessage());
  }

  @Test
  void aFolderTakesOneRunAtATime() {
    FolderLock lock = FolderLock.of(folder);
    try {
      assertEquals(
          folder
              + ": another run of Gradus writes into this folder; wait until it ends, or choose another folder",
          assertThrows(DataException.class, () -> train(configuration(), here())).getMessage());
      // Reported before the data are read, which may take long.
      Job unreadable =
          gradus
              .job(configuration().data(DataSpec.of(folder.resolve("no.csv"), "y")).build())
              .checkpoints(here());
      for (Executable run : List.<Executable>of(unreadable::train, unreadable::study)) {
        assertTrue(
            String.valueOf(assertThrows(DataException.class, run).getMessage())
                .contains("another run of Gradus writes into this folder"));
      }
    } finally {
      lock.close();
    }
    train(configuration(), here());
  }

  /** Rewrites a checkpoint as if one state of each weight had not been stored. */
  private static void forget(Path file, String state) throws IOException {
    SafetensorsContent content = Safetensors.read(file);
    List<SafetensorsTensor> kept =
        content.tensors().stream()
            .filter(tensor -> !tensor.name().startsWith("optimizer/" + state))
            .toList();
    assertTrue(kept.size() < content.tensors().size(), state);
    Files.write(file, Safetensors.encode(new SafetensorsContent(content.metadata(), kept)));
  }

  @Test
  void aStateThatIsNewerThanTheCheckpointBegins() throws IOException {
    Configuration.Builder builder = configuration().optimizer(new ScheduleFreeAdamw(0.1));
    double whole = train(builder, here()).history().get(8).loss();
    Files.delete(file(9));
    forget(file(8), "mean-rate");
    assertEquals(whole, train(builder, here().resume()).history().get(8).loss(), 1e-6 * whole);
    forget(file(9), "second-moment");
    GradusException refusal =
        assertThrows(
            GradusException.class, () -> train(builder.epochs(10), here().resume(file(9))));
    assertTrue(
        String.valueOf(refusal.getMessage())
            .contains("it contains no tensor optimizer/second-moment"),
        refusal::getMessage);
  }
}
