package dev.gradus.engine.study;

import dev.gradus.engine.data.Examples;
import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.problem.CancelledException;
import dev.gradus.engine.training.Evaluator;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.Sample;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Measures the loss along two random directions through the weights of a network. */
final class Slice {

  private static final int POINTS = 17;
  private static final int SAMPLE = 128;

  /** Multiplications that are worth a picture: about a second. */
  private static final long MOST_WORK = 10_000_000_000L;

  private final Experiment experiment;
  private final Network network;
  private final Examples sample;
  private final List<float[]> centre = new ArrayList<>();

  private Slice(Experiment experiment) {
    this.experiment = experiment;
    this.network = experiment.network();
    this.sample = experiment.training().select(Sample.rows(experiment, SAMPLE));
    network.parameters().forEach(each -> centre.add(each.matrix().values().clone()));
  }

  /**
   * The slice; empty if it would take too long, or the thread is interrupted. The weights are as
   * before when this returns.
   */
  static Optional<Landscape> of(Experiment experiment) {
    long work =
        (long) POINTS
            * POINTS
            * Math.min(SAMPLE, experiment.training().rows())
            * experiment.network().multiplications();
    if (work > MOST_WORK) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Slice(experiment).measure());
    } catch (CancelledException e) {
      return Optional.empty();
    }
  }

  private Landscape measure() {
    List<float[]> first = direction(1);
    List<float[]> second = direction(2);
    List<Double> at = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      at.add(2.0 * i / (POINTS - 1) - 1);
    }
    List<List<Double>> losses = new ArrayList<>();
    try {
      for (double y : at) {
        List<Double> row = new ArrayList<>();
        for (double x : at) {
          move(first, x, second, y);
          row.add(Evaluator.loss(experiment, sample));
        }
        losses.add(row);
      }
    } finally {
      move(first, 0, second, 0);
    }
    return new Landscape(at, losses);
  }

  /** A random one; the part of each unit is as long as its weights. Biases stay. */
  private List<float[]> direction(int number) {
    RandomGenerator random =
        Randomness.of(experiment.configuration().training().seed(), "landscape", number);
    List<float[]> direction = new ArrayList<>();
    for (Parameter parameter : network.parameters()) {
      direction.add(
          parameter.role() == Tensor.Role.WEIGHT
              ? along(parameter.matrix(), random)
              : new float[parameter.matrix().size()]);
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

  private void move(List<float[]> first, double x, List<float[]> second, double y) {
    List<Parameter> parameters = network.parameters();
    for (int k = 0; k < centre.size(); k++) {
      float[] values = parameters.get(k).matrix().values();
      float[] from = centre.get(k);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (from[i] + x * first.get(k)[i] + y * second.get(k)[i]);
      }
    }
  }
}
