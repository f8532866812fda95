package dev.gradus.engine;

import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.model.Training;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A training run in its own thread, which ends with the run.
 *
 * <pre>{@code
 * Running running = gradus.job(configuration).on(table).start();
 * System.out.println(running.progress().epoch());
 * running.stop();                                        // keeps what was learned until then
 * Model model = running.result().model();
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class Running {

  private static final String THREAD = "gradus-training";

  private final CompletableFuture<Training> future = new CompletableFuture<>();
  private final ProgressListener following;
  private final Thread thread;

  private Running(Function<TrainingListener, Training> run, TrainingListener listener) {
    following = new ProgressListener(listener);
    thread = new Thread(() -> complete(run), THREAD);
    thread.setDaemon(true);
  }

  /**
   * Starts a run.
   *
   * @param run trains, and calls a listener
   * @param listener is called too, on the thread of the run
   */
  @SuppressWarnings("FutureReturnValueIgnored") // Interrupting a thread cannot fail.
  static Running start(Function<TrainingListener, Training> run, TrainingListener listener) {
    Running running = new Running(run, listener);
    CompletableFuture<Training> unused =
        running.future.whenComplete((training, failure) -> running.interruptUnlessItself());
    running.thread.start();
    return running;
  }

  private void complete(Function<TrainingListener, Training> run) {
    try {
      future.complete(run.apply(following));
    } catch (Throwable e) {
      // The result says so.
      future.completeExceptionally(e);
    }
  }

  /** The future was cancelled, or completed with another result: the run is not needed. */
  private void interruptUnlessItself() {
    if (Thread.currentThread() != thread) {
      thread.interrupt();
    }
  }

  /** The progress of the run; cheap to call. */
  public RunProgress progress() {
    return following.progress();
  }

  /**
   * Stops the run after the current step, as a listener can: {@link #result} returns what was
   * learned so far, or the best epoch if the configuration says so. A run that is still reading its
   * data stops after its first step.
   *
   * <p>To end a run immediately and without a result, cancel its {@link #toCompletableFuture
   * future}.
   */
  public void stop() {
    following.stop();
  }

  /** Whether there is a result, or a failure. */
  public boolean isDone() {
    return future.isDone();
  }

  /**
   * Waits for the run to end.
   *
   * @return what {@link Job#train} would have returned
   * @throws dev.gradus.runtime.problem.GradusException as {@link Job#train} does
   * @throws CancellationException if the future was cancelled, or timed out
   * @throws IllegalStateException if the future was completed with another checked exception
   * @throws InterruptedException if the waiting thread is interrupted; the run continues
   */
  public Training result() throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw ended(e);
    }
  }

  /**
   * The exception for a future that was completed from outside: no run itself fails with a checked
   * exception.
   */
  private static RuntimeException ended(ExecutionException e) {
    if (e.getCause() instanceof TimeoutException cause) {
      CancellationException late =
          new CancellationException(
              "the future of the run timed out, so the run was interrupted, and there is no result; allow more time, or end it with stop(), which returns what was learned so far");
      late.initCause(cause);
      return late;
    }
    return new IllegalStateException(
        "the future of the run was completed with %s, so the run was interrupted, and there is no result"
            .formatted(e.getCause()),
        e.getCause());
  }

  /**
   * The run as a future, the same at every call. It fails with what {@link Job#train} would have
   * thrown. Cancelling it, or completing it in another way, as {@link CompletableFuture#orTimeout}
   * does, interrupts the run, which then ends within about a second.
   */
  public CompletableFuture<Training> toCompletableFuture() {
    return future;
  }
}
