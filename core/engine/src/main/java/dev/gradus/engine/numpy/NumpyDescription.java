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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Describes a loss or an activation with its default options as lines of numpy. */
public final class NumpyDescription {

  /** Explains the names in the lines. */
  public static final String NAMES =
      "a are outputs, Z pre-activations, y targets, K the number of outputs, and d_ a derivative of the loss; arrays have a row for each example";

  /** The output activations that a loss is shown with, if they fit it. */
  private static final List<String> LAST = List.of("identity", "sigmoid", "softmax", "exponential");

  /** The maximum length of a line; a longer one says no more at a glance than d_A. */
  private static final int LONGEST = 100;

  private static final LayerNames PLAIN = new LayerNames("");

  private static final String NONE = "none: ";

  /** The meaning of each symbol, in the order in which they are explained. */
  private static final Map<String, String> SYMBOLS = symbols();

  private NumpyDescription() {}

  private static Map<String, String> symbols() {
    Map<String, String> symbols = new LinkedHashMap<>();
    symbols.put("a", "outputs");
    symbols.put("Z", "pre-activations");
    symbols.put("y", "targets");
    symbols.put("K", "the number of outputs");
    return symbols;
  }

  /** Explains the symbols in some lines; empty if there are none. */
  public static String legend(List<String> lines) {
    String all =
        lines.stream().filter(line -> !line.startsWith(NONE)).collect(Collectors.joining("\n"));
    return SYMBOLS.entrySet().stream()
        .filter(
            symbol ->
                Pattern.compile("(?<![\\w.])" + symbol.getKey() + "(?!\\w)").matcher(all).find())
        .map(symbol -> symbol.getKey() + ": " + symbol.getValue())
        .collect(Collectors.joining(", "));
  }

  /**
   * The lines of d_A of a loss and of d_Z for common output activations, or the line of an
   * activation.
   *
   * @return empty for any other kind of plugin
   */
  public static List<String> of(PluginType type, Catalogue catalogue) {
    if (!type.kinds().contains(PluginKind.LOSS) && !type.kinds().contains(PluginKind.ACTIVATION)) {
      return List.of();
    }
    return of(type.example(), catalogue);
  }

  /** The same for a loss or an activation with the options that it has. */
  public static List<String> of(Object plugin, Catalogue catalogue) {
    return plugin instanceof Loss loss ? ofLoss(loss, catalogue) : of((Activation) plugin);
  }

  private static List<String> of(Activation activation) {
    NumpyExpression stated = activation.derivativeInNumpy();
    if (!stated.isPresent()) {
      return List.of(NONE + stated.reason());
    }
    Expression back = Derived.hidden(PLAIN.stated(stated), activation.isPointwise());
    return List.of("d_Z = " + PLAIN.in(back));
  }

  private static List<String> ofLoss(Loss loss, Catalogue catalogue) {
    NumpyExpression stated = loss.gradientInNumpy();
    if (!stated.isPresent()) {
      return List.of(NONE + stated.reason());
    }
    List<String> lines = new ArrayList<>();
    lines.add("d_A = " + Expression.parse(stated.text()));
    for (String name : LAST) {
      catalogue
          .find(PluginKind.ACTIVATION, name)
          .map(type -> (Activation) type.create(Map.of()))
          .filter(activation -> suits(loss, activation))
          .flatMap(activation -> behind(loss, activation))
          .ifPresent(line -> lines.add("%s  # after %s".formatted(line, name)));
    }
    return lines;
  }

  private static Optional<String> behind(Loss loss, Activation last) {
    Target.Kind kind =
        loss.outputs() == Loss.Outputs.DISTRIBUTION ? Target.Kind.CLASSES : Target.Kind.NUMERIC;
    List<String> lines = NumpyLines.of(loss, Optional.of(last), kind, 0, PLAIN).lines();
    return lines.stream().filter(line -> lines.size() == 1 && line.length() <= LONGEST).findFirst();
  }

  /** Whether a loss can follow an activation, according to their declared ranges. */
  private static boolean suits(Loss loss, Activation last) {
    return loss.predictions().contains(last.outputs())
        && switch (loss.outputs()) {
          case ANY, APART -> !last.givesDistribution() && !isOnlyPositive(loss, last);
          case DISTRIBUTION -> last.givesDistribution();
          case SCORES, UNBOUNDED -> last.outputs().equals(Interval.REAL);
        };
  }

  /** An exponential is for positive outputs; a loss that takes any number does not need it. */
  private static boolean isOnlyPositive(Loss loss, Activation last) {
    return loss.predictions().equals(Interval.REAL) && last.outputs().equals(Interval.atLeast(0));
  }
}
