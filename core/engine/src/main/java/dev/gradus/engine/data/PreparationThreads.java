package dev.gradus.engine.data;

import dev.gradus.engine.parallel.Team;

/**
 * The threads that fit a preparation and then apply it to the rows of each split. What they make is
 * the same with any number of them.
 *
 * <p>They start with the first work. One thread uses them at a time.
 */
public final class PreparationThreads implements AutoCloseable {

  /** The share of the memory of the process that they take together: a quarter. */
  private static final int SHARE = 4;

  private final Team team;
  private final long room;

  /**
   * Threads that are not started yet.
   *
   * @param count at least 1, with the thread that uses them
   */
  public PreparationThreads(int count) {
    this(count, Runtime.getRuntime().maxMemory());
  }

  /**
   * Threads of a process with so much memory.
   *
   * @param heapBytes limits how many columns are learned at once
   */
  public PreparationThreads(int count, long heapBytes) {
    this.team = new Team(count);
    this.room = heapBytes / SHARE;
  }

  /** Only the calling thread; need not be closed. */
  public static PreparationThreads one() {
    return new PreparationThreads(1);
  }

  Team team() {
    return team;
  }

  /** The memory that the threads may take together while they learn columns, in bytes. */
  long room() {
    return room;
  }

  /** Ends the threads. */
  @Override
  public void close() {
    team.close();
  }
}
