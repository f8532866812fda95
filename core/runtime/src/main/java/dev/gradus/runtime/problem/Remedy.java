package dev.gradus.runtime.problem;

/**
 * A remedy that depends on the program that uses Gradus: the sentence of the problem says what to
 * do, and the program may add how.
 */
public enum Remedy {
  /** The sentence is complete. */
  IN_THE_SENTENCE,
  /** Add plugin jars. */
  ADD_PLUGINS,
  /** Allow data sources to open connections. */
  ALLOW_CONNECTIONS,
  /** Use more than one seed in a comparison. */
  ASK_FOR_SEEDS,
  /** Rewrite the lock of a plugin folder. */
  WRITE_LOCK,
  /** Correct a plugin's gradient. */
  VERIFY_PLUGIN
}
