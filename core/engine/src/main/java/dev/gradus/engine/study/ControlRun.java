package dev.gradus.engine.study;

import java.util.List;

/**
 * Shows that a printed number does not change training: the same network is trained twice, once
 * without printing, once with other losses and metrics printed in every epoch.
 *
 * @param variant which one
 * @param printed the names of what was printed
 * @param alone the SHA-256 of the weights that were learned with nothing else printed
 * @param beside the same with all of it printed
 */
public record ControlRun(String variant, List<String> printed, String alone, String beside) {

  public ControlRun {
    printed = List.copyOf(printed);
  }

  /** Whether printing has changed no bit. */
  public boolean holds() {
    return alone.equals(beside);
  }
}
