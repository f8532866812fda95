package dev.gradus.cli;

import dev.gradus.engine.plugin.PluginException;
import dev.gradus.formula.typed.Derivative;
import dev.gradus.formula.typed.FormulaException;
import dev.gradus.formula.typed.Kinks;
import dev.gradus.formula.typed.Notation;
import dev.gradus.formula.typed.Range;
import dev.gradus.formula.typed.Ranges;
import dev.gradus.formula.typed.Term;
import dev.gradus.formula.typed.TermFunction;
import dev.gradus.formula.typed.TermParser;
import dev.gradus.spi.NumpyExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A typed loss or activation as a class of Java, with its derivative written out. */
final class JavaOfFormula {

  /** The smallest probability that is distinguished from 0. */
  private static final String TINY = "1e-30";

  /** The words of Java that a number may be called. */
  private static final Set<String> WORDS =
      Set.of(
          "abstract",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "const",
          "continue",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "extends",
          "false",
          "final",
          "finally",
          "float",
          "for",
          "goto",
          "if",
          "implements",
          "import",
          "instanceof",
          "int",
          "interface",
          "long",
          "native",
          "new",
          "null",
          "package",
          "private",
          "protected",
          "public",
          "return",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "transient",
          "true",
          "try",
          "void",
          "volatile",
          "while",
          // Names in the class that is written
          "prediction",
          "target",
          "radius",
          "here",
          "k",
          "u");

  private static final String P = "p";
  private static final String Y = "y";
  private static final String X = "x";

  private final boolean isLoss;
  private final String text;
  private final Map<String, Double> numbers;
  private final NumpyExpression numpy;
  private final Term term;
  private final Term known;
  private final StringBuilder java = new StringBuilder();

  /** The inputs at which an activation has a kink. */
  private double[] kinks = {};

  /** The imports from the interfaces. */
  private final Set<String> imports = new TreeSet<>();

  /**
   * Reads the formula.
   *
   * @param numpy its derivative as a line of numpy
   * @throws PluginException with a sentence, if it cannot be a class of Java
   */
  JavaOfFormula(boolean isLoss, String text, Map<String, Double> numbers, NumpyExpression numpy) {
    this.isLoss = isLoss;
    this.text = text;
    this.numbers = new LinkedHashMap<>(numbers);
    this.numpy = numpy;
    numbers.keySet().stream()
        .filter(WORDS::contains)
        .findFirst()
        .ifPresent(
            name -> {
              throw new PluginException(
                  "'%s' is a word of Java; give the number another name".formatted(name));
            });
    List<String> names = new ArrayList<>(isLoss ? List.of(P, Y) : List.of(X));
    names.addAll(numbers.keySet());
    try {
      this.term = TermParser.parse(text, names);
    } catch (FormulaException e) {
      throw new PluginException("formula: " + e.getMessage(), e);
    }
    Map<String, Term> values = new HashMap<>();
    numbers.forEach((name, value) -> values.put(name, Term.number(value)));
    this.known = term.with(values);
  }

  /**
   * The class.
   *
   * @param packageName its package
   * @param className its name
   * @param name of the plugin
   */
  String source(String packageName, String className, String name) {
    imports.add("Plugin");
    imports.add(isLoss ? "PointwiseLoss" : "PointwiseActivation");
    head(className, name);
    if (isLoss) {
      loss();
    } else {
      activation();
    }
    helpers();
    java.append("}\n");
    return "package "
        + packageName
        + ";\n\n"
        + imports.stream()
            .map(each -> "import dev.gradus.spi." + each + ";\n")
            .collect(Collectors.joining())
        + "\n"
        + java;
  }

  private void head(String className, String name) {
    line("/** %s, with the derivative that Gradus derived. */".formatted(text));
    imports.add("SameBits");
    line("@SameBits");
    line("@Plugin(");
    line("    name = \"%s\",".formatted(name));
    line(
        "    summary = \"%s.\","
            .formatted(
                isLoss
                    ? "A loss that began as a formula"
                    : "An activation that began as a formula"));
    line("    formula = \"%s = %s\")".formatted(isLoss ? "L" : "f(x)", text));
    String options =
        numbers.keySet().stream()
            .map(each -> "    @Option(\"%s in the formula\") double %s".formatted(each, each))
            .collect(Collectors.joining(",\n"));
    if (!numbers.isEmpty()) {
      imports.add("Option");
    }
    line("public record %s(%s)".formatted(className, options.isEmpty() ? "" : "\n" + options));
    line("    implements %s {".formatted(isLoss ? "PointwiseLoss" : "PointwiseActivation"));
    if (!numbers.isEmpty()) {
      line("");
      line("  public %s() {".formatted(className));
      line(
          "    this(%s);"
              .formatted(
                  numbers.values().stream()
                      .map(String::valueOf)
                      .collect(Collectors.joining(", "))));
      line("  }");
      imports.add("Options");
      line("");
      line("  public %s {".formatted(className));
      line(
          "    Options.check(%s.class, %s);"
              .formatted(className, String.join(", ", numbers.keySet())));
      line("  }");
    }
  }

