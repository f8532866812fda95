package dev.gradus.engine.study;

import java.util.Arrays;
import java.util.Optional;

/**
 * Points at the factor that makes two losses teach differently: da/dz of the last layer, which one
 * loss cancels and the other does not.
 *
 * <p>Nothing is known here of particular losses. Whether a loss cancels the factor is tried out: a
 * unit is made ever more wrong, until its activation is flat, and either something is left of dL/dz
 * or not.
 */
final class Pointing {

  /** How far a pre-activation is moved on, at least, to make its unit saturated. */
  private static final double FAR = 20;

  /** A slope of an activation below which it is flat. */
  private static final double FLAT = 1e-3;

  /** The part of dL/dz that is left, if it does not vanish. */
  private static final double LEFT = 0.1;

  /** The largest number of outputs that are listed in a sentence. */
  private static final int LISTED = 5;

  private final WideLayer last;
  private final double[] z;
  private final double[] a;
  private final double[] target;

  /** What is seen of a loss, at the unit that is looked at. */
  private record Seen(WideLoss loss, double logitGradient, boolean left) {}

  /**
   * Looks at the end of a network.
   *
   * @param z its logits; not modified
   * @param target as the network sees it; not modified
   */
  Pointing(WideLayer last, double[] z, double[] target) {
    this.last = last;
    this.z = z;
    this.a = last.f().forward(z);
    this.target = target;
  }

  /** Says what makes two losses differ. */
  String at(WideLoss first, WideLoss second) {
    int k = unit(first, second);
    Seen one = see(first, k);
    Seen other = see(second, k);
    if (one.logitGradient() == 0 && other.logitGradient() == 0) {
      return "Neither %s nor %s learns anything from this example: dL/dz = 0 for both."
          .formatted(first.name(), second.name());
    }
    String facts = "Both losses see the same " + facts(k) + ". ";
    if (!becomesFlat(first, k) && !becomesFlat(second, k)) {
      return facts + apart(one, other, k);
    }
    if (one.left() == other.left()) {
      return facts + (one.left() ? bothCancel(one, other, k) : bothKeep(one, other, k));
    }
    return facts + (one.left() ? cancels(other, one, k) : cancels(one, other, k));
  }

  /** The unit that is told most. */
  private int unit(WideLoss first, WideLoss second) {
    double[] one = first.logitGradient(z, target);
    double[] other = second.logitGradient(z, target);
    int most = 0;
    for (int k = 1; k < z.length; k++) {
      double size = Math.max(Math.abs(one[k]), Math.abs(other[k]));
      most = size > Math.max(Math.abs(one[most]), Math.abs(other[most])) ? k : most;
    }
    return most;
  }

  private Seen see(WideLoss loss, int k) {
    double here = loss.logitGradient(z, target)[k];
    double there = loss.logitGradient(furtherWrong(loss, k), target)[k];
    return new Seen(loss, here, here != 0 && Math.abs(there) >= LEFT * Math.abs(here));
  }

  /** Uphill, where the loss grows. */
  private double[] furtherWrong(WideLoss loss, int k) {
    double[] moved = z.clone();
    moved[k] += Math.signum(loss.logitGradient(z, target)[k]) * (FAR + Math.abs(z[k]));
    return moved;
  }

  private boolean becomesFlat(WideLoss loss, int k) {
    double[] there = furtherWrong(loss, k);
    return length(last.f().answersTo(k, there, last.f().forward(there))) < FLAT
        && length(last.f().answersTo(k, z, a)) > 0;
  }

