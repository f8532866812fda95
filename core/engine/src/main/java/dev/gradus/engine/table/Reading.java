package dev.gradus.engine.table;

import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Reading that stops immediately when the thread that needs the table is interrupted, even while it
 * waits for a pipe without a writer or a database that does not respond.
 *
 * <p>A separate thread waits, because Java cannot interrupt all of these. It ends when the reading
 * ends; after an interrupt, as soon as the blocking call returns.
 */
final class Reading {

  private Reading() {}

  /**
   * Reads on a separate thread.
   *
   * @param origin the name of the data, for messages
   * @throws DataException if the calling thread is interrupted; its interrupt status is kept
   */
  static Table of(String origin, Supplier<Table> reading) {
    FutureTask<Table> task = new FutureTask<>(reading::get);
    Thread reader = new Thread(task, "gradus-reader");
    reader.setDaemon(true);
    reader.start();
    try {
      Table table = task.get();
      reader.join();
      return table;
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw CancelledException.reading(origin);
    } catch (ExecutionException e) {
      throw thrownAgain(Objects.requireNonNull(e.getCause()));
    }
  }

  private static RuntimeException thrownAgain(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(cause);
  }

  /** Stops a reading whose thread was interrupted. */
  static void check(String origin) {
    if (Thread.currentThread().isInterrupted()) {
      throw CancelledException.reading(origin);
    }
  }
}
