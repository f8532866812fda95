package dev.gradus.engine.explaining;

/**
 * Sentences about what two losses do with the factor da/dz, at one unit of the last layer, with its
 * numbers.
 */
final class FactorSentences {

  /** The largest number of outputs that are listed in a sentence. */
  private static final int LISTED = 5;

  private final ReferenceLayer last;
  private final double[] z;
  private final double[] a;
  private final double[] target;
  private final int k;

  /**
   * Describes a unit.
   *
   * @param z the logits; not modified
   * @param target as the network sees it; not modified
   * @param k the index of the unit, from 0
   */
  FactorSentences(ReferenceLayer last, double[] z, double[] target, int k) {
    this.last = last;
    this.z = z;
    this.a = last.f().forward(z);
    this.target = target;
    this.k = k;
  }

  /** One loss keeps the factor, the other has its inverse in dL/da. */
  String oneCancels(ReferenceLoss keeping, ReferenceLoss cancelling) {
    return facts()
        + "%s multiplies %s by %s, which leaves %s = %s: the more the unit is saturated and wrong, the less it learns. %s's %s %s, which cancels that factor: %s = %s%s."
            .formatted(
                keeping.name(),
                outputGradient(keeping),
                factor(),
                name("dL/dz"),
                ShortNumbers.text(told(keeping)),
                cancelling.name(),
                outputGradient(cancelling),
                last.f().isPointwise()
                    ? "has " + inverse() + " in it"
                    : "grows as fast as it shrinks",
                name("dL/dz"),
                ShortNumbers.text(told(cancelling)),
                times(keeping, cancelling));
  }

  /** Both have the inverse of the factor in dL/da. */
  String bothCancel(ReferenceLoss one, ReferenceLoss other) {
    return facts()
        + "Both cancel the factor %s: %s's %s and %s's %s %s. What is left is %s = %s and %s%s."
            .formatted(
                factor(),
                one.name(),
                outputGradient(one),
                other.name(),
                outputGradient(other),
                last.f().isPointwise()
                    ? "have " + inverse() + " in them"
                    : "grow as fast as it shrinks",
                name("dL/dz"),
                ShortNumbers.text(told(one)),
                ShortNumbers.text(told(other)),
                times(one, other));
  }

  /** Both keep the factor. */
  String neitherCancels(ReferenceLoss one, ReferenceLoss other) {
    return facts()
        + "Both multiply their dL/da by the same factor %s, and neither cancels it: the more the unit is saturated and wrong, the less it learns. They differ in dL/da alone: %s."
            .formatted(factor(), eachGives(one, other));
  }

  /** The activation does not become flat. */
  String nothingShrinks(ReferenceLoss one, ReferenceLoss other) {
    boolean identity = last.activation().map(name -> name.equals("identity")).orElse(true);
    return facts()
        + "Both multiply their dL/da by %s, %s: they differ in dL/da alone. %s."
            .formatted(
                factor(),
                identity
                    ? "so that nothing shrinks on the way"
                    : "which does not vanish where the unit is more wrong",
                eachGives(one, other));
  }

  private String facts() {
    String seen = "Both losses see the same %s = %s".formatted(name("a"), ShortNumbers.text(a[k]));
    return target.length == a.length
        ? seen + " and the same target %s = %s. ".formatted(name("y"), ShortNumbers.text(target[k]))
        : seen + ". ";
  }

  private String eachGives(ReferenceLoss one, ReferenceLoss other) {
    return "%s's %s gives %s = %s, %s's %s gives %s%s"
        .formatted(
            one.name(),
            outputGradient(one),
            name("dL/dz"),
            ShortNumbers.text(told(one)),
            other.name(),
            outputGradient(other),
            ShortNumbers.text(told(other)),
            times(one, other));
  }

  private double told(ReferenceLoss loss) {
    return loss.logitGradient(z, target)[k];
  }

  private String name(String symbol) {
    return z.length == 1 ? symbol : "%s[%s]".formatted(symbol, k + 1);
  }

  /** dL/da: of all units if the activation relates them to each other. */
  private String outputGradient(ReferenceLoss loss) {
    double[] gradient = loss.outputGradient(a, target);
    return last.f().isPointwise()
        ? "%s = %s".formatted(name("dL/da"), ShortNumbers.text(gradient[k]))
        : "dL/da" + values(gradient);
  }

  private static String values(double[] values) {
    return values.length <= LISTED
        ? " = " + ShortNumbers.list(values)
        : " of length " + ShortNumbers.text(ShortNumbers.length(values));
  }

  private String factor() {
    double[] answers = last.f().answersTo(k, z, a);
    if (!last.f().isPointwise()) {
      return "da/dz[%s]%s".formatted(k + 1, values(answers));
    }
    String formula = formula();
    return formula.equals(name("da/dz"))
        ? "%s = %s".formatted(formula, ShortNumbers.text(answers[k]))
        : "%s = %s = %s".formatted(name("da/dz"), formula, ShortNumbers.text(answers[k]));
  }

  private String inverse() {
    return "1/(%s) = %s".formatted(formula(), ShortNumbers.text(1 / last.f().slope(k, k, z, a)));
  }

  /**
   * The derivative of a well-known activation as a function of its output; for others, its name.
   */
  private String formula() {
    String out = name("a");
    return switch (last.activation().orElse("")) {
      case "sigmoid" -> "%s(1 - %s)".formatted(out, out);
      case "tanh" -> "1 - %s²".formatted(out);
      default -> name("da/dz");
    };
  }

  private String times(ReferenceLoss one, ReferenceLoss other) {
    double ratio = Math.abs(told(other) / told(one));
    if (!Double.isFinite(ratio) || ratio == 0) {
      return "";
    }
    return ratio >= 1
        ? ", %s times as large".formatted(ShortNumbers.times(ratio))
        : ", %s times smaller".formatted(ShortNumbers.times(1 / ratio));
  }
}
