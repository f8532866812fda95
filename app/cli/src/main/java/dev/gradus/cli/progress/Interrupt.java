package dev.gradus.cli.progress;

import dev.gradus.engine.file.AtomicFile;
import dev.gradus.runtime.problem.CancelledException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a command in an orderly way on Ctrl-C or a request to terminate.
 *
 * <p>A command that learns asks whether it should stop, and then saves what it has found. It gets a
 * moment to evaluate and show that. Then its thread is interrupted, which ends longer work (see
 * {@link CancelledException}). The interrupt is repeated, because a plugin may swallow it. The
 * process ends when everything is saved. If the command has nothing to save, or nothing yet, it
 * does not ask. Then its thread is interrupted immediately, and the process ends after a moment at
 * most, or when a file that is being written is complete.
 */
public final class Interrupt implements AutoCloseable {

  private static final long MOMENT_IN_MILLIS = 500;

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "gradus-interrupt");
  private volatile boolean wanted;
  private volatile boolean asked;
  private boolean said;
  private Runnable before = () -> {};

  /** Watches the current thread. */
  public Interrupt() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is already ending.
      wanted = true;
    }
  }

  /** Handles the request to end the process; called by a thread of its own. */
  void stop() {
    wanted = true;
    try {
      if (!asked) {
        worker.interrupt();
      }
      boolean wrote = false;
      while (!done.await(MOMENT_IN_MILLIS, TimeUnit.MILLISECONDS)) {
        if (AtomicFile.isWriting()) {
          wrote = true;
        } else if (asked) {
          worker.interrupt();
        } else if (wrote) {
          // A thread that has just written a file gets another moment to end.
          wrote = false;
        } else {
          sayNothingIsKept();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the program should stop; asked by a command that has something to save. */
  public boolean isWanted() {
    asked = true;
    return wanted;
  }

  /**
   * Says that the command has learned something, which is saved before the process ends. A command
   * that ends after one step may never call {@link #isWanted}.
   */
  void hasLearned() {
    asked = true;
  }

  /**
   * Whether a failure was caused by the request to stop; if so, prints that there is no result. As
   * long as the command has not called {@link #isWanted}, every failure after the interrupt has
   * this cause.
   */
  public boolean explains(Exception failure) {
    boolean explained = wanted && (failure instanceof CancelledException || !asked);
    if (explained) {
      sayNothingIsKept();
    }
    return explained;
  }

  /**
   * Sets how to end the line that shows progress.
   *
   * @param endsLine called before a message is printed
   */
  public synchronized void speaksAfter(Runnable endsLine) {
    before = endsLine;
  }

  /** Prints, once, that the command was stopped before it had a result. */
  public synchronized void sayNothingIsKept() {
    if (!said) {
      said = true;
      before.run();
      System.err.println("gradus: stopped as requested, before there was a result");
      System.err.flush();
    }
  }

  /** Stops watching: the command is finished. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is already ending, and the hook has done its work.
      wanted = true;
    }
  }
}
