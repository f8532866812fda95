package dev.gradus.engine.event;

import java.util.List;

/**
 * What a network with two inputs answers over a part of the plane.
 *
 * @param x the first input at the columns of the grid, in the unit of the data, ascending
 * @param y the second input at its rows, ascending
 * @param answers one for each point, row by row: with several outputs the place of the largest of
 *     them, from 0; with one output 0
 * @param values one for each point: the output that answers; of a numeric target in the unit of the
 *     data
 */
public record DecisionSurface(
    List<Double> x, List<Double> y, List<Integer> answers, List<Double> values) {

  public DecisionSurface {
    x = List.copyOf(x);
    y = List.copyOf(y);
    answers = List.copyOf(answers);
    values = List.copyOf(values);
  }
}
