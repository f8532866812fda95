package dev.gradus.engine.training;

import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A loss in the forms in which a network would learn by it: the guard has let it through.
 *
 * @param name the name of the loss in the YAML
 * @param onOutputs the form that suits the target, as a function of the outputs
 * @param onLogits the same as a function of the pre-activations, which training prefers; empty if
 *     the loss does not know the output activation
 */
public record FittedLoss(String name, Loss onOutputs, Optional<Loss> onLogits) {

  /**
   * Fits a loss to a network.
   *
   * @param targets as the network sees them, [n, outputs]; not modified
   * @param spec whether the guard refuses or warns
   * @param catalogue what its advice is drawn from
   * @param warnings gets what the guard says if it only warns
   * @throws dev.gradus.engine.event.TrainingException with a sentence and a remedy, if they do not
   *     fit, and the guard refuses
   */
  public static FittedLoss of(
      Loss loss,
      Network network,
      Target target,
      Matrix targets,
      TrainingSpec spec,
      Catalogue catalogue,
      Consumer<String> warnings) {
    LossGuard guard = LossGuard.of(catalogue, spec, warnings);
    // Asked for what it refuses; the objective itself is in float, and not needed.
    guard.checkNetwork(network);
    guard.objective(loss, network, target);
    guard.checkTargets(loss, network, target, targets);
    Loss suited = loss.forTarget(target);
    return new FittedLoss(
        PluginType.nameOf(loss),
        suited,
        network.outputActivation().map(PluginType::nameOf).flatMap(suited::onLogits));
  }
}
