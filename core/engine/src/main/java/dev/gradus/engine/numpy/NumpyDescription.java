package dev.gradus.engine.numpy;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.formula.Expression;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a loss or an activation with its usual options is in numpy. */
public final class NumpyDescription {

  /** The output activations behind which a loss is shown, if they suit it. */
  private static final List<String> LAST =
      List.of("identity", "sigmoid", "tanh", "softmax", "exponential");

  private static final LayerNames PLAIN = new LayerNames("");

  private NumpyDescription() {}

  /**
   * Lines, each behind the name of the activation that it is for.
   *
   * @return empty for any other kind of plugin
   */
  public static List<String> of(PluginType type, Catalogue catalogue) {
    if (!type.kinds().contains(PluginKind.LOSS) && !type.kinds().contains(PluginKind.ACTIVATION)) {
      return List.of();
    }
    Object plugin = type.example();
    return plugin instanceof Loss loss ? ofLoss(loss, catalogue) : of((Activation) plugin);
  }

  private static List<String> of(Activation activation) {
    NumpyExpression stated = activation.derivativeInNumpy();
    if (!stated.isPresent()) {
      return List.of("none: " + stated.reason());
    }
    Expression back = Derived.hidden(PLAIN.stated(stated), activation.isPointwise());
    return List.of("d_Z = " + PLAIN.in(back));
  }

  private static List<String> ofLoss(Loss loss, Catalogue catalogue) {
    NumpyExpression stated = loss.gradientInNumpy();
    if (!stated.isPresent()) {
      return List.of("none: " + stated.reason());
    }
    List<String> lines = new ArrayList<>();
    lines.add("d_A = " + Expression.parse(stated.text()));
    for (String name : LAST) {
      Optional<Activation> last =
          catalogue
              .find(PluginKind.ACTIVATION, name)
              .map(type -> (Activation) type.create(Map.of()))
              .filter(activation -> suits(loss, activation));
      if (last.isPresent()) {
        Target.Kind kind =
            loss.outputs() == Loss.Outputs.DISTRIBUTION ? Target.Kind.CLASSES : Target.Kind.NUMERIC;
        NumpyGradient line = NumpyLines.of(loss, last, kind, 0, PLAIN);
        if (line.isPresent()) {
          lines.add("%s: %s".formatted(name, String.join("; ", line.lines())));
        }
      }
    }
    return lines;
  }

  /** Whether a loss can be behind an activation, as far as both say. */
  private static boolean suits(Loss loss, Activation last) {
    return loss.predictions().contains(last.outputs())
        && switch (loss.outputs()) {
          case ANY, APART -> !last.givesDistribution();
          case DISTRIBUTION -> last.givesDistribution();
          case SCORES, UNBOUNDED -> last.outputs().equals(Interval.REAL);
        };
  }
}
