package dev.gradus.cli;

import java.util.List;

/**
 * The part of a first configuration that decides how it learns, for tables without images.
 *
 * @param heldOut the share of the rows for validation; 0 if all are trained on
 * @param hidden the layers before the last, one line each
 * @param output the last layer
 * @param loss for these targets
 * @param optimizer with its rate
 * @param schedule of the rate
 * @param training the lines of the section {@code training}
 */
record Recipe(
    double heldOut,
    List<String> hidden,
    String output,
    String loss,
    String optimizer,
    String schedule,
    List<String> training) {

  Recipe {
    hidden = List.copyOf(hidden);
    training = List.copyOf(training);
  }

  /** What a first configuration uses if nothing else is asked for. */
  static Recipe usual(FoundTable table) {
    boolean classes = table.goal().classes();
    DefaultsBySize defaults = DefaultsBySize.of(table.data().table().rows(), classes);
    return new Recipe(
        DefaultsBySize.heldOut(table.data().table().rows()),
        defaults.hidden(),
        classes
            ? "dense: {activation: softmax, weights: fan-in-uniform}"
            : "dense: {weights: fan-in-uniform}",
        classes ? "cross-entropy" : "mean-squared-error",
        "{adamw: {learning-rate: 0.003, weight-decay: 0.1}}",
        "cosine",
        List.of(defaults.training()));
  }
}
