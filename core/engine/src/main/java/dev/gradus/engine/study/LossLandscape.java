package dev.gradus.engine.study;

import java.util.List;
import java.util.Optional;

/**
 * The loss over a plane through the weights that were learned: the plane in which the weights moved
 * most on their path through the epochs.
 *
 * <p>Its directions are the first two principal components of the weights after the epochs. Where
 * the path is not known, or did not leave a line, they are two random ones, each scaled unit by
 * unit to the length of the weights.
 *
 * <p>It is one plane of many: what looks like a valley in it may not be one in the thousands of
 * other directions. Statistics that a network keeps, such as those of batch-norm, are the learned
 * ones everywhere.
 *
 * @param x where the loss was measured along the first direction, ascending; the learned weights
 *     are at 0; a distance between weights, or with random directions 1 for the length of the
 *     weights
 * @param y the same along the second
 * @param losses on the training examples, or {@value #SAMPLE} of them, all of which count alike,
 *     without penalties: a row for each y, a number for each x
 * @param path the path of the weights; empty if the directions are random
 * @param reason why they are random, in a sentence; empty if they are not
 * @see <a href="https://arxiv.org/abs/1712.09913">Li, Xu, Taylor, Studer, Goldstein, Visualizing
 *     the Loss Landscape of Neural Nets, 2018, section 7</a>
 */
public record LossLandscape(
    List<Double> x, List<Double> y, List<List<Double>> losses, Optional<Path> path, String reason) {

  /** Of more training examples than these, as many are used, evenly spaced. */
  public static final int SAMPLE = 128;

  public LossLandscape {
    x = List.copyOf(x);
    y = List.copyOf(y);
    losses = losses.stream().map(List::copyOf).toList();
  }

  /**
   * The path of the weights that predict.
   *
   * @param points from where the run started to its last epoch, at most 33, evenly spaced but for
   *     the last; a run that went on from a checkpoint starts after the epoch of that, others at 0
   * @param firstShare how much of the variance of the weights on their path lies along the first
   *     direction, from 0 to 1
   * @param secondShare the same along the second
   */
  public record Path(List<Point> points, double firstShare, double secondShare) {

    public Path {
      points = List.copyOf(points);
    }
  }

  /**
   * A point of the path, as it is seen in the plane.
   *
   * @param epoch after which one; 0 before the first step
   */
  public record Point(int epoch, double x, double y) {}
}
