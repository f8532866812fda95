package dev.gradus.engine.study;

import java.util.List;

/**
 * Shows that a printed number does not change training: the same network is trained twice, once
 * without printing, once with other losses and metrics printed in every epoch.
 *
 * @param variant the name of the variant
 * @param printed the names of the printed losses and metrics
 * @param withoutPrinting the SHA-256 of the weights that were learned without printing them
 * @param withPrinting the SHA-256 of the weights that were learned while they were printed
 */
public record ControlRun(
    String variant, List<String> printed, String withoutPrinting, String withPrinting) {

  public ControlRun {
    printed = List.copyOf(printed);
  }

  /** Whether printing has not changed a single bit. */
  public boolean holds() {
    return withoutPrinting.equals(withPrinting);
  }
}
