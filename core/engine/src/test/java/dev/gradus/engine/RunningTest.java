package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.problem.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run in its own thread can be followed, stopped and cancelled, and leaves no thread. */
@Timeout(60)
class RunningTest {

  private static final Gradus GRADUS = Gradus.create();

  @TempDir private Path folder;

  private Set<Thread> before = Set.of();

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  @BeforeEach
  void remember() {
    before = threads();
  }

  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    for (Thread thread : threads()) {
      if (!before.contains(thread)) {
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertFalse(thread.isAlive(), thread::getName);
      }
    }
  }

  /** The threads of a run, and those that share its work. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("gradus"))
        .collect(Collectors.toSet());
  }

  private static Table table() {
    return Table.ofRows(
        List.of("x", "y"),
        IntStream.range(0, 60)
            .mapToObj(i -> new double[] {i % 11, Math.sin(i % 11) + i % 2})
            .toArray(double[][]::new));
  }

  private static Configuration configuration(int epochs) {
    return Configuration.builder()
        .data(DataSpec.of("y").split(0.25))
        .layer(Dense.of(6, new Tanh()))
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .optimizer(new Adam(0.01))
        .batchSize(8)
        .epochs(epochs)
        .seed(4)
        .build();
  }

  /** Signals when the first epochs are complete. */
  private static final class Signal implements TrainingListener {

    private final CountDownLatch epochs = new CountDownLatch(3);

    @Override
    public void epochDone(EpochReport report) {
      epochs.countDown();
    }
  }

  @Test
  void theResultIsThatOfTrainingOnThisThread() throws InterruptedException {
    Job job = GRADUS.job(configuration(5)).on(table());
    Running running = job.start();
    Training training = running.result();
    assertEquals(job.train().history(), training.history());
    assertTrue(running.isDone());
    RunProgress end = running.progress();
    assertEquals(5, end.epoch());
    assertEquals(5, end.epochs());
    assertEquals(30, end.step());
    assertEquals(1, end.share());
    EpochReport last = training.history().get(4);
    assertEquals(last.loss(), end.loss());
    assertEquals(last.validation(), end.validation());
    assertSame(training, running.toCompletableFuture().join());
  }

  @Test
  void aRunThatIsStoppedKeepsWhatItHasLearned() throws InterruptedException {
    Signal signal = new Signal();
    Running running = GRADUS.job(configuration(1_000_000)).on(table()).listener(signal).start();
    signal.epochs.await();
    assertTrue(running.progress().epoch() >= 2, running.progress()::toString);
    assertEquals(1_000_000, running.progress().epochs());
    assertFalse(running.isDone());
    running.stop();
    Training training = running.result();
    assertTrue(training.history().size() >= 3);
    assertEquals(Set.of("training", "validation"), training.metrics().keySet());
    assertTrue(Double.isFinite(training.model().predictor().predict(3)[0]));
  }

  @Test
  void cancellingTheFutureStopsTheRun() throws InterruptedException {
    Signal signal = new Signal();
    Running running = GRADUS.job(configuration(1_000_000)).on(table()).listener(signal).start();
    signal.epochs.await();
    assertTrue(running.toCompletableFuture().cancel(true));
    assertThrows(CancellationException.class, running::result);
  }

  @Test
  void aTimeLimitOfTheFutureStopsTheRun() {
    Running running = GRADUS.job(configuration(1_000_000)).on(table()).start();
    CompletableFuture<Training> future =
        running.toCompletableFuture().orTimeout(50, TimeUnit.MILLISECONDS);
    CompletionException late = assertThrows(CompletionException.class, future::join);
    assertInstanceOf(TimeoutException.class, late.getCause());
    CancellationException said = assertThrows(CancellationException.class, running::result);
    assertEquals(
        "the future of the run timed out, so the run was interrupted, and there is no result; allow more time, or end it with stop(), which returns what was learned so far",
        said.getMessage());
    assertInstanceOf(TimeoutException.class, said.getCause());
  }

  @Test
  void whoeverCompletesTheFutureIsSaidToHaveDoneSo() {
    Running running = GRADUS.job(configuration(1_000_000)).on(table()).start();
    IOException foreign = new IOException("the disk is gone");
    assertTrue(running.toCompletableFuture().completeExceptionally(foreign));
    IllegalStateException said = assertThrows(IllegalStateException.class, running::result);
    assertEquals(
        "the future of the run was completed with java.io.IOException: the disk is gone, so the run was interrupted, and there is no result",
        said.getMessage());
    assertSame(foreign, said.getCause());
  }

  @Test
  void whatIsWrongIsSaidByTheResult() {
    Configuration nowhere =
        configuration(1).toBuilder().data(DataSpec.of(folder.resolve("no.csv"), "y")).build();
    Running running = GRADUS.job(nowhere).start();
    DataException failure = assertThrows(DataException.class, running::result);
    assertTrue(String.valueOf(failure.getMessage()).contains("no.csv"), failure.getMessage());
    assertEquals(0, running.progress().epochs());
  }

  @Test
  void whoWaitsCanBeInterruptedAndTheRunGoesOn() throws InterruptedException {
    Signal signal = new Signal();
    Running running = GRADUS.job(configuration(1_000_000)).on(table()).listener(signal).start();
    signal.epochs.await();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, running::result);
    assertFalse(running.isDone());
    running.stop();
    assertTrue(running.result().history().size() >= 3);
  }

  @Test
  void aRunThatWentOnFromACheckpointCountsTheEpochsBefore() throws InterruptedException {
    Checkpoints checkpoints = Checkpoints.in(folder);
    GRADUS.job(configuration(3)).on(table()).checkpoints(checkpoints).train();
    Running running =
        GRADUS.job(configuration(5)).on(table()).checkpoints(checkpoints.resume()).start();
    assertEquals(5, running.result().history().size());
    assertEquals(5, running.progress().epoch());
    assertEquals(30, running.progress().step());
  }
}
