package dev.gradus.runtime.file;

import java.io.IOException;

/** Says that a plugin is not there. */
public final class MissingPluginException extends IOException {

  private static final long serialVersionUID = 1;

  /** Says so in a sentence. */
  public MissingPluginException(String sentence) {
    super(sentence);
  }
}
