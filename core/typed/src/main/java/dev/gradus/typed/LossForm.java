package dev.gradus.typed;

import dev.gradus.formula.typed.Derivative;
import dev.gradus.formula.typed.Kinks;
import dev.gradus.formula.typed.Range;
import dev.gradus.formula.typed.Ranges;
import dev.gradus.formula.typed.Term;
import dev.gradus.formula.typed.TermFunction;
import dev.gradus.spi.ColumnwiseLoss;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A compiled formula: as it was typed, for a kind of target, or on logits. */
final class LossForm implements ColumnwiseLoss {

  private static final String P = "p";
  private static final String Y = "y";
  private static final String Z = "z";

  /** The smallest probability that is distinguished from 0, as in the built-in losses. */
  private static final double TINY = 1e-30;

  /** A pre-activation of a network that diverges. */
  private static final double FAR_OUT = 1e4;

  /** A bound on the derivative that still fits a float. */
  private static final double STEEPEST = 1e36;

  private final TypedText text;

  /** The formula with p and y alone, with the names of the numbers and with their values. */
  private final Term named;

  private final Meaning meaning;
  private final boolean isCertain;
  private final Range predictions;
  private final Range targets;
  private final Program program;
  private final Switches switches;
  private final ThreadLocal<Columns> columns;
  final LateLoop<LateLoop.OfLoss> loop;

  /** What p is, and z with it. */
  private enum Meaning {
    /** p is the prediction, and z is the same. */
    PREDICTION,
    /** p is a probability, and z is log(p/(1 - p)). */
    PROBABILITY,
    /** p stands for the pre-activation. */
    LOGIT
  }

  private LossForm(TypedText text, Term named, Term known, Meaning meaning) {
    this.text = text;
    this.named = named;
    this.meaning = meaning;
    Term derivative = Derivative.of(known, P);
    Map<String, Range> ranges = Ranges.of(List.of(known, derivative));
    isCertain = Ranges.areDefinedEverywhere(List.of(known, derivative));
    predictions = ranges.getOrDefault(P, Range.ALL);
    targets = ranges.getOrDefault(Y, Range.ALL);
    program = Program.of(List.of(P, Y), List.of(guarded(known), bounded(guarded(derivative))));
    switches = Switches.of(Kinks.of(known, P), List.of(P, Y));
    columns = ThreadLocal.withInitial(() -> new Columns(program));
    loop = LateLoop.ofLoss(program);
  }

  /**
   * Compiles a formula.
   *
   * @throws IllegalArgumentException with a sentence, if it cannot be read
   */
  static LossForm of(String formula, Map<String, Double> numbers) {
    TypedText text = TypedText.of(formula, numbers, List.of(P, Y, Z));
    if (!text.known().has(P) && !text.known().has(Z)) {
      throw new IllegalArgumentException(
          "formula does not depend on the prediction p, so no network can improve it");
    }
    return form(text, Term.name(P), Meaning.PREDICTION);
  }

  /** The form in which z is a term of p. */
  private static LossForm form(TypedText text, Term z, Meaning meaning) {
    Map<String, Term> replaced = Map.of(Z, z);
    return new LossForm(text, text.named().with(replaced), text.known().with(replaced), meaning);
  }

  /** At an end of its range where a term is not defined, p counts as the number next to it. */
  private Term guarded(Term term) {
    Term p = Term.name(P);
    if (Double.isFinite(predictions.low()) && !predictions.lowIncluded()) {
      double low = predictions.low();
      p = Term.call(TermFunction.MAX, p, Term.number(low == 0 ? TINY : Math.nextUp(low)));
    }
    if (Double.isFinite(predictions.high()) && !predictions.highIncluded()) {
      double high = predictions.high();
      p = Term.call(TermFunction.MIN, p, Term.number(high == 0 ? -TINY : Math.nextDown(high)));
    }
    return term.with(Map.of(P, p));
  }

  private Term bounded(Term derivative) {
    return isDefinedEverywhere()
        ? derivative
        : Term.call(TermFunction.CLIP, derivative, Term.number(-STEEPEST), Term.number(STEEPEST));
  }

  private boolean isDefinedEverywhere() {
    return predictions.equals(Range.ALL);
  }

  @Override
  public double value(double prediction, double target) {
    return evaluated(prediction, target).output(0)[0];
  }

  @Override
  public double derivative(double prediction, double target) {
    return evaluated(prediction, target).output(1)[0];
  }

  private Columns evaluated(double prediction, double target) {
    Columns own = columns.get();
    own.input(0)[0] = prediction;
    own.input(1)[0] = target;
    own.run(1);
    return own;
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    int outputs = prediction.length;
    Columns own = columns.get();
    double sum = 0;
    for (int from = 0; from < outputs; from += Columns.LENGTH) {
      int n = Math.min(Columns.LENGTH, outputs - from);
      System.arraycopy(prediction, from, own.input(0), 0, n);
      System.arraycopy(target, from, own.input(1), 0, n);
      own.run(n);
      double[] values = own.output(0);
      double[] derivatives = own.output(1);
      for (int k = 0; k < n; k++) {
        sum += values[k];
        gradient[from + k] = derivatives[k] / outputs;
      }
    }
    return sum / outputs;
  }

