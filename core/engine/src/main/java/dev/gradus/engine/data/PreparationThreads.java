package dev.gradus.engine.data;

import dev.gradus.engine.parallel.Team;

/**
 * The threads that fit a preparation and then apply it to the rows of each split. What they make is
 * the same with any number of them.
 *
 * <p>They start with the first work. One thread uses them at a time.
 */
public final class PreparationThreads implements AutoCloseable {

  private final Team team;

  /**
   * Threads that are not started yet.
   *
   * @param count at least 1, with the thread that uses them
   */
  public PreparationThreads(int count) {
    this.team = new Team(count);
  }

  /** Only the calling thread; need not be closed. */
  public static PreparationThreads one() {
    return new PreparationThreads(1);
  }

  Team team() {
    return team;
  }

  /** Ends the threads. */
  @Override
  public void close() {
    team.close();
  }
}
