package dev.gradus.runtime.file;

import java.io.IOException;

/** A plugin is missing, or its version does not fit. */
public final class UnfitPluginException extends IOException {

  private static final long serialVersionUID = 1;

  public UnfitPluginException(String sentence) {
    super(sentence);
  }

  UnfitPluginException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
