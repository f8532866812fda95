package dev.gradus.cli.progress;

/** The remaining time, computed from the share that is done. */
public final class TimeLeft {

  private static final double NANOS = 1e9;
  private static final int SECONDS_OF_MINUTE = 60;
  private static final int MINUTES_OF_HOUR = 60;

  private TimeLeft() {}

  /**
   * The time left, such as {@code 12s left}. It is empty in the first second, which is not
   * representative, and at the end.
   *
   * @param nanos the time so far, in nanoseconds
   * @param share the share that was done in that time
   * @param rest the share that remains
   */
  public static String of(long nanos, double share, double rest) {
    double seconds = nanos / NANOS;
    return seconds < 1 || !(share > 0) || !(rest > 0) ? "" : text(seconds / share * rest) + " left";
  }

  /** A duration, such as {@code 12s}, {@code 3m} or {@code 5h}. */
  public static String text(double seconds) {
    long whole = Math.round(seconds);
    if (whole < SECONDS_OF_MINUTE) {
      return whole + "s";
    }
    long minutes = (whole + SECONDS_OF_MINUTE / 2) / SECONDS_OF_MINUTE;
    return minutes < 2 * MINUTES_OF_HOUR
        ? minutes + "m"
        : (minutes + MINUTES_OF_HOUR / 2) / MINUTES_OF_HOUR + "h";
  }
}
