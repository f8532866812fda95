package dev.gradus.importing;

/** A file cannot be read; the message is a sentence that says why. */
final class DamagedException extends Exception {

  private static final long serialVersionUID = 1;

  DamagedException(String sentence, Object... parts) {
    super(sentence.formatted(parts));
  }

  DamagedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
