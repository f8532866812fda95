package dev.gradus.engine.numpy;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.formula.Expression;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes the backward pass of a network as one would write it by hand in numpy. */
public final class NumpyLines {

  /** A sentence about all lines. */
  public static final String CONVENTION =
      "Arrays have a row for each of the m examples of a batch; dividing by m in d_W and d_b gives the gradient of the mean loss, which is what Gradus uses; if the loss averages over outputs, that factor is in its own line";

  private final List<WrittenLayer> layers;

  /**
   * The backward pass of a network.
   *
   * @param layers from the first to the last
   */
  public NumpyLines(List<WrittenLayer> layers) {
    this.layers = List.copyOf(layers);
  }

  /**
   * The properties of a layer that its lines depend on.
   *
   * @param activation empty for a = z
   * @param isDense whether it is z = x W + b, or x W
   * @param hasBiases whether there is a b
   */
  public record WrittenLayer(Optional<Activation> activation, boolean isDense, boolean hasBiases) {}

  /**
   * The line of a loss after the last activation.
   *
   * @param form the loss in its form for the target
   * @param kind of the target
   * @param outputs the number of network outputs
   */
  public NumpyGradient of(Loss form, Target.Kind kind, int outputs) {
    Optional<Activation> last = layers.get(layers.size() - 1).activation();
    return of(form, last, kind, outputs, LayerNames.of(layers.size()));
  }

  /**
   * The line of a loss after an activation.
   *
   * @param loss in its form for the target
   * @param outputs the number of outputs; 0 to call it K
   */
  static NumpyGradient of(
      Loss loss, Optional<Activation> last, Target.Kind kind, int outputs, LayerNames names) {
    try {
      NumpyExpression gradient = loss.gradientInNumpy();
      if (!gradient.isPresent()) {
        return NumpyGradient.none(gradient.reason());
      }
      NumpyExpression back = Derived.derivativeOf(last);
      if (!back.isPresent()) {
        return NumpyGradient.none(
            "the last activation, %s, has none: %s".formatted(nameOf(last), back.reason()));
      }
      return lines(gradient, last, kind, outputs, names);
    } catch (IllegalArgumentException e) {
      // A plugin states something other than an expression, which gradus plugin verify also
      // reports.
      return NumpyGradient.none(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // An error in something that is only shown must not lose the trained network.
      return NumpyGradient.none("what it states of itself fails: " + e);
    }
  }

  private static NumpyGradient lines(
      NumpyExpression gradient,
      Optional<Activation> last,
      Target.Kind kind,
      int outputs,
      LayerNames names) {
    NumpyExpression back = Derived.derivativeOf(last);
    Derived derived =
        Derived.of(
            Expression.parse(gradient.text()),
            names.stated(back),
            Derived.isPointwise(last),
            kind == Target.Kind.CLASSES);
    List<Expression> shown = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    derived.ofOutputs().ifPresent(each -> shown.add(counted(each, outputs)));
    shown.add(counted(derived.ofPreActivations(), outputs));
    for (int i = 0; i < shown.size(); i++) {
      String left = i == shown.size() - 1 ? "d_Z" : "d_A";
      lines.add(names.of(left) + " = " + names.in(shown.get(i)));
    }
    List<String> options = new ArrayList<>();
    gradient.options().forEach((name, value) -> options.add(LayerNames.value(name, value)));
    if (!Derived.isLearned(last)) {
      options.addAll(names.values(back));
    }
    // An option may have cancelled, such as the weight of an omitted factor.
    options.removeIf(line -> lines.stream().noneMatch(wholeName(line).asPredicate()));
    return new NumpyGradient(options, lines, remark(shown.get(0), last), "");
  }

  private static Pattern wholeName(String line) {
    return Pattern.compile("(?<![\\w.])" + line.substring(0, line.indexOf(' ')) + "(?!\\w)");
  }

  private static Expression counted(Expression expression, int outputs) {
    return outputs == 0
        ? expression
        : expression.with(Map.of(Expression.OUTPUTS, Expression.number(outputs)));
  }

  private static String remark(Expression first, Optional<Activation> last) {
    if (Derived.isLearned(last)) {
      return "The coefficients of %s are learned, one of each for each unit"
          .formatted(nameOf(last));
    }
    String factor = first.factor();
    return factor.equals("1") || factor.equals("-1")
        ? ""
        : "The constant factor %s acts as a learning rate, and hand-written code often leaves it out"
            .formatted(factor.replace("-", ""));
  }

  private static String nameOf(Optional<Activation> activation) {
    return activation.map(PluginType::nameOf).orElse("none");
  }

  /**
   * The lines after that of the loss, from the last layer to the first: the same for every loss.
   *
   * @return empty if a layer is not dense
   */
  public List<String> backward() {
    List<String> lines = new ArrayList<>();
    for (int l = layers.size(); l > 0; l--) {
      WrittenLayer layer = layers.get(l - 1);
      if (!layer.isDense()) {
        return List.of();
      }
      LayerNames names = LayerNames.of(l);
      String inputs = l == 1 ? "X" : LayerNames.of(l - 1).outputs();
      lines.add("%s = %s.T @ %s / m".formatted(names.of("d_W"), inputs, names.of("d_Z")));
      if (layer.hasBiases()) {
        lines.add("%s = %s.sum(axis=0) / m".formatted(names.of("d_b"), names.of("d_Z")));
      }
      if (l > 1) {
        LayerNames before = LayerNames.of(l - 1);
        lines.add("%s = %s @ %s.T".formatted(before.of("d_A"), names.of("d_Z"), names.of("W")));
        lines.add(hidden(before, layers.get(l - 2).activation()));
      }
    }
    return lines;
  }

  private static String hidden(LayerNames names, Optional<Activation> activation) {
    NumpyExpression stated = Derived.derivativeOf(activation);
    if (!stated.isPresent()) {
      return without(names, activation, stated.reason());
    }
    try {
      Expression back = Derived.hidden(names.stated(stated), Derived.isPointwise(activation));
      return names.of("d_Z") + " = " + names.in(back) + options(names, stated, activation);
    } catch (IllegalArgumentException e) {
      return without(names, activation, String.valueOf(e.getMessage()));
    }
  }

  private static String without(LayerNames names, Optional<Activation> activation, String reason) {
    return "# %s: %s has no line, since %s".formatted(names.of("d_Z"), nameOf(activation), reason);
  }

  /** A comment with the values of the options, if there are any. */
  private static String options(
      LayerNames names, NumpyExpression stated, Optional<Activation> activation) {
    if (stated.options().isEmpty()) {
      return "";
    }
    return Derived.isLearned(activation)
        ? "  # learned, one for each unit: "
            + String.join(", ", stated.options().keySet().stream().map(names::option).toList())
        : "  # " + String.join(", ", names.values(stated));
  }
}
