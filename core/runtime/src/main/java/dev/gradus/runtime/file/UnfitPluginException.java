package dev.gradus.runtime.file;

import java.io.IOException;

/** Says that a plugin is not there, or not in a version that fits. */
public final class UnfitPluginException extends IOException {

  private static final long serialVersionUID = 1;

  /** Says so in a sentence. */
  public UnfitPluginException(String sentence) {
    super(sentence);
  }

  /** Says so in a sentence, and what it was found by. */
  UnfitPluginException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
