package dev.gradus.check;

/**
 * A statement that must hold for a plugin.
 *
 * @param text the statement
 * @param beforeTraining whether a plugin that breaks it would make a network learn, evaluate or
 *     store something wrong, so that it is checked before training too
 * @param check checks it
 */
public record Claim(String text, boolean beforeTraining, Check check) {

  /** Checks a claim. */
  @FunctionalInterface
  public interface Check {

    /**
     * Checks it.
     *
     * @throws BrokenClaim if it does not hold, with what was found and what was expected
     * @throws Throwable anything else that the plugin throws
     */
    void run() throws Throwable;
  }
}
