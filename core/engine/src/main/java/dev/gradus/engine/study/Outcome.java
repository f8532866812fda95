package dev.gradus.engine.study;

import java.util.List;

/**
 * What a finished network answers for examples whose targets are known.
 *
 * @param part of the data: {@code validation}, or {@code training} if nothing was set apart
 * @param examples how many the part has; if they are too many, those here are a sample, evenly
 *     spaced
 * @param lines where each stands: the line of the file, or its row if there is none, from 1
 * @param predictions one row for each: probabilities for classes, numbers in the unit of the data
 *     otherwise
 * @param targets of the same shape: 1 at the class and 0 elsewhere, or the numbers
 * @param inputs the inputs of each, in the unit of the data, where the network has two that are
 *     numbers, so that they can be drawn; empty otherwise
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
