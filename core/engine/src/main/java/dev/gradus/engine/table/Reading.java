package dev.gradus.engine.table;

import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Reading that ends at once when the thread that wants the table is interrupted, whatever is waited
 * for: a pipe that nobody writes to, a database that does not answer.
 *
 * <p>A thread of its own waits for them, because Java cannot call back a thread from all of these.
 * It ends with the reading; after an interrupt, as soon as what it waits for lets go of it.
 */
final class Reading {

  private Reading() {}

  /**
   * Reads.
   *
   * @param origin what is read, for messages
   * @throws DataException if the calling thread is interrupted, which it remains
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

  /** Stops a reading in whose thread an interrupt was asked for. */
  static void check(String origin) {
    if (Thread.currentThread().isInterrupted()) {
      throw CancelledException.reading(origin);
    }
  }
}
