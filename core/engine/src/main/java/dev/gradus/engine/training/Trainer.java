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
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
    TrainingSpec spec = experiment.configuration().training();
    copies += spec.accumulate() > 1 ? 1 : 0;
    copies += spec.weightAverage().isPresent() ? 2 : 0;
    copies += experiment.configuration().optimizer().predictsWithOtherWeights() ? 1 : 0;
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
    TrainingSpec spec = configuration.training();
    Batches batches = batches(experiment);
    int epochs = spec.epochs();
    long steps = (long) epochs * ((batches.count() - 1) / spec.accumulate() + 1);
    GradientDescent descent =
        new GradientDescent(
            experiment.network(),
            objective(experiment),
            configuration.optimizer(),
            configuration.schedule().map(schedule -> schedule.forRun(steps)),
            configuration.regularizers(),
            StepRules.of(spec),
            batches.size(0),
            team);
    Examples batch = room(experiment.training(), batches.size(0));
    List<EpochReport> reports = new ArrayList<>();
    Optional<Watch> watch = Watch.of(configuration.schedule());
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double loss = trainEpoch(experiment, descent, batches, batch, epoch, listener);
      descent.predict();
      Map<String, Double> measured =
          experiment
              .validation()
              .map(part -> evaluator.evaluate(experiment, part, team))
              .orElse(Map.of());
      EpochReport report =
          new EpochReport(epoch, epochs, loss, descent.penalty(), descent.learningRate(), measured);
      reports.add(report);
      watch.ifPresent(seen -> descent.measured(seen.add(report)));
      listener.epochDone(report);
      if (epoch < epochs) {
        descent.learnOn();
      }
    }
    return reports;
  }

  private Objective objective(Experiment experiment) {
    Loss loss = experiment.configuration().loss();
    Target target = experiment.preparation().target();
    Objective objective =
        guard.objective(loss, experiment.network(), target, ClassWeights.of(experiment));
    checkAverage(experiment.configuration());
    guard.checkTargets(loss, experiment.network(), target, experiment.training().targets());
    return objective;
  }

  private static void checkAverage(Configuration configuration) {
    if (configuration.training().weightAverage().isPresent()
        && configuration.optimizer().predictsWithOtherWeights()) {
      throw new TrainingException(
          "training.weight-average: %s predicts with a mean of the weights already; leave weight-average out"
              .formatted(PluginType.nameOf(configuration.optimizer())));
    }
  }

  private static Batches batches(Experiment experiment) {
    TrainingSpec spec = experiment.configuration().training();
    return new Batches(experiment.training().rows(), spec.batchSize(), spec.shuffle(), spec.seed());
  }

  /** Room for a batch. */
  private static Examples room(Examples examples, int rows) {
    return new Examples(
        Matrix.zeros(rows, examples.inputs().columns()),
        Matrix.zeros(rows, examples.targets().columns()),
        examples.weights().map(weights -> Matrix.zeros(rows, 1)));
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
      double loss =
          descent.step(
              batch.inputs().firstRows(rows),
              batch.targets().firstRows(rows),
              gatherWeights(batches, i, training, batch));
      checkFinite(experiment.network(), descent, loss, epoch, i + 1);
      sum += loss * rows;
      listener.stepDone(epoch, i + 1, loss);
    }
    descent.finishEpoch();
    checkWeights(experiment.network(), epoch, batches.count());
    return sum / training.rows();
  }

  private static Optional<Matrix> gatherWeights(
      Batches batches, int number, Examples training, Examples batch) {
    if (training.weights().isPresent()) {
      batches.gather(number, training.weights().get(), batch.weights().orElseThrow());
    }
    return batch.weights();
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
