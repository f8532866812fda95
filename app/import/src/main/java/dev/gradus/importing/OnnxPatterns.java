package dev.gradus.importing;

import static dev.gradus.importing.Formula.X;
import static dev.gradus.importing.Formula.call;

import dev.gradus.activations.Gelu;
import dev.gradus.activations.HardShrink;
import dev.gradus.activations.HardSwish;
import dev.gradus.activations.Mish;
import dev.gradus.activations.Silu;
import dev.gradus.activations.SoftShrink;
import dev.gradus.activations.Softplus;
import dev.gradus.activations.Softsign;
import dev.gradus.activations.TanhShrink;
import dev.gradus.activations.Threshold;
import dev.gradus.layers.LayerNorm;
import dev.gradus.layers.RmsNorm;
import dev.gradus.spi.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Layers and activations that exporters write as several operators. */
final class OnnxPatterns {

  /** Stands for a number of the file in the text of a formula, and is no number of any formula. */
  private static final double ANY = 98765;

  private static final String NUMBER = "(-?[0-9.]+(?:E[+-]?[0-9]+)?)";

  private static final Map<String, Activation> ACTIVATIONS =
      Map.ofEntries(
          Map.entry(
              X.times(0.5).times(call("Erf", X.times(Math.sqrt(0.5))).plus(1)).text(), new Gelu()),
          Map.entry(gelu(X.plus(X.times(X).times(X).times(0.044715))), approximate()),
          Map.entry(gelu(X.times(X.times(X).times(0.044715).plus(1))), approximate()),
          Map.entry(X.times(call("Sigmoid", X)).text(), new Silu()),
          Map.entry(X.times(call("Tanh", call("Softplus", X))).text(), new Mish()),
          Map.entry(
              X.times(call("Clip", X.plus(3), Formula.of(0), Formula.of(6))).times(1.0 / 6).text(),
              new HardSwish()),
          Map.entry(X.times(call("Abs", X).plus(1).inverse()).text(), new Softsign()),
          Map.entry(X.plus(call("Tanh", X).times(-1)).text(), new TanhShrink()),
          Map.entry(
              where(call("Greater", X, Formula.of(20)), X, call("Softplus", X)), new Softplus()));

  /** Activations with a number in their formula. */
  private static final List<Parametrised> PARAMETRISED =
      List.of(
          new Parametrised(
              X.times(call("Sigmoid", X.times(ANY))).text(), numbers -> new Silu(numbers.get(0))),
          new Parametrised(
              X.plus(call("Clip", X, Formula.of(-ANY), Formula.of(ANY)).times(-1)).text(),
              numbers -> new SoftShrink(numbers.get(1))),
          new Parametrised(
              where(call("LessOrEqual", call("Abs", X), Formula.of(ANY)), Formula.of(0), X),
              numbers -> new HardShrink(numbers.get(0))),
          new Parametrised(
              where(call("LessOrEqual", X, Formula.of(ANY)), Formula.of(ANY), X),
              numbers -> new Threshold(numbers.get(0), numbers.get(1))));

  private record Parametrised(String text, Function<List<Double>, Activation> activation) {

    Optional<Activation> match(String formula) {
      return numbers(text, formula).map(activation);
    }
  }

  private OnnxPatterns() {}

  private static String gelu(Formula inner) {
    return X.times(0.5).times(call("Tanh", inner.times(Math.sqrt(2 / Math.PI))).plus(1)).text();
  }

  private static Gelu approximate() {
    return new Gelu(Gelu.Approximation.TANH);
  }

  private static String where(Formula condition, Formula then, Formula otherwise) {
    return call("Where", condition, then, otherwise).text();
  }

  /** The numbers in the places of {@link #ANY}; empty if the rest of the text is another one. */
  private static Optional<List<Double>> numbers(String pattern, String formula) {
    String any = Formula.of(ANY).text();
    StringBuilder regex = new StringBuilder();
    int at = 0;
    for (int next = pattern.indexOf(any); next >= 0; next = pattern.indexOf(any, at)) {
      int from = next > at && pattern.charAt(next - 1) == '-' ? next - 1 : next;
      regex.append(Pattern.quote(pattern.substring(at, from))).append(NUMBER);
      at = next + any.length();
    }
    regex.append(Pattern.quote(pattern.substring(at)));
    Matcher matcher = Pattern.compile(regex.toString()).matcher(formula);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<Double> numbers = new ArrayList<>();
    for (int i = 1; i <= matcher.groupCount(); i++) {
      numbers.add(Double.valueOf(matcher.group(i)));
    }
    return Optional.of(numbers);
  }

  /**
   * Appends what a formula computes.
   *
   * @param formula of the input x
   * @param tensors its constants t0, t1 and so on that are no single numbers
   * @return whether it is known
   */
  static boolean append(
      NetworkDraft draft, String origin, Formula formula, List<OnnxTensor> tensors) {
    String text = formula.text();
    Optional<Activation> activation =
        Optional.ofNullable(ACTIVATIONS.get(text))
            .or(() -> PARAMETRISED.stream().flatMap(each -> each.match(text).stream()).findFirst());
    if (activation.isPresent()) {
      draft.activation(origin, activation.get());
      return true;
    }
    if (text.equals(where(call("Greater", X, Formula.of(0)), X, X.times(call("t0"))))) {
      draft.prelu(origin, tensors.get(0).weights());
      return true;
    }
    return appendNorm(draft, origin, text);
  }

  private static boolean appendNorm(NetworkDraft draft, String origin, String text) {
    double share = 1.0 / draft.width();
    float[] ones = new float[draft.width()];
    Arrays.fill(ones, 1);
    Formula centred = X.plus(call("sum", X).times(-share));
    Optional<Double> layer = epsilon(centred, share, text);
    if (layer.isPresent()) {
      draft.rowNorm(
          origin,
          new LayerNorm(layer.get(), Optional.empty()),
          Map.of("weight", ones, "bias", new float[ones.length]));
      return true;
    }
    Optional<Double> rms = epsilon(X, share, text);
    rms.ifPresent(
        found ->
            draft.rowNorm(origin, new RmsNorm(found, Optional.empty()), Map.of("weight", ones)));
    return rms.isPresent();
  }

  private static Optional<Double> epsilon(Formula centred, double share, String text) {
    DoubleFunction<String> norm =
        number ->
            centred
                .times(
                    call("Sqrt", call("sum", centred.times(centred)).times(share).plus(number))
                        .inverse())
                .text();
    return numbers(norm.apply(ANY), text).map(found -> found.get(0)).filter(found -> found > 0);
  }
}
