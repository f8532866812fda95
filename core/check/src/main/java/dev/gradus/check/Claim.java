package dev.gradus.check;

/**
 * Something that must be true of a plugin.
 *
 * @param text what, in words
 * @param beforeTraining whether a plugin that breaks it would make a network learn, measure or
 *     store something wrong, so that it is checked before training too
 * @param check finds out
 */
public record Claim(String text, boolean beforeTraining, Check check) {

  /** Finds out whether a claim is true. */
  @FunctionalInterface
  public interface Check {

    /**
     * Finds out.
     *
     * @throws BrokenClaim if it is not true, with what was found and what was expected
     * @throws Throwable whatever else the plugin throws when it is tried
     */
    void run() throws Throwable;
  }
}
