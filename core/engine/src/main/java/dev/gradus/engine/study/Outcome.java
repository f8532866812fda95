package dev.gradus.engine.study;

import java.util.List;

/**
 * The predictions of a trained network for examples whose targets are known.
 *
 * @param part the data split: {@code validation}, or {@code training} if there is no other
 * @param examples the number of examples in the split; if there are too many, those here are an
 *     evenly spaced sample
 * @param lines the line of each in the file, or its row if there is no file, from 1
 * @param predictions one row for each: probabilities for classes, numbers in the unit of the data
 *     otherwise
 * @param targets of the same shape: 1 at the class and 0 elsewhere, or the numbers
 * @param inputs the inputs of each, in the unit of the data, if the network has two numeric inputs,
 *     so that they can be drawn; empty otherwise
 */
public record Outcome(
    String part,
    int examples,
    List<Integer> lines,
    List<List<Double>> predictions,
    List<List<Double>> targets,
    List<List<Double>> inputs) {

  public Outcome {
    lines = List.copyOf(lines);
    predictions = predictions.stream().map(List::copyOf).toList();
    targets = targets.stream().map(List::copyOf).toList();
    inputs = inputs.stream().map(List::copyOf).toList();
  }
}
