package dev.gradus.engine.learned;

import dev.gradus.engine.baseline.LinearModel;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.object.Friend;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.Learned;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes models of networks that were trained, and takes these out again. */
public final class Models {

  private static final Friend<Model, Learned, Network> FRIEND = Friend.of(Model.class);

  private Models() {}

  /**
   * The model that an experiment has trained just now.
   *
   * @param outlet is given what users of the model must know, such as unknown categories
   * @param linear of the same inputs and examples, if one was fitted
   */
  public static Model of(
      Experiment experiment, Consumer<Warning> outlet, Optional<LinearModel> linear) {
    return FRIEND.make(new Learned(experiment, outlet, linear));
  }

  /** The network of a model; not to be modified. */
  public static Network networkOf(Model model) {
    return FRIEND.open(model);
  }
}
