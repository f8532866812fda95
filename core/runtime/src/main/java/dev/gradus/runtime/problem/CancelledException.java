package dev.gradus.runtime.problem;

/**
 * The thread was interrupted before there was anything to return. Its interrupt status is kept.
 *
 * <p>If there is a partial result already, that is returned instead.
 */
public final class CancelledException extends GradusException {

  private static final long serialVersionUID = 1;

  private CancelledException(Problem problem) {
    super(problem);
  }

  /** The exception for an interrupt while a table was read. */
  public static CancelledException reading(String origin) {
    return new CancelledException(
        new Problem(origin, "reading was interrupted before the end, so there is no table"));
  }

  /**
   * Throws if this thread is interrupted.
   *
   * @param doing what the thread is doing, to complete "interrupted while"
   * @throws CancelledException if the thread is interrupted
   */
  public static void check(String doing) {
    if (isWanted()) {
      throw new CancelledException(Problem.of("interrupted while " + doing));
    }
  }

  /** Whether this thread is interrupted; the status is kept. */
  public static boolean isWanted() {
    return Thread.currentThread().isInterrupted();
  }
}
