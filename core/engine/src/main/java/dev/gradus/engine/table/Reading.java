package dev.gradus.engine.table;

import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

  /**
   * Reads parts of a table on a separate thread, and passes them on here.
   *
   * @param reading passes each part to its argument, which waits until the one before is received
   * @throws DataException as the reading does, behind the parts that it has passed
   * @throws CancelledException if the calling thread is interrupted; its interrupt status is kept
   */
  static void inParts(
      String origin, Consumer<Consumer<Table>> reading, Consumer<? super Table> receiver) {
    Handover parts = new Handover(origin);
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              try {
                reading.accept(part -> parts.put(Optional.of(part)));
              } finally {
                parts.put(Optional.empty());
              }
            },
            null);
    Thread reader = new Thread(task, "gradus-reader");
    reader.setDaemon(true);
    reader.start();
    try {
      for (Optional<Table> part = parts.take(); part.isPresent(); part = parts.take()) {
        receiver.accept(part.get());
      }
      task.get();
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CancelledException.reading(origin);
    } catch (ExecutionException e) {
      throw thrownAgain(Objects.requireNonNull(e.getCause()));
    } finally {
      parts.end();
      task.cancel(true);
    }
  }

  /** Where one part waits to be taken; an empty one is the end. */
  private static final class Handover {

    private static final long MOMENT_IN_MILLIS = 100;

    private final String origin;
    private final BlockingQueue<Optional<Table>> waiting = new ArrayBlockingQueue<>(1);
    private volatile boolean ended;

    Handover(String origin) {
      this.origin = origin;
    }

    /** Waits for room; a source that ignores interrupts does not wait for ever. */
    void put(Optional<Table> part) {
      try {
        while (!waiting.offer(part, MOMENT_IN_MILLIS, TimeUnit.MILLISECONDS)) {
          if (ended) {
            throw CancelledException.reading(origin);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw CancelledException.reading(origin);
      }
    }

    Optional<Table> take() throws InterruptedException {
      return waiting.take();
    }

    /** Nothing more is taken. */
    void end() {
      ended = true;
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
