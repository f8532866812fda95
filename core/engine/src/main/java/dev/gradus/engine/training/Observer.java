package dev.gradus.engine.training;

import dev.gradus.engine.event.DecisionSurface;
import dev.gradus.engine.event.Histogram;
import dev.gradus.engine.event.LayerSnapshot;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes snapshots of a network during training, for a listener. It reads weights and gradients but
 * never writes them, so training is the same with and without it.
 */
final class Observer {

  private final Experiment experiment;
  private final Network network;
  private final TrainingListener listener;
  private final Examples sample;
  private final double[] gradientNorms;
  private final double[] updateRatios;
  private final List<float[]> before = new ArrayList<>();
  private int lastSeen = -1;

  /** Whether there was a warning already that some epochs are not shown. */
  private boolean blind;

  Observer(Experiment experiment, TrainingListener listener) {
    this.experiment = experiment;
    this.network = experiment.network();
    this.listener = listener;
    int layers = network.learnedByLayer().size();
    boolean looks = listener.wantsToSee(0);
    sample =
        experiment.training().select(looks ? Sample.rows(experiment, Snapshot.SAMPLE) : new int[0]);
    gradientNorms = new double[layers];
    updateRatios = new double[layers];
    Arrays.fill(gradientNorms, Double.NaN);
    Arrays.fill(updateRatios, Double.NaN);
  }

  /**
   * Called before the next step.
   *
   * @param epoch the last completed epoch; 0 unless a run is resumed
   */
  void start(int epoch) {
    if (listener.wantsToSee(0)) {
      show(epoch);
    }
  }

  /** Called before the last step of an epoch. */
  void lastStep(int epoch) {
    before.clear();
    if (isWanted(epoch)) {
      network.learned().forEach(each -> before.add(each.matrix().values().clone()));
    }
  }

  /**
   * Called when the gradients of that step are known.
   *
   * @param gradients in the order of the parameters; not modified
   */
  void descending(List<Matrix> gradients) {
    int next = 0;
    for (int l = 0; !before.isEmpty() && l < gradientNorms.length; l++) {
      double squares = 0;
      int parameters = network.learnedByLayer().get(l).size();
      for (Matrix gradient : gradients.subList(next, next + parameters)) {
        squares += squares(gradient.values());
      }
      gradientNorms[l] = parameters == 0 ? Double.NaN : Math.sqrt(squares);
      next += parameters;
    }
  }

  /** Called after the update. */
  void moved() {
    int next = 0;
    for (int l = 0; !before.isEmpty() && l < updateRatios.length; l++) {
      double change = 0;
      double length = 0;
      for (Parameter parameter : network.learnedByLayer().get(l)) {
        float[] old = before.get(next++);
        float[] now = parameter.matrix().values();
        for (int i = 0; i < old.length; i++) {
          double d = (double) now[i] - old[i];
          change += d * d;
        }
        length += squares(old);
      }
      updateRatios[l] = length == 0 ? Double.NaN : Math.sqrt(change / length);
    }
  }

  private static double squares(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }

  /** Called after an epoch; the weights used for prediction are in the network. */
  void epochDone(int epoch) {
    if (isWanted(epoch)) {
      show(epoch);
    }
  }

  /** Called after training; the final weights are in the network. */
  void finished(int epoch) {
    if (lastSeen >= 0 && lastSeen < epoch) {
      show(epoch);
    }
  }

  private boolean isWanted(int epoch) {
    return lastSeen >= 0 && listener.wantsToSee(epoch);
  }

  private void show(int epoch) {
    lastSeen = epoch;
    Map<String, Double> measured;
    try {
      measured = Evaluator.evaluateAsLearned(experiment, sample, Team.alone());
    } catch (CancelledException e) {
      // An interrupted thread takes no snapshot.
      return;
    } catch (DataException e) {
      // Training continues without this snapshot.
      if (!blind) {
        blind = true;
        experiment
            .warnings()
            .accept(
                Warning.of(
                    "the report does not show epoch %s, or later epochs that fail in the same way: %s"
                        .formatted(epoch, e.getMessage())));
      }
      return;
    }
    listener.seen(new Snapshot(epoch, layers(), measured, surface()));
    Arrays.fill(gradientNorms, Double.NaN);
    Arrays.fill(updateRatios, Double.NaN);
  }

  private List<LayerSnapshot> layers() {
    Pass pass = network.newPass(sample.rows());
    pass.outputs(sample.inputs().inMemory());
    List<LayerSnapshot> layers = new ArrayList<>();
    for (int l = 0; l < gradientNorms.length; l++) {
      Matrix slopes = pass.slopes(l);
      double flatSlope = network.flatSlope(l);
      double sum = 0;
      int flat = 0;
      int[] flatOfUnit = new int[slopes.columns()];
      for (int i = 0; i < slopes.size(); i++) {
        double slope = Math.abs(slopes.values()[i]);
        sum += slope;
        if (slope < flatSlope) {
          flat++;
          flatOfUnit[i % slopes.columns()]++;
        }
      }
      List<Parameter> parameters = network.parametersByLayer().get(l);
      layers.add(
          new LayerSnapshot(
              network.layerNames().get(l),
              (double) flat / slopes.size(),
              sum / slopes.size(),
              slopes.columns(),
              (int) Arrays.stream(flatOfUnit).filter(n -> n == slopes.rows()).count(),
              gradientNorms[l],
              updateRatios[l],
              histogram(parameters, true),
              histogram(parameters, false),
              Histogram.of(widened(pass.outputs(l).values(), pass.outputs(l).size()))));
    }
    return layers;
  }

  private static Histogram histogram(List<Parameter> parameters, boolean weights) {
    return Histogram.of(
        parameters.stream()
            .filter(each -> weights == (each.role() == Tensor.Role.WEIGHT))
            .map(each -> widened(each.matrix().values(), each.matrix().size()))
            .flatMapToDouble(Arrays::stream)
            .toArray());
  }

  private static double[] widened(float[] values, int count) {
    double[] wide = new double[count];
    for (int i = 0; i < count; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** The predictions over the input plane, if there are two numeric inputs. */
  private Optional<DecisionSurface> surface() {
    return experiment.preparation().plane().isEmpty()
        ? Optional.empty()
        : Optional.of(DecisionGrid.answers(experiment, sample));
  }
}
