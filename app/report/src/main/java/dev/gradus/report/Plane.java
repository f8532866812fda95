package dev.gradus.report;

import java.util.List;

/**
 * What networks predict over the plane of their two inputs, after some epochs.
 *
 * @param x the name of the first input
 * @param y the name of the second one
 * @param columns the first input at the columns of the grid, ascending
 * @param rows the second input at its rows, ascending
 * @param classes the names of the classes; empty for a numeric target
 * @param single whether one output decides between two classes: a value is then the probability of
 *     the second one, else that of the class that is predicted
 * @param target the name of what is predicted
 * @param least the value that a byte of 0 stands for
 * @param largest the value that a byte of 255 stands for
 * @param panels one for each network
 * @param examples whose inputs and targets are known
 */
record Plane(
    String x,
    String y,
    List<Double> columns,
    List<Double> rows,
    List<String> classes,
    boolean single,
    String target,
    double least,
    double largest,
    List<Panel> panels,
    List<Example> examples) {

  Plane {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    classes = List.copyOf(classes);
    panels = List.copyOf(panels);
    examples = List.copyOf(examples);
  }

  /**
   * A network.
   *
   * @param name empty if it is the only one
   * @param frames by ascending epoch
   */
  record Panel(String name, List<Frame> frames) {

    Panel {
      frames = List.copyOf(frames);
    }
  }

  /**
   * What is predicted after an epoch.
   *
   * @param answers the class that is predicted at each point, row by row, a byte each, in Base64;
   *     empty if it is the first one everywhere, as with a single output
   * @param values the output of that class, a byte each between least and largest, in Base64
   */
  record Frame(int epoch, String answers, String values) {}

  /**
   * An example.
   *
   * @param target the place of its class, or its number
   * @param line of the file that it stands in, or its row
   */
  record Example(double x, double y, double target, int line) {}
}
