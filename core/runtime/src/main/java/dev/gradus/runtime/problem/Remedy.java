package dev.gradus.runtime.problem;

/**
 * What helps with a problem and is done in the program that uses Gradus, each in its own way: the
 * sentence of the problem says what, and a program may add how.
 */
public enum Remedy {
  /** Everything to be done is in the sentence. */
  IN_THE_SENTENCE,
  /** Jars with plugins are to be added. */
  ADD_PLUGINS,
  /** Data sources are to be allowed to open connections. */
  ALLOW_CONNECTIONS,
  /** A comparison is to be asked for more than one seed. */
  ASK_FOR_SEEDS,
  /** The lock of a plugin folder is to be written anew. */
  WRITE_LOCK,
  /** A plugin is to be corrected, until its gradient is right. */
  VERIFY_PLUGIN
}