  private void loss() {
    Term derivative = Derivative.of(term, P);
    Map<String, Range> ranges = Ranges.of(List.of(known, Derivative.of(known, P)));
    Range predictions = ranges.getOrDefault(P, Range.ALL);
    Range targets = ranges.getOrDefault(Y, Range.ALL);
    method("double value(double prediction, double target)", term, text, predictions);
    method(
        "double derivative(double prediction, double target)",
        derivative,
        "dL/dp = " + derivative,
        predictions);
    line("");
    line("  @Override");
    line("  public NumpyExpression derivativeInNumpy() {");
    numpy();
    line("  }");
    if (!predictions.equals(Range.ALL)) {
      interval("predictions", predictions, true);
    }
    if (!targets.equals(Range.ALL)) {
      interval("targets", targets, false);
    }
    if (!isOfErrorAlone()) {
      imports.add("Loss");
      imports.add("Target");
      line("");
      line(
          "  /** The formula is about the values themselves, so it needs them in the unit of the data. */");
      line("  @Override");
      line("  public Loss forTarget(Target target) {");
      if (Double.isFinite(predictions.low()) && Double.isFinite(predictions.high())) {
        line("    if (!target.scales().isEmpty()) {");
        line("      throw new IllegalArgumentException(");
        line("          \"a target for this loss must not be scaled; set 'scale: none'\");");
        line("    }");
        line("    return this;");
      } else {
        line("    return target.onData(this);");
      }
      line("  }");
    }
    onLogits(predictions);
    smoothness(predictions);
  }

  /** Whether a shift of p and y by the same amount changes nothing. */
  private boolean isOfErrorAlone() {
    return !term.with(Map.of(P, Term.name(P).plus(Term.name(Y)))).has(Y);
  }

  private void method(String signature, Term body, String comment, Range predictions) {
    line("");
    line("  @Override");
    line("  public " + signature + " {");
    line("    // " + comment);
    // The names of the formula keep its text and its Java alike.
    if (body.has(P)) {
      line("    double p = %s;".formatted(guarded(predictions)));
    }
    if (body.has(Y)) {
      line("    double y = target;");
    }
    line("    return %s;".formatted(Notation.JAVA.write(body)));
    line("  }");
  }

  /** At an end where the formula is not defined, p counts as the number next to it. */
  private static String guarded(Range range) {
    String guarded = "prediction";
    if (Double.isFinite(range.low()) && !range.lowIncluded()) {
      guarded =
          "Math.max(%s, %s)"
              .formatted(guarded, range.low() == 0 ? TINY : "Math.nextUp(" + range.low() + ")");
    }
    if (Double.isFinite(range.high()) && !range.highIncluded()) {
      guarded =
          "Math.min(%s, %s)"
              .formatted(
                  guarded, range.high() == 0 ? "-" + TINY : "Math.nextDown(" + range.high() + ")");
    }
    return guarded;
  }

  private void interval(String method, Range range, boolean withEnds) {
    imports.add("Interval");
    line("");
    line("  @Override");
    line("  public Interval %s() {".formatted(method));
    line(
        "    return new Interval(%s, %s, %s, %s);"
            .formatted(
                number(range.low()),
                Double.isFinite(range.low()) && (withEnds || range.lowIncluded()),
                number(range.high()),
                Double.isFinite(range.high()) && (withEnds || range.highIncluded())));
    line("  }");
  }

  private static String number(double end) {
    return Double.isInfinite(end)
        ? "Double." + (end > 0 ? "POSITIVE" : "NEGATIVE") + "_INFINITY"
        : String.valueOf(end);
  }

  private void numpy() {
    imports.add("NumpyExpression");
    if (!numpy.isPresent()) {
      line("    return NumpyExpression.none(\"%s\");".formatted(numpy.reason()));
      return;
    }
    line("    return NumpyExpression.of(\"%s\")".formatted(numpy.text()));
    numpy
        .options()
        .forEach(
            (name, value) ->
                line(
                    "        .where(\"%s\", %s)"
                        .formatted(
                            name, numbers.containsKey(name) ? name : name.replaceFirst("_$", ""))));
    java.setLength(java.length() - 1);
    line(";");
  }

  /** After a sigmoid, the formula as one of the pre-activation, if it is defined everywhere. */
  private void onLogits(Range predictions) {
    Map<String, Term> sigmoid = Map.of(P, Term.call(TermFunction.SIGMOID, Term.name("z")));
    Term onLogits = term.with(sigmoid);
    Term checked = known.with(sigmoid);
    if (predictions.equals(Range.ALL)
        || !Ranges.areDefinedEverywhere(List.of(checked, Derivative.of(checked, "z")))) {
      return;
    }
    imports.add("Loss");
    line("");
    line("  @Override");
    line("  public java.util.Optional<Loss> onLogits(String outputActivation) {");
    line("    return outputActivation.equals(\"sigmoid\")");
    line("        ? java.util.Optional.of(new OnLogits())");
    line("        : java.util.Optional.empty();");
    line("  }");
    line("");
    line("  /** The same loss as a function of z, where p = sigmoid(z). */");
    line("  private final class OnLogits implements PointwiseLoss {");
    Term derivative = Derivative.of(onLogits, "z");
    inner("double value(double z, double y)", onLogits);
    inner("double derivative(double z, double y)", derivative);
    line("  }");
  }

