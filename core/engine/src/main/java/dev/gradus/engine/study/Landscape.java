package dev.gradus.engine.study;

import java.util.List;

/**
 * A slice through the loss around the weights that were learned: along two random directions, each
 * scaled unit by unit to the length of the weights.
 *
 * <p>It is one slice of many: what looks like a valley in two directions may not be one in the
 * thousands of others.
 *
 * @param at the steps along both directions, ascending, 0 in the midst; 1 is as long as the weights
 * @param losses on a sample of the training examples, a row for each step along the second
 *     direction, a number for each step along the first
 * @see <a href="https://arxiv.org/abs/1712.09913">Li, Xu, Taylor, Studer, Goldstein, Visualizing
 *     the Loss Landscape of Neural Nets, 2018</a>
 */
public record Landscape(List<Double> at, List<List<Double>> losses) {

  /** Keeps copies. */
  public Landscape {
    at = List.copyOf(at);
    losses = losses.stream().map(List::copyOf).toList();
  }
}
