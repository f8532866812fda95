package dev.gradus.runtime.problem;

import java.util.Locale;

/** Formats file and memory sizes for people. */
public final class Bytes {

  private static final long KILOBYTE = 1000;
  private static final long MEGABYTE = 1_000_000;
  private static final long GIGABYTE = 1_000_000_000;

  private Bytes() {}

  /**
   * A size in words, such as {@code 12 KB}, {@code 340 MB} or {@code 1.3 GB}; each unit is a
   * thousand of the one before.
   *
   * @param bytes at least 0; below a megabyte, a fraction of a kilobyte is rounded up
   */
  public static String text(long bytes) {
    if (bytes < MEGABYTE) {
      return (bytes + KILOBYTE - 1) / KILOBYTE + " KB";
    }
    return bytes < GIGABYTE
        ? Math.round((double) bytes / MEGABYTE) + " MB"
        : String.format(Locale.ROOT, "%,.1f GB", (double) bytes / GIGABYTE);
  }
}
