package dev.gradus.engine.study;

import java.util.List;
import java.util.Optional;

/**
 * The loss over a plane through the trained weights: the plane in which the weights varied most
 * during training.
 *
 * <p>Its directions are the first two principal components of the weights after the epochs. If the
 * path is not known, or is a straight line, they are two random directions, each scaled unit by
 * unit to the norm of the weights.
 *
 * <p>It is one plane of many: a valley in it may not be a valley in the thousands of other
 * directions. Statistics that a network keeps, such as those of batch-norm, are the learned ones
 * everywhere.
 *
 * @param x the coordinates of the grid along the first direction, ascending; the trained weights
 *     are at 0; in units of distance between weights, or with random directions in units of the
 *     norm of the weights
 * @param y the same along the second direction
 * @param losses on the training examples, or {@value #SAMPLE} of them, all of which count alike,
 *     without penalties: a row for each y, a number for each x
 * @param path the path of the weights; empty if the directions are random
 * @param reason why they are random, in a sentence; empty if they are not
 * @see <a href="https://arxiv.org/abs/1712.09913">Li, Xu, Taylor, Studer, Goldstein, Visualizing
 *     the Loss Landscape of Neural Nets, 2018, section 7</a>
 */
public record LossLandscape(
    List<Double> x, List<Double> y, List<List<Double>> losses, Optional<Path> path, String reason) {

  /** The maximum number of training examples in the sample, which is evenly spaced. */
  public static final int SAMPLE = 128;

  public LossLandscape {
    x = List.copyOf(x);
    y = List.copyOf(y);
    losses = losses.stream().map(List::copyOf).toList();
  }

  /**
   * The path of the weights used for prediction.
   *
   * @param points from the start of the run to its last epoch, at most 33, evenly spaced except for
   *     the last; a run that was resumed starts after the epoch of its checkpoint, others at 0
   * @param firstShare the share of the path's variance along the first direction, from 0 to 1
   * @param secondShare the same along the second direction
   */
  public record Path(List<Point> points, double firstShare, double secondShare) {

    public Path {
      points = List.copyOf(points);
    }
  }

  /**
   * A point of the path, projected onto the plane.
   *
   * @param epoch of the point; 0 before the first step
   */
  public record Point(int epoch, double x, double y) {}
}
