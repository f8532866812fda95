package dev.gradus.runtime.problem;

import java.util.Locale;

/** Sizes of files and of memory, as people read them. */
public final class Bytes {

  private static final long KILOBYTE = 1000;
  private static final long MEGABYTE = 1_000_000;
  private static final long GIGABYTE = 1_000_000_000;

  private Bytes() {}

  /**
   * A size in words, such as {@code 12 KB}, {@code 340 MB} or {@code 1.3 GB}; a unit is a thousand
   * of the one before.
   *
   * @param bytes at least 0; of less than a megabyte, the part of a kilobyte counts as one
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
