package dev.gradus.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.file.AtomicFile;
import dev.gradus.runtime.problem.CancelledException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stopped command ends as soon as its results are saved. */
class InterruptTest {

  private static final String NO_RESULT =
      "gradus: stopped as requested, before there was a result\n";

  /** Between two looks, in nanoseconds; an interrupt ends it. */
  private static final long MOMENT = 1_000_000;

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void wakeUp() {
    System.setErr(before);
    Thread.interrupted();
  }

  /** Runs it in a separate thread, as the virtual machine does. */
  private static Thread stop(Interrupt interrupt) {
    Thread stopping = new Thread(interrupt::stop);
    stopping.start();
    return stopping;
  }

  private static void waitUntilInterrupted() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Thread.currentThread().isInterrupted() && System.nanoTime() < end) {
      LockSupport.parkNanos(MOMENT);
    }
    assertTrue(Thread.interrupted(), "the thread is interrupted");
  }

  private static void ended(Thread thread) throws InterruptedException {
    thread.join(TimeUnit.SECONDS.toMillis(20));
    assertFalse(thread.isAlive(), "the process ends");
  }

  @Test
  void whoHasNothingToSaveIsInterruptedAtOnce() throws InterruptedException {
    try (Interrupt interrupt = new Interrupt()) {
      Thread stopping = stop(interrupt);
      waitUntilInterrupted();
      assertTrue(interrupt.explains(CancelledException.reading("d.csv")));
      assertTrue(interrupt.explains(new IllegalStateException("closed by the interrupt")));
      ended(stopping);
    }
    assertEquals(NO_RESULT, err.toString(StandardCharsets.UTF_8), "said once");
  }

  @Test
  void whoLearnsIsAskedFirstThenInterruptedAndWaitedFor() throws InterruptedException {
    Thread stopping;
    try (Interrupt interrupt = new Interrupt()) {
      assertFalse(interrupt.isWanted());
      stopping = stop(interrupt);
      waitUntilInterrupted();
      assertTrue(interrupt.isWanted());
      assertTrue(stopping.isAlive(), "it waits for what is saved");
      assertFalse(interrupt.explains(new IllegalStateException("a fault")));
      assertEquals("", err.toString(StandardCharsets.UTF_8));
      assertTrue(interrupt.explains(CancelledException.reading("d.csv")));
    }
    ended(stopping);
    assertEquals(NO_RESULT, err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whoIsDoneInTimeIsNotInterrupted() throws InterruptedException {
    Thread stopping;
    try (Interrupt interrupt = new Interrupt()) {
      assertFalse(interrupt.isWanted());
      stopping = stop(interrupt);
    }
    ended(stopping);
    assertFalse(Thread.currentThread().isInterrupted());
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whoHasAResultAllTheSameIsNotSaidToHaveNone() throws InterruptedException {
    Thread stopping;
    try (Interrupt interrupt = new Interrupt()) {
      stopping = stop(interrupt);
      waitUntilInterrupted();
    }
    ended(stopping);
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whoGoesOnWithoutAResultEndsAfterAMoment() throws InterruptedException {
    try (Interrupt interrupt = new Interrupt()) {
      Thread stopping = stop(interrupt);
      waitUntilInterrupted();
      ended(stopping);
    }
    assertEquals(NO_RESULT, err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aFileThatIsBeingWrittenBecomesWhole(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("p.csv");
    Thread stopping;
    try (Interrupt interrupt = new Interrupt()) {
      List<Thread> started = new ArrayList<>();
      AtomicFile.write(
          file,
          out -> {
            started.add(stop(interrupt));
            waitUntilInterrupted();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1200);
            while (System.nanoTime() < end) {
              LockSupport.parkNanos(MOMENT);
              assertFalse(Thread.currentThread().isInterrupted(), "it is not interrupted again");
            }
            out.write('x');
          });
      stopping = started.get(0);
      assertTrue(stopping.isAlive(), "it waits for the file");
    }
    ended(stopping);
    assertEquals("x", Files.readString(file));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void anInterruptThatAPluginSwallowsIsRepeated() throws InterruptedException {
    Thread stopping;
    try (Interrupt interrupt = new Interrupt()) {
      assertFalse(interrupt.isWanted());
      stopping = stop(interrupt);
      waitUntilInterrupted();
      waitUntilInterrupted();
    }
    ended(stopping);
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aRunOfASingleStepThatNobodyAsksIsWaitedFor() throws InterruptedException {
    Thread stopping;
    try (Interrupt interrupt = new Interrupt()) {
      new Progress(new SilentView(System.err), interrupt).stepDone(1, 1, 0.5);
      stopping = stop(interrupt);
      waitUntilInterrupted();
      waitUntilInterrupted();
      assertTrue(stopping.isAlive(), "it waits for the model");
    }
    ended(stopping);
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whatFailsWithoutAWishToStopIsAFault() {
    try (Interrupt interrupt = new Interrupt()) {
      assertFalse(interrupt.explains(CancelledException.reading("d.csv")));
    }
  }
}
