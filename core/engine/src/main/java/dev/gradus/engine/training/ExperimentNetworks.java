package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LayerPlace;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.loss.TrainingLoss;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.network.ScheduleFitting;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.Warning;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Builds the networks of experiments within the memory that there is, and fits their losses. */
final class ExperimentNetworks {

  private final NetworkBuilder networks;
  private final long heapBytes;

  /**
   * Creates it.
   *
   * @param heapBytes a network whose training would take more is refused before it is allocated
   */
  ExperimentNetworks(NetworkBuilder networks, long heapBytes) {
    this.networks = networks;
    this.heapBytes = heapBytes;
  }

  /**
   * Builds a network with initial weights, or those of the initial model.
   *
   * @param rows of its run
   * @throws dev.gradus.runtime.problem.GradusException if there is not enough memory to train it
   */
  Network initial(
      Configuration configuration,
      Preparation preparation,
      Optional<Start> start,
      RunRows rows,
      ScheduleFitting schedules,
      Consumer<Warning> warnings) {
    plan(configuration, preparation, rows).check(heapBytes);
    Network network =
        networks.build(
            configuration.network(),
            preparation.inputColumns(),
            preparation.target(),
            configuration.loss(),
            configuration.training().seed(),
            schedules);
    start.ifPresent(model -> Transplant.into(network, configuration, preparation, model, warnings));
    return network.frozen(LayerPlace.indexes(configuration.training().freeze()));
  }

  /** The memory of the process, in bytes. */
  long heapBytes() {
    return heapBytes;
  }

  /** Whether there is enough memory for a run with these rows. */
  boolean fits(Configuration configuration, Preparation preparation, RunRows rows) {
    return plan(configuration, preparation, rows).fits(heapBytes);
  }

  private MemoryPlan plan(Configuration configuration, Preparation preparation, RunRows rows) {
    return MemoryPlan.of(
        configuration,
        networks
            .plan(
                configuration.network(),
                preparation.inputColumns(),
                preparation.target(),
                configuration.loss())
            .frozen(LayerPlace.indexes(configuration.training().freeze())),
        preparation.target(),
        rows.training(),
        rows.measured(),
        rows.batch(),
        rows.stored());
  }

  /** Initializes the layers that depend on the training data, unless the initial model has them. */
  static void initialize(
      Network network, Configuration configuration, Optional<Start> start, MatrixRows inputs) {
    network.initialize(inputs, configuration.training().seed(), kept(configuration, start));
  }

  /** The indices of the layers that have the weights of the initial model. */
  static Set<Integer> kept(Configuration configuration, Optional<Start> start) {
    Set<Integer> reset = LayerPlace.indexes(configuration.training().reset());
    return IntStream.range(0, start.isPresent() ? configuration.network().size() : 0)
        .boxed()
        .filter(index -> start.orElseThrow().resumed() || !reset.contains(index))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A copy of a network with tensors of its own. */
  Network copy(Configuration configuration, Preparation preparation, Network network) {
    Network copy =
        networks.blank(
            configuration.network(),
            preparation.inputColumns(),
            preparation.target(),
            configuration.loss());
    copyTensors(network, copy);
    return copy;
  }

  /** Copies the parameters and statistics of a network into another one with the same layers. */
  static void copyTensors(Network from, Network into) {
    List<Parameter> given = from.tensors();
    List<Parameter> taken = into.tensors();
    for (int i = 0; i < given.size(); i++) {
      float[] values = given.get(i).matrix().values();
      System.arraycopy(values, 0, taken.get(i).matrix().values(), 0, values.length);
    }
  }

  /** Fits the loss of a configuration to a network and its examples. */
  TrainingLoss loss(
      Configuration configuration,
      Network network,
      Preparation preparation,
      Examples training,
      Optional<Examples> validation) {
    return new TrainingLoss(
        guard(configuration, network, preparation),
        configuration,
        preparation.targets(),
        training,
        validation);
  }

  /** The same with known class weights, for examples that another process has checked. */
  TrainingLoss checkedLoss(
      Configuration configuration,
      Network network,
      Preparation preparation,
      Examples training,
      List<Double> classWeights) {
    return TrainingLoss.checked(
        guard(configuration, network, preparation),
        configuration,
        preparation.targets(),
        training,
        classWeights);
  }

  private LossGuard guard(Configuration configuration, Network network, Preparation preparation) {
    return new LossGuard(
        networks.catalogue(), configuration.training(), network, preparation.target());
  }
}