  private void inner(String signature, Term body) {
    line("");
    line("    @Override");
    line("    public " + signature + " {");
    line("      return %s;".formatted(Notation.JAVA.write(body)));
    line("    }");
  }

  /** The kinks, where the sign of a term decides which formula holds. */
  private void smoothness(Range predictions) {
    List<Term> kinks = Kinks.of(term, P);
    List<String> ends = new ArrayList<>();
    if (Double.isFinite(predictions.low()) && !predictions.lowIncluded()) {
      ends.add("p - radius <= " + predictions.low());
    }
    if (Double.isFinite(predictions.high()) && !predictions.highIncluded()) {
      ends.add("p + radius >= " + predictions.high());
    }
    if (kinks.isEmpty() && ends.isEmpty()) {
      return;
    }
    line("");
    line("  @Override");
    line("  public boolean isSmoothAround(double[] prediction, double[] target, double radius) {");
    line("    for (int k = 0; k < prediction.length; k++) {");
    line("      double p = prediction[k];");
    line("      double y = target[k];");
    if (!ends.isEmpty()) {
      line("      if (%s) {".formatted(String.join(" || ", ends)));
      line("        return false;");
      line("      }");
    }
    if (!kinks.isEmpty()) {
      line("      double[] here = signs(p, y);");
      line("      if (!java.util.Arrays.equals(here, signs(p - radius, y))");
      line("          || !java.util.Arrays.equals(here, signs(p + radius, y))) {");
      line("        return false;");
      line("      }");
    }
    line("    }");
    line("    return true;");
    line("  }");
    if (!kinks.isEmpty()) {
      line("");
      line("  /** Where one of these signs changes, the derivative may jump. */");
      line("  private double[] signs(double p, double y) {");
      line("    return new double[] {");
      kinks.forEach(kink -> line("      Math.signum(%s),".formatted(Notation.JAVA.write(kink))));
      line("    };");
      line("  }");
    }
  }

  private void activation() {
    Term derivative = Derivative.of(term, X);
    oneLine("double value(double x)", term, "f(x) = " + text);
    oneLine("double derivative(double x)", derivative, "df/dx = " + derivative);
    line("");
    line("  @Override");
    line("  public NumpyExpression derivativeInNumpy() {");
    numpy();
    line("  }");
    Range outputs = Ranges.values(known, Map.of());
    if (!outputs.equals(Range.ALL)) {
      interval("outputs", outputs, true);
    }
  }

  private void oneLine(String signature, Term body, String comment) {
    line("");
    line("  @Override");
    line("  public " + signature + " {");
    line("    // " + comment);
    // A comparison with NaN is false, but NaN must not become a number.
    line(
        "    return %s%s;"
            .formatted(hasCases(body) ? "Double.isNaN(x) ? x : " : "", Notation.JAVA.write(body)));
    line("  }");
  }

  private static boolean hasCases(Term body) {
    return (body instanceof Term.Call call && call.function() == TermFunction.WHERE)
        || body.parts().stream().anyMatch(JavaOfFormula::hasCases);
  }

  /**
   * Adds the kinks of an activation.
   *
   * @param kinks as found for the numbers
   */
  JavaOfFormula withKinks(double[] kinks) {
    this.kinks = kinks.clone();
    return this;
  }

  private void helpers() {
    if (kinks.length > 0 && !isLoss) {
      line("");
      line("  @Override");
      line("  public double[] kinks() {");
      line(
          "    return new double[] {%s};"
              .formatted(
                  Arrays.stream(kinks)
                      .mapToObj(String::valueOf)
                      .collect(Collectors.joining(", "))));
      line("  }");
    }
    String written = java.toString();
    if (written.contains(" erf(") || written.contains("(erf(")) {
      imports.add("DoubleMath");
      helper("erf", "1 - DoubleMath.erfc(u)");
    }
    if (written.contains("erfc(")) {
      imports.add("DoubleMath");
      java.replace(
          0, java.length(), java.toString().replace("StrictMath.erfc(", "DoubleMath.erfc("));
    }
    if (written.contains("sigmoid(")) {
      helper("sigmoid", "1 / (1 + StrictMath.exp(-u))");
    }
    if (written.contains("softplus(")) {
      helper("softplus", "Math.max(u, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(u)))");
    }
    if (written.contains("logCosh(")) {
      helper("logCosh", "Math.abs(u) + StrictMath.log1p(StrictMath.expm1(-2 * Math.abs(u)) / 2)");
    }
  }

  private void helper(String name, String body) {
    line("");
    line("  private static double %s(double u) {".formatted(name));
    line("    return %s;".formatted(body));
    line("  }");
  }

  private void line(String line) {
    java.append(line).append('\n');
  }
}
