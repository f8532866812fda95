package dev.gradus.engine.studies;

import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.study.LossLandscape;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.Sample;
import dev.gradus.engine.training.Trainer;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Evaluates the loss over a plane through the weights of a network. */
final class LandscapeSampler {

  private static final int POINTS = 17;

  /** The budget in multiplications for a picture: about a second. */
  private static final long MOST_WORK = 10_000_000_000L;

  /** The margin of the picture around the path, as a share of its width. */
  private static final double MARGIN = 0.25;

  /** The minimum ratio of height to width, and of width to height. */
  private static final double SLIMMEST = 0.25;

  private final Trainer trainer;
  private final Experiment experiment;
  private final Network network;
  private final Examples sample;
  private final float[] centre;

  private LandscapeSampler(Trainer trainer, Experiment experiment) {
    this.trainer = trainer;
    this.experiment = experiment;
    this.network = experiment.network();
    this.sample = experiment.training().select(Sample.rows(experiment, LossLandscape.SAMPLE));
    this.centre = Weights.of(network);
  }

  /**
   * The slice; empty if it would take too long, or the thread is interrupted. The weights are
   * unchanged when this returns.
   *
   * @param trainer evaluates
   * @param path of the weights, if it was recorded
   * @param whyNoPath why it was not recorded, in a sentence
   */
  static Optional<LossLandscape> of(
      Trainer trainer, Experiment experiment, Optional<WeightPath> path, String whyNoPath) {
    long work =
        (long) POINTS
            * POINTS
            * Math.min(LossLandscape.SAMPLE, experiment.training().rows())
            * experiment.network().multiplications();
    if (work > MOST_WORK) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LandscapeSampler(trainer, experiment).measure(path, whyNoPath));
    } catch (CancelledException e) {
      return Optional.empty();
    }
  }

  private LossLandscape measure(Optional<WeightPath> path, String whyNoPath) {
    Optional<PrincipalPlane> plane =
        path.flatMap(known -> PrincipalPlane.of(known.weights(), centre));
    if (plane.isPresent()) {
      return along(plane.get(), path.orElseThrow().epochs());
    }
    List<Double> at = steps(-1, 1);
    return new LossLandscape(
        at,
        at,
        losses(direction(1), at, direction(2), at),
        Optional.empty(),
        path.map(LandscapeSampler::whyNoPlane).orElse(whyNoPath));
  }

  private static String whyNoPlane(WeightPath path) {
    if (path.epochs().size() == 1) {
      return "No epoch was trained in this run, so the weights did not move.";
    }
    if (!path.isFinite()) {
      return "The weights were not finite after every epoch, so their path shows no plane.";
    }
    return path.moves()
        ? "The weights moved along a single line, so their path shows no plane."
        : "Training did not change the weights, so there is no path to show.";
  }

  private LossLandscape along(PrincipalPlane plane, List<Integer> epochs) {
    List<LossLandscape.Point> points = new ArrayList<>();
    double[] low = new double[2];
    double[] high = new double[2];
    for (int i = 0; i < epochs.size(); i++) {
      double[] point = plane.points().get(i);
      points.add(new LossLandscape.Point(epochs.get(i), point[0], point[1]));
      for (int axis = 0; axis < 2; axis++) {
        low[axis] = Math.min(low[axis], point[axis]);
        high[axis] = Math.max(high[axis], point[axis]);
      }
    }
    double widest = Math.max(high[0] - low[0], high[1] - low[1]);
    List<List<Double>> steps = new ArrayList<>();
    for (int axis = 0; axis < 2; axis++) {
      double middle = (low[axis] + high[axis]) / 2;
      double width = Math.max(high[axis] - low[axis], SLIMMEST * widest);
      double half = (0.5 + MARGIN) * width;
      steps.add(throughZero(middle - half, middle + half));
    }
    return new LossLandscape(
        steps.get(0),
        steps.get(1),
        losses(plane.first(), steps.get(0), plane.second(), steps.get(1)),
        Optional.of(new LossLandscape.Path(points, plane.firstShare(), plane.secondShare())),
        "");
  }

  private static List<Double> steps(double from, double to) {
    return IntStream.range(0, POINTS).mapToObj(i -> from + (to - from) * i / (POINTS - 1)).toList();
  }

  /**
   * The same, shifted by at most half a step, so that one point is exactly at the trained weights.
   */
  private static List<Double> throughZero(double from, double to) {
    double step = (to - from) / (POINTS - 1);
    double first = Math.rint(from / step);
    return IntStream.range(0, POINTS).mapToObj(i -> (first + i) * step).toList();
  }

  private List<List<Double>> losses(
      float[] first, List<Double> along, float[] second, List<Double> upwards) {
    List<List<Double>> losses = new ArrayList<>();
    float[] moved = new float[centre.length];
    try {
      for (double y : upwards) {
        List<Double> row = new ArrayList<>();
        for (double x : along) {
          for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (centre[i] + x * first[i] + y * second[i]);
          }
          Weights.put(moved, network);
          row.add(trainer.loss(experiment, sample));
        }
        losses.add(row);
      }
    } finally {
      Weights.put(centre, network);
    }
    return losses;
  }

  /** A random direction; for each unit it has the same norm as the weights. Biases stay. */
  private float[] direction(int number) {
    RandomGenerator random =
        Randomness.of(experiment.configuration().training().seed(), "landscape", number);
    float[] direction = new float[centre.length];
    int from = 0;
    for (Parameter parameter : network.parameters()) {
      Matrix matrix = parameter.matrix();
      if (parameter.role() == Tensor.Role.WEIGHT) {
        System.arraycopy(along(matrix, random), 0, direction, from, matrix.size());
      }
      from += matrix.size();
    }
    return direction;
  }

  private static float[] along(Matrix weights, RandomGenerator random) {
    float[] values = new float[weights.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    for (int unit = 0; unit < weights.columns(); unit++) {
      double drawn = 0;
      double own = 0;
      for (int i = unit; i < values.length; i += weights.columns()) {
        drawn += (double) values[i] * values[i];
        own += (double) weights.values()[i] * weights.values()[i];
      }
      float factor = drawn == 0 ? 0 : (float) Math.sqrt(own / drawn);
      for (int i = unit; i < values.length; i += weights.columns()) {
        values[i] *= factor;
      }
    }
    return values;
  }
}
