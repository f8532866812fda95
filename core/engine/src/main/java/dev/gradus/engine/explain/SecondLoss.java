package dev.gradus.engine.explain;

import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.spi.Loss;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The loss that stands beside one, if nobody has said which. */
final class SecondLoss {

  /** The usual ones, in the order in which they are tried. */
  private static final List<String> USUAL =
      List.of("mean-squared-error", "cross-entropy", "binary-cross-entropy", "mean-absolute-error");

  private SecondLoss() {}

  /**
   * The first of the usual losses that is another one and fits the network.
   *
   * @param first the loss beside which it stands
   * @param fitting fits a loss, or throws a {@link TrainingException}
   */
  static Optional<WideLoss> beside(
      WideLoss first, Catalogue catalogue, Function<Loss, WideLoss> fitting) {
    return USUAL.stream()
        .filter(name -> !name.equals(first.name()))
        .flatMap(name -> catalogue.find(PluginKind.LOSS, name).stream())
        .map(type -> (Loss) type.create(Map.of()))
        .flatMap(loss -> fitted(loss, fitting).stream())
        .findFirst();
  }

  private static Optional<WideLoss> fitted(Loss loss, Function<Loss, WideLoss> fitting) {
    try {
      return Optional.of(fitting.apply(loss));
    } catch (TrainingException e) {
      return Optional.empty();
    }
  }
}
