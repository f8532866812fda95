package dev.gradus.testkit;

/**
 * Something that must be true of a plugin.
 *
 * @param text what, in words
 * @param check finds out
 */
public record Claim(String text, Check check) {

  /** Finds out whether a claim is true. */
  @FunctionalInterface
  public interface Check {

    /**
     * Finds out.
     *
     * @throws Throwable if it is not true, with what was found and what was expected
     */
    void run() throws Throwable;
  }
}
