package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.Batches;
import dev.gradus.engine.data.Examples;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Trains a network: the loop over epochs and batches. */
public final class Trainer {

  private final LossGuard guard;
  private final Evaluator evaluator;

  /**
   * Makes a trainer.
   *
   * @param catalogue what its advice about losses and activations is drawn from
   */
  public Trainer(Catalogue catalogue) {
    this.guard = new LossGuard(catalogue);
    this.evaluator = new Evaluator(catalogue);
  }

  /**
   * Does everything that training does before its first step.
   *
   * @return what would be trained
   * @throws TrainingException if the loss or a metric does not fit the network or the target
   */
  public TrainingPlan plan(Experiment experiment) {
    objective(experiment);
    evaluator.evaluate(experiment, experiment.training().select(new int[] {0}));
    Configuration configuration = experiment.configuration();
    return new TrainingPlan(
        experiment.training().rows(),
        experiment.validation().map(Examples::rows).orElse(0),
        experiment.network().inputs(),
        experiment.network().outputs(),
        experiment.network().size(),
        configuration.training().epochs(),
        batches(experiment).count(),
        bytes(experiment));
  }

  private static long bytes(Experiment experiment) {
    Network network = experiment.network();
    Examples training = experiment.training();
    int rows = Math.min(experiment.configuration().training().batchSize(), training.rows());
    int measured = experiment.validation().map(Examples::rows).orElse(0);
    long width = (long) training.inputs().columns() + training.targets().columns();
    long examples = Float.BYTES * width * (training.rows() + measured + rows);
    // The weights, and what the optimizer remembers of each; the gradients belong to the pass.
    long copies = 1L + experiment.configuration().optimizer().state().size();
    return examples
        + Float.BYTES * network.size() * copies
        + network.learningBytes(rows)
        + Evaluator.bytes(measured, training.targets().columns());
  }

  private static void checkMemory(TrainingPlan plan) {
    long heap = Runtime.getRuntime().maxMemory();
    if (plan.bytes() > heap) {
      throw new TrainingException(
          String.format(
              Locale.ROOT,
              "training would hold about %,d bytes in memory, but this process has %,d; give it more (java -Xmx), or take fewer rows, smaller layers or a smaller batch-size",
              plan.bytes(),
              heap));
    }
  }

  /**
   * Trains the network of an experiment.
   *
   * @param experiment its network is modified
   * @param listener sees every step
   * @return what each epoch has brought
   * @throws TrainingException if the loss or a metric does not fit the network or the target, or
   *     the loss is no longer finite
   */
  public List<EpochReport> train(Experiment experiment, TrainingListener listener) {
    TrainingPlan plan = plan(experiment);
    checkMemory(plan);
    listener.started(plan);
    TrainingSpec spec = experiment.configuration().training();
    try (Team team =
        new Team(spec.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors()))) {
      return train(experiment, listener, team);
    }
  }

  private List<EpochReport> train(Experiment experiment, TrainingListener listener, Team team) {
    Configuration configuration = experiment.configuration();
    Batches batches = batches(experiment);
    GradientDescent descent =
        new GradientDescent(
            experiment.network(),
            objective(experiment),
            configuration.optimizer(),
            configuration.schedule(),
            configuration.regularizers(),
            batches.size(0),
            team);
    Examples batch = room(experiment.training(), batches.size(0));
    int epochs = configuration.training().epochs();
    List<EpochReport> reports = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double loss = trainEpoch(experiment, descent, batches, batch, epoch, listener);
      Map<String, Double> measured =
          experiment
              .validation()
              .map(part -> evaluator.evaluate(experiment, part, team))
              .orElse(Map.of());
      EpochReport report =
          new EpochReport(epoch, epochs, loss, descent.penalty(), descent.learningRate(), measured);
      reports.add(report);
      listener.epochDone(report);
    }
    return reports;
  }

  private Objective objective(Experiment experiment) {
    Loss loss = experiment.configuration().loss();
    Target target = experiment.preparation().target();
    Objective objective = guard.objective(loss, experiment.network(), target);
    guard.checkTargets(loss, experiment.network(), target, experiment.training().targets());
    return objective;
  }

  private static Batches batches(Experiment experiment) {
    TrainingSpec spec = experiment.configuration().training();
    return new Batches(experiment.training().rows(), spec.batchSize(), spec.shuffle(), spec.seed());
  }

  /** Room for a batch. */
  private static Examples room(Examples examples, int rows) {
    return new Examples(
        Matrix.zeros(rows, examples.inputs().columns()),
        Matrix.zeros(rows, examples.targets().columns()));
  }

  private static double trainEpoch(
      Experiment experiment,
      GradientDescent descent,
      Batches batches,
      Examples batch,
      int epoch,
      TrainingListener listener) {
    Examples training = experiment.training();
    batches.startEpoch(epoch);
    double sum = 0;
    for (int i = 0; i < batches.count(); i++) {
      int rows = batches.gather(i, training.inputs(), batch.inputs());
      batches.gather(i, training.targets(), batch.targets());
      double loss = descent.step(batch.inputs().firstRows(rows), batch.targets().firstRows(rows));
      checkFinite(experiment.network(), descent, loss, epoch, i + 1);
      sum += loss * rows;
      listener.stepDone(epoch, i + 1, loss);
    }
    checkWeights(experiment.network(), epoch, batches.count());
    return sum / training.rows();
  }

  /** The last step of an epoch has no next one that would notice what it has done. */
  private static void checkWeights(Network network, int epoch, int batch) {
    for (Parameter parameter : network.parameters()) {
      if (!allFinite(parameter.matrix())) {
        throw new TrainingException(
            "training stopped in epoch %s, batch %s: %s is not finite any more; a smaller learning rate usually helps, and inputs that are standardised"
                .formatted(epoch, batch, parameter.name()));
      }
    }
  }

  private static void checkFinite(
      Network network, GradientDescent descent, double loss, int epoch, int batch) {
    if (Double.isFinite(loss + descent.penalty())) {
      return;
    }
    String where = "in epoch %s, batch %s".formatted(epoch, batch);
    List<Parameter> parameters = network.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      if (!allFinite(descent.gradients().get(i))) {
        throw new TrainingException(
            "training stopped %s: the loss is %s and the gradient of %s is not finite; a smaller learning rate usually helps, and inputs that are standardised"
                .formatted(where, loss, parameters.get(i).name()));
      }
    }
    throw new TrainingException(
        "training stopped %s: the loss is %s, the penalty of the regularizers %s; a smaller learning rate usually helps"
            .formatted(where, loss, descent.penalty()));
  }

  private static boolean allFinite(Matrix matrix) {
    for (int i = 0; i < matrix.size(); i++) {
      if (!Float.isFinite(matrix.values()[i])) {
        return false;
      }
    }
    return true;
  }
}
