package dev.gradus.runtime.problem;

/**
 * Says that the thread was interrupted before there was anything to return. It stays interrupted.
 *
 * <p>Where something was learned or found already, that is returned instead.
 */
public final class CancelledException extends GradusException {

  private static final long serialVersionUID = 1;

  private CancelledException(Problem problem) {
    super(problem);
  }

  /** Says so of a table that was being read. */
  public static CancelledException reading(String origin) {
    return new CancelledException(
        new Problem(origin, "reading was interrupted before the end, so there is no table"));
  }

  /**
   * Ends what a thread does, if somebody has interrupted it.
   *
   * @param doing what it does, to complete "interrupted while"
   * @throws CancelledException if the thread is interrupted
   */
  public static void check(String doing) {
    if (isWanted()) {
      throw new CancelledException(Problem.of("interrupted while " + doing));
    }
  }

  /** Whether somebody has interrupted this thread; it stays so. */
  public static boolean isWanted() {
    return Thread.currentThread().isInterrupted();
  }
}
