package dev.gradus.cli;

import dev.gradus.engine.file.AtomicFile;
import dev.gradus.runtime.problem.CancelledException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a command in good order on Ctrl-C, or a request to terminate, whatever it does.
 *
 * <p>A command that learns asks whether somebody wants it to stop, and then leaves what it has
 * found. It is given a moment to measure and show that; then its thread is interrupted, which ends
 * what takes longer (see {@link CancelledException}), again after every further moment, since a
 * plugin may swallow an interrupt. The process ends when all is saved. Where nobody asks, because
 * the command has nothing to save, or nothing yet, the thread is interrupted at once, and the
 * process ends after a moment at most, or when a file that is being written is whole.
 */
final class Interrupt implements AutoCloseable {

  private static final long MOMENT_IN_MILLIS = 500;

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "gradus-interrupt");
  private volatile boolean wanted;
  private volatile boolean asked;
  private boolean said;
  private Runnable before = () -> {};

  /** Watches over what this thread does. */
  Interrupt() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already.
      wanted = true;
    }
  }

  /** Somebody wants the process to end; called by a thread of its own. */
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
          // Whoever has just written a file is given another moment to end.
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

  /** Whether somebody wants the program to stop, asked by a command that has something to save. */
  boolean isWanted() {
    asked = true;
    return wanted;
  }

  /**
   * The command has learned something, which is saved before the process ends; said by one that
   * ends after a single step, and may ask nothing.
   */
  void hasLearned() {
    asked = true;
  }

  /**
   * Whether a failure is nothing but the wish to stop; if so, it is said that there is no result.
   * Before anybody asked, whatever fails after the interrupt fails by it.
   */
  boolean explains(Exception failure) {
    boolean explained = wanted && (failure instanceof CancelledException || !asked);
    if (explained) {
      sayNothingIsKept();
    }
    return explained;
  }

  /**
   * Ends the line in which progress is shown.
   *
   * @param endsLine called before anything is said
   */
  synchronized void speaksAfter(Runnable endsLine) {
    before = endsLine;
  }

  /** Says, once, that the command was stopped too early for a result. */
  synchronized void sayNothingIsKept() {
    if (!said) {
      said = true;
      before.run();
      System.err.println("gradus: stopped as asked, before there was a result");
      System.err.flush();
    }
  }

  /** The command is done. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook has done its work.
      wanted = true;
    }
  }
}
