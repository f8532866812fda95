package dev.gradus.serve;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The turns of explanations, of which a few run at a time. A limited number waits, each for a
 * limited time, and others are refused: whoever waits holds a thread that could predict.
 */
final class Turns {

  /** How many run or wait: a quarter of the threads that a server has if they are not virtual. */
  private static final int MOST_PLACES = 50;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Semaphore places;
  private final Semaphore turns;
  private final Duration longestWait;

  /**
   * Divides time.
   *
   * @param running how many may run at a time
   * @param places how many may run or wait
   * @param longestWait how long each may wait
   */
  Turns(int running, int places, Duration longestWait) {
    this.turns = new Semaphore(running, true);
    this.places = new Semaphore(places);
    this.longestWait = longestWait;
  }

  /**
   * Half as many at a time as there are processors. A client is told to come again before the time
   * for its answer is over.
   */
  static Turns of(Limits limits) {
    int processors = Runtime.getRuntime().availableProcessors();
    Duration half = limits.time().dividedBy(2);
    return new Turns(
        Math.max(1, processors / 2),
        MOST_PLACES,
        half.compareTo(LONGEST_WAIT) < 0 ? half : LONGEST_WAIT);
  }

  /**
   * Runs work when it is its turn.
   *
   * @throws RefusedException if its turn does not come in time, or too many wait already
   */
  <T> T take(Supplier<T> work) {
    if (!places.tryAcquire()) {
      throw busy();
    }
    try {
      return inTurn(work);
    } finally {
      places.release();
    }
  }

  private <T> T inTurn(Supplier<T> work) {
    if (!isMyTurn()) {
      throw busy();
    }
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }

  private boolean isMyTurn() {
    try {
      return turns.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static RefusedException busy() {
    return RefusedException.later(
        "the server explains as many predictions as it can at a time; ask again later");
  }
}
