package dev.gradus.check;

import java.util.List;
import java.util.Locale;

/** A gradient is not the derivative of the value. */
public final class WrongGradient extends BrokenClaim {

  private static final long serialVersionUID = 1;

  private static final double TINY = 1e-9;

  private final transient List<Slope> slopes;

  WrongGradient(Object plugin, String context, Slope wrong, List<Slope> slopes) {
    super(plugin, context + describe(wrong));
    this.slopes = List.copyOf(slopes);
  }

  /** All points where it was compared, including those where it is right. */
  public List<Slope> slopes() {
    return slopes;
  }

  private static String describe(Slope slope) {
    String which = slope.prediction().length > 1 ? " of output " + (slope.output() + 1) : "";
    String both =
        String.format(
            Locale.ROOT,
            "%s the gradient%s is %.6g, but the value changes by %.6g per unit",
            slope.where(),
            which,
            slope.stated(),
            slope.measured());
    return Math.abs(slope.measured()) < TINY
        ? both
        : both + String.format(Locale.ROOT, ", a ratio of %.4g", slope.stated() / slope.measured());
  }
}
