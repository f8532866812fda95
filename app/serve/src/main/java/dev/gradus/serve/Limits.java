package dev.gradus.serve;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits of a request.
 *
 * @param bodyBytes the maximum number of bytes of a body; at least 1
 * @param rows the maximum number of rows that are predicted at once; at least 1
 * @param headerBytes the maximum number of bytes of the names and values of all headers, and of the
 *     address; at least 1
 * @param time the time in which a request must have arrived, and then the time in which its answer
 *     must have been read, in whole seconds; at least 1 second. A server of this module closes the
 *     connection of a slower client; a handler in another server depends on the limits of that one
 */
public record Limits(int bodyBytes, int rows, int headerBytes, Duration time) {

  /** 4 MiB, 10,000 rows, 32 KiB of headers, 30 seconds. */
  public static final Limits DEFAULT =
      new Limits(4 << 20, 10_000, 32 << 10, Duration.ofSeconds(30));

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is less than 1
   */
  public Limits {
    Objects.requireNonNull(time, "time must not be null");
    check("bodyBytes", bodyBytes);
    check("rows", rows);
    check("headerBytes", headerBytes);
    check("time in seconds", time.toSeconds());
  }

  private static void check(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be at least 1, but is %s".formatted(name, value));
    }
  }

  /** The same with another size of bodies. */
  public Limits withBodyBytes(int most) {
    return new Limits(most, rows, headerBytes, time);
  }

  /** The same with another number of rows. */
  public Limits withRows(int most) {
    return new Limits(bodyBytes, most, headerBytes, time);
  }

  /** The same with another time. */
  public Limits withTime(Duration most) {
    return new Limits(bodyBytes, rows, headerBytes, most);
  }
}
