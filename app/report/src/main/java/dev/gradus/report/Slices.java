package dev.gradus.report;

import dev.gradus.engine.study.LossLandscape;
import java.util.List;

/**
 * Losses over planes, each through the weights that were learned.
 *
 * @param panels one for each network
 */
record Slices(List<Panel> panels) {

  Slices {
    panels = List.copyOf(panels);
  }

  /**
   * A plane.
   *
   * @param name empty if it is the only one
   * @param loss the name of the loss
   * @param xAxis what the first direction is
   * @param yAxis what the second one is
   * @param x the steps along the first, ascending
   * @param y the steps along the second, ascending
   * @param losses a row for each y
   * @param path the path of the weights; empty if it is not known
   */
  record Panel(
      String name,
      String loss,
      String xAxis,
      String yAxis,
      List<Double> x,
      List<Double> y,
      List<List<Double>> losses,
      List<LossLandscape.Point> path) {

    Panel {
      x = List.copyOf(x);
      y = List.copyOf(y);
      path = List.copyOf(path);
    }
  }
}
