package dev.gradus.engine.study;

import java.util.List;

/**
 * Shows that a printed number does not change training: the same network is trained twice, once
 * without printing, once with other losses and metrics printed in every epoch.
 *
 * @param variant the name of the variant
 * @param printed the names of the printed losses and metrics
 * @param alone the SHA-256 of the weights that were trained without printing them
 * @param beside the SHA-256 of the weights that were trained with printing them
 */
public record ControlRun(String variant, List<String> printed, String alone, String beside) {

  public ControlRun {
    printed = List.copyOf(printed);
  }

  /** Whether printing has not changed a single bit. */
  public boolean holds() {
    return alone.equals(beside);
  }
}
