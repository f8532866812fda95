package dev.gradus.report;

import java.util.List;

/**
 * Slices through losses, each around the weights that were learned.
 *
 * @param panels one for each network
 */
record Slices(List<Panel> panels) {

  /** Keeps a copy. */
  Slices {
    panels = List.copyOf(panels);
  }

  /**
   * A slice.
   *
   * @param name empty if it is the only one
   * @param loss the name of the loss
   * @param at the steps along both directions, ascending
   * @param losses a row for each step along the second direction
   */
  record Panel(String name, String loss, List<Double> at, List<List<Double>> losses) {

    /** Keeps a copy. */
    Panel {
      at = List.copyOf(at);
    }
  }
}
