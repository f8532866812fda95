package dev.gradus.engine.event;

import java.util.List;

/**
 * The predictions of a network with two inputs on a grid over the plane.
 *
 * @param x the first input at the columns of the grid, in the unit of the data, ascending
 * @param y the second input at its rows, ascending
 * @param answers one for each point, row by row: the index of the largest output, from 0; with one
 *     output 0
 * @param values one for each point: the largest output; in the unit of the data for a numeric
 *     target
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
