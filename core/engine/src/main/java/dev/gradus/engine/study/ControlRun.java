package dev.gradus.engine.study;

import java.util.List;

/**
 * The proof that a printed number teaches nothing: the same network trained twice, once with its
 * loss alone, once with other losses and metrics printed in every epoch.
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
