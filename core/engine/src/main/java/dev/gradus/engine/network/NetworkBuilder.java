package dev.gradus.engine.network;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.runtime.column.InputColumns;
import dev.gradus.runtime.network.Assembly;
import dev.gradus.runtime.network.Initialization;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.runtime.network.Space;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.List;

/** Builds networks from their specification. */
public final class NetworkBuilder {

  private final Catalogue catalogue;

  /**
   * Creates a builder.
   *
   * @param catalogue finds the initializers that activations ask for by name
   */
  public NetworkBuilder(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The plugins that networks are built from. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * Makes a network without values: it knows its shapes and sizes, but cannot be used.
   *
   * @param specs the layers, at least one
   * @param inputs the input columns
   * @param target what is predicted
   * @param loss determines how many outputs the target needs
   * @throws NetworkException with a sentence, if the layers do not fit the data, or a row or a
   *     tensor does not fit into an array
   */
  public Network plan(List<Layer> specs, InputColumns inputs, Target target, Loss loss) {
    return Network.of(
        Assembly.network(
            specs, inputs, target, loss.outputCount(target), Space.PLANNED, Initialization.NONE));
  }

  /**
   * Makes a network with initial weights.
   *
   * @param specs the layers, at least one
   * @param inputs the input columns
   * @param target what is predicted
   * @param loss determines how many outputs the target needs
   * @param seed the same seed gives the same weights
   * @param schedules fits the schedules of layers to the run
   * @throws NetworkException with a sentence, if the layers do not fit the data
   */
  public Network build(
      List<Layer> specs,
      InputColumns inputs,
      Target target,
      Loss loss,
      long seed,
      ScheduleFitting schedules) {
    Initialization fresh = new FreshWeights(catalogue, seed, schedules);
    return Network.of(
        Assembly.network(specs, inputs, target, loss.outputCount(target), Space.TAKEN, fresh));
  }

  /** As above, with one output for each number of the target. */
  public Network build(List<Layer> specs, InputColumns inputs, Target target, long seed) {
    Initialization fresh = new FreshWeights(catalogue, seed, ScheduleFitting.NONE);
    return Network.of(Assembly.network(specs, inputs, target, target.width(), Space.TAKEN, fresh));
  }

  /** As above, for inputs that are all numeric. */
  public Network build(List<Layer> specs, int inputs, Target target, long seed) {
    return build(specs, InputColumns.numbers(inputs), target, seed);
  }

  /**
   * Makes a network whose weights are all 0, to be overwritten with those of a trained network.
   *
   * @param loss determines how many outputs the target needs
   * @throws NetworkException with a sentence, if the layers do not fit the data
   */
  public Network blank(List<Layer> specs, InputColumns inputs, Target target, Loss loss) {
    return Network.of(
        Assembly.network(
            specs, inputs, target, loss.outputCount(target), Space.TAKEN, Initialization.NONE));
  }

  /** The same as {@link #plan(List, InputColumns, Target, Loss)} with a given number of outputs. */
  public Network plan(List<Layer> specs, InputColumns inputs, Target target, int outputs) {
    return Network.of(
        Assembly.network(specs, inputs, target, outputs, Space.PLANNED, Initialization.NONE));
  }

  /**
   * The same as {@link #blank(List, InputColumns, Target, Loss)} with a given number of outputs.
   */
  public Network blank(List<Layer> specs, InputColumns inputs, Target target, int outputs) {
    return Network.of(
        Assembly.network(specs, inputs, target, outputs, Space.TAKEN, Initialization.NONE));
  }

  /** As above, with one output for each number of the target. */
  public Network blank(List<Layer> specs, InputColumns inputs, Target target) {
    return Network.of(
        Assembly.network(specs, inputs, target, target.width(), Space.TAKEN, Initialization.NONE));
  }
}