  private static double length(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(each -> each * each).sum());
  }

  private String facts(int k) {
    String seen = "%s = %s".formatted(name("a", k), Figures.text(a[k]));
    return target.length == a.length
        ? seen + " and the same target %s = %s".formatted(name("y", k), Figures.text(target[k]))
        : seen;
  }

  private String name(String symbol, int k) {
    return z.length == 1 ? symbol : "%s[%s]".formatted(symbol, k + 1);
  }

  private String cancels(Seen keeping, Seen cancelling, int k) {
    return "%s multiplies %s by %s, which leaves %s = %s: the more the unit is saturated and wrong, the less it learns. %s's %s %s, which cancels that factor: %s = %s%s."
        .formatted(
            keeping.loss().name(),
            told(keeping, k),
            factor(k),
            name("dL/dz", k),
            Figures.text(keeping.logitGradient()),
            cancelling.loss().name(),
            told(cancelling, k),
            inverse(k),
            name("dL/dz", k),
            Figures.text(cancelling.logitGradient()),
            times(keeping, cancelling));
  }

  private String bothCancel(Seen one, Seen other, int k) {
    return "Both cancel the factor %s: %s's %s and %s's %s %s. What is left is %s = %s and %s%s."
        .formatted(
            factor(k),
            one.loss().name(),
            told(one, k),
            other.loss().name(),
            told(other, k),
            z.length == 1 || last.f().isPointwise()
                ? inverse(k).replace("has ", "both have ")
                : "both grow as fast as it shrinks",
            name("dL/dz", k),
            Figures.text(one.logitGradient()),
            Figures.text(other.logitGradient()),
            times(one, other));
  }

  private String bothKeep(Seen one, Seen other, int k) {
    return "Both multiply their dL/da by the same factor %s, and neither cancels it: the more the unit is saturated and wrong, the less it learns. They differ in dL/da alone: %s's %s gives %s = %s, %s's %s gives %s%s."
        .formatted(
            factor(k),
            one.loss().name(),
            told(one, k),
            name("dL/dz", k),
            Figures.text(one.logitGradient()),
            other.loss().name(),
            told(other, k),
            Figures.text(other.logitGradient()),
            times(one, other));
  }

  /** Where the activation does not become flat. */
  private String apart(Seen one, Seen other, int k) {
    return "Both multiply their dL/da by %s%s: they differ in dL/da alone. %s's %s gives %s = %s, %s's %s gives %s%s."
        .formatted(
            factor(k),
            last.activation().isEmpty() || last.activation().get().equals("identity")
                ? ", so that nothing shrinks on the way"
                : ", which does not get smaller where the unit is more wrong",
            one.loss().name(),
            told(one, k),
            name("dL/dz", k),
            Figures.text(one.logitGradient()),
            other.loss().name(),
            told(other, k),
            Figures.text(other.logitGradient()),
            times(one, other));
  }

  /** dL/da, all of it where the units are related to each other. */
  private String told(Seen seen, int k) {
    double[] gradient = seen.loss().outputGradient(a, target);
    return last.f().isPointwise()
        ? "%s = %s".formatted(name("dL/da", k), Figures.text(gradient[k]))
        : "dL/da" + values(gradient);
  }

  private static String values(double[] values) {
    return values.length <= LISTED
        ? " = " + Figures.list(values)
        : " of length " + Figures.text(length(values));
  }

  private String factor(int k) {
    double[] answers = last.f().answersTo(k, z, a);
    return last.f().isPointwise()
        ? "%s = %s%s"
            .formatted(
                name("da/dz", k),
                formula(k).map(formula -> formula + " = ").orElse(""),
                Figures.text(answers[k]))
        : "da/dz[%s]%s".formatted(k + 1, values(answers));
  }

  private String inverse(int k) {
    if (!last.f().isPointwise()) {
      return "grows as fast as it shrinks";
    }
    double slope = last.f().slope(k, k, z, a);
    return "has 1/%s = %s in it"
        .formatted(
            formula(k).map(formula -> "(" + formula + ")").orElse("(" + name("da/dz", k) + ")"),
            Figures.text(1 / slope));
  }

  /** The derivative of well-known activations by their output. */
  private Optional<String> formula(int k) {
    String out = name("a", k);
    return switch (last.activation().orElse("")) {
      case "sigmoid" -> Optional.of("%s(1 - %s)".formatted(out, out));
      case "tanh" -> Optional.of("1 - %s²".formatted(out));
      default -> Optional.empty();
    };
  }

  private static String times(Seen one, Seen other) {
    double ratio = Math.abs(other.logitGradient() / one.logitGradient());
    if (!Double.isFinite(ratio) || ratio == 0) {
      return "";
    }
    return ratio >= 1
        ? ", %s times as large".formatted(Figures.times(ratio))
        : ", %s times as small".formatted(Figures.times(1 / ratio));
  }
}