  @Override
  public void evaluate(
      double[] predictions, double[] targets, double[] values, double[] derivatives, int count) {
    Optional<LateLoop.OfLoss> made = loop.forNext(count);
    if (made.isPresent()) {
      made.get().run(predictions, targets, values, derivatives, 0, count);
      return;
    }
    Columns own = columns.get();
    for (int from = 0; from < count; from += Columns.LENGTH) {
      int n = Math.min(Columns.LENGTH, count - from);
      System.arraycopy(predictions, from, own.input(0), 0, n);
      System.arraycopy(targets, from, own.input(1), 0, n);
      own.run(n);
      System.arraycopy(own.output(0), 0, values, from, n);
      System.arraycopy(own.output(1), 0, derivatives, from, n);
    }
  }

  @Override
  public double[] kinks(double target) {
    return switches.zeros(target);
  }

  @Override
  public boolean isSmoothAround(double[] prediction, double[] target, double radius) {
    for (int k = 0; k < prediction.length; k++) {
      if (isNearEnd(prediction[k], radius) || switches.isNear(prediction[k], target[k], radius)) {
        return false;
      }
    }
    return true;
  }

  /** Whether an end at which the formula is not defined is within a radius. */
  private boolean isNearEnd(double prediction, double radius) {
    return (!predictions.lowIncluded() && prediction - radius <= predictions.low())
        || (!predictions.highIncluded() && prediction + radius >= predictions.high());
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return text.inNumpy(Derivative.of(named, P), Map.of(P, "a"));
  }

  @Override
  public Interval predictions() {
    // The ends that are not defined are guarded.
    return new Interval(
        predictions.low(),
        Double.isFinite(predictions.low()),
        predictions.high(),
        Double.isFinite(predictions.high()));
  }

  @Override
  public Interval targets() {
    return new Interval(
        targets.low(), targets.lowIncluded(), targets.high(), targets.highIncluded());
  }

  /** A formula of the pre-activation of a numeric target takes the output for it. */
  @Override
  public Outputs outputs() {
    return text.known().has(Z) && meaning == Meaning.PREDICTION ? Outputs.UNBOUNDED : Outputs.ANY;
  }

  @Override
  public Optional<Loss> onLogits(String outputActivation) {
    boolean hasZ = text.known().has(Z);
    if (meaning == Meaning.LOGIT
        || (isDefinedEverywhere() && !hasZ)
        || (hasZ && !(meaning == Meaning.PROBABILITY && outputActivation.equals("sigmoid")))) {
      return Optional.empty();
    }
    // The activation may give numbers for which the formula is not defined.
    return Logits.predictionAfter(outputActivation)
        .map(this::onLogits)
        .filter(LossForm::isFiniteFarOut)
        .map(form -> form);
  }

  /** Whether a form on logits is defined and finite for every z that a network can give. */
  private boolean isFiniteFarOut() {
    if (!isCertain) {
      return false;
    }
    for (double z : new double[] {-FAR_OUT, FAR_OUT}) {
      for (double y : new double[] {0, 0.5, 1}) {
        if (!Double.isFinite(value(z, y)) || !Double.isFinite(derivative(z, y))) {
          return false;
        }
      }
    }
    return true;
  }

  /** In the form on logits, the prediction is z. */
  private LossForm onLogits(Term prediction) {
    Map<String, Term> asZ = Map.of(P, prediction);
    Map<String, Term> asP = Map.of(Z, Term.name(P));
    return new LossForm(
        text, text.named().with(asZ).with(asP), text.known().with(asZ).with(asP), Meaning.LOGIT);
  }

  @Override
  public Loss forTarget(Target target) {
    boolean hasZ = text.known().has(Z);
    if (hasZ && target.kind() == Target.Kind.CLASSES) {
      throw new IllegalArgumentException(
          "the formula has z, but a probability among several classes does not follow from one pre-activation; write it with p, or use cross-entropy");
    }
    if (hasZ && target.kind() != Target.Kind.NUMERIC) {
      return form(text, logit(), Meaning.PROBABILITY);
    }
    if (target.scales().isEmpty() || isOfErrorAlone()) {
      return this;
    }
    if (Double.isFinite(predictions.low()) && Double.isFinite(predictions.high())) {
      throw new IllegalArgumentException(
          "the formula is for predictions %s, but the network sees the target '%s' scaled; set 'scale: none'"
              .formatted(predictions(), String.join(", ", target.outputs())));
    }
    return target.onData(this);
  }

  /** log(p/(1 - p)). */
  private static Term logit() {
    Term p = Term.name(P);
    return Term.call(TermFunction.LOG, p).minus(Term.call(TermFunction.LOG, Term.ONE.minus(p)));
  }

  /** Whether a shift of p and y by the same amount changes nothing. */
  private boolean isOfErrorAlone() {
    Term shifted = named.with(Map.of(P, Term.name(P).plus(Term.name(Y))));
    return !shifted.has(Y);
  }
}
