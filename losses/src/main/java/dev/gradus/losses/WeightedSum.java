package dev.gradus.losses;

import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A weighted sum of several losses.
 *
 * <p>The weights multiply the values that training reports for each loss alone: for a standardised
 * target, squared errors count in squared standard deviations and absolute errors in standard
 * deviations.
 *
 * <p>Outputs and targets must suit all of the losses, and none may be a batch loss. The sum is
 * evaluated on logits if all of them have a form on logits; otherwise all receive the outputs.
 *
 * <p>A network has one set of outputs, so all losses must interpret it in the same way: as
 * predictions, quantiles or standard deviations. Losses that do not are refused.
 */
@Plugin(
    name = "weighted-sum",
    summary = "A weighted sum of several losses.",
    formula = "L = sum_i weight_i loss_i",
    reference = "R. Caruana, Multitask Learning, 1997")
public record WeightedSum(@Option("the losses and their weights") List<Term> terms)
    implements Loss {

  /**
   * The number of rows of outputs that are used to test whether losses interpret them in the same
   * way.
   */
  private static final int PROBES = 3;

  /**
   * A loss and its weight.
   *
   * @param loss the loss
   * @param weight above 0
   */
  public record Term(
      @Option("the loss") Loss loss,
      @Option(value = "the weight of the loss", above = 0) double weight) {

    /** Creates a term with weight 1. */
    public Term(Loss loss) {
      this(loss, 1);
    }

    /** Checks the weight. */
    public Term {
      Options.check(Term.class, loss, weight);
    }
  }

  /** Creates a sum of the mean squared error alone. */
  public WeightedSum() {
    this(List.of(new Term(new MeanSquaredError())));
  }

  /** Checks that there are terms. */
  public WeightedSum {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("terms must name at least one loss");
    }
    for (Term term : terms) {
      if (term.loss() instanceof BatchLoss) {
        throw new IllegalArgumentException(
            "terms must be losses of one example, but %s relates the examples of a batch to each other, which a sum cannot; train on it alone"
                .formatted(nameOf(term.loss())));
      }
    }
    if (terms.stream().mapToInt(term -> term.loss().outputsPerTarget()).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "terms must all need the same number of outputs for each target");
    }
    for (Term term : terms) {
      Loss first = terms.get(0).loss();
      if (!term.loss().quantiles().equals(first.quantiles())) {
        throw new IllegalArgumentException(
            "terms must predict the same quantiles, but %s predicts %s and %s %s; give them the same levels, or leave one of them out"
                .formatted(
                    nameOf(first),
                    quantilesOf(first),
                    nameOf(term.loss()),
                    quantilesOf(term.loss())));
      }
    }
  }

  private static String quantilesOf(Loss loss) {
    return loss.quantiles().isEmpty() ? "none" : loss.quantiles().toString();
  }

  private static String nameOf(Loss loss) {
    Plugin description = loss.getClass().getAnnotation(Plugin.class);
    return description == null ? loss.getClass().getName() : description.name();
  }

  @Override
  public int outputsPerTarget() {
    return terms.get(0).loss().outputsPerTarget();
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    double value = 0;
    double[] sum = new double[gradient.length];
    List<AuxiliaryColumn> columns = seesColumns() ? columns() : List.of();
    for (Term term : terms) {
      value +=
          term.weight()
              * term.loss().evaluate(prediction, seenBy(term.loss(), target, columns), gradient);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += term.weight() * gradient[k];
      }
    }
    System.arraycopy(sum, 0, gradient, 0, sum.length);
    return value;
  }

  /** The sum of the lines, with the values of the options filled in. */
  @Override
  public NumpyExpression gradientInNumpy() {
    StringBuilder sum = new StringBuilder();
    for (Term term : terms) {
      NumpyExpression line = term.loss().gradientInNumpy().withNumbers();
      if (!line.isPresent()) {
        return NumpyExpression.none(
            "one of its losses, %s, has none: %s".formatted(nameOf(term.loss()), line.reason()));
      }
      sum.append(sum.isEmpty() ? "" : " + ")
          .append(line.times(String.valueOf(term.weight())).text());
    }
    return NumpyExpression.of(sum.toString());
  }

  private boolean seesColumns() {
    for (Term term : terms) {
      if (!term.loss().columns().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The target followed only by the columns that a term names. */
  private static double[] seenBy(Loss term, double[] target, List<AuxiliaryColumn> columns) {
    List<AuxiliaryColumn> own = term.columns();
    if (own.equals(columns)) {
      return target;
    }
    int width = target.length - columns.size();
    double[] seen = Arrays.copyOf(target, width + own.size());
    for (int k = 0; k < own.size(); k++) {
      seen[width + k] = target[width + columns.indexOf(own.get(k))];
    }
    return seen;
  }

  /** The columns of all terms, each once. */
  @Override
  public List<AuxiliaryColumn> columns() {
    return terms.stream().flatMap(term -> term.loss().columns().stream()).distinct().toList();
  }

  @Override
  public int outputCount(Target target) {
    return terms.get(0).loss().outputCount(target);
  }

  /** The decoder of the first loss that has one; those of the others are equivalent. */
  @Override
  public Optional<Decoder> decoder() {
    return terms.stream().flatMap(term -> term.loss().decoder().stream()).findFirst();
  }

  /** The quantiles of the losses, which all predict the same ones. */
  @Override
  public List<Double> quantiles() {
    return terms.get(0).loss().quantiles();
  }

  @Override
  public double quantile(double[] outputs, int target, int index) {
    return terms.get(0).loss().quantile(outputs, target, index);
  }

  @Override
  public Interval predictions() {
    return shared(terms.stream().map(term -> term.loss().predictions()).toList());
  }

  @Override
  public Interval targets() {
    return shared(terms.stream().map(term -> term.loss().targets()).toList());
  }

  /** The intersection of some intervals; the first alone if it is empty. */
  private static Interval shared(List<Interval> intervals) {
    double low = intervals.stream().mapToDouble(Interval::low).max().orElse(0);
    double high = intervals.stream().mapToDouble(Interval::high).min().orElse(0);
    if (low > high) {
      return intervals.get(0);
    }
    boolean lowIncluded =
        intervals.stream().allMatch(interval -> interval.low() < low || interval.lowIncluded());
    boolean highIncluded =
        intervals.stream().allMatch(interval -> interval.high() > high || interval.highIncluded());
    return new Interval(low, lowIncluded, high, highIncluded);
  }

  /** The requirement of the first loss that has one; the others need the same. */
  @Override
  public Outputs outputs() {
    return terms.stream()
        .map(term -> term.loss().outputs())
        .filter(outputs -> outputs != Outputs.ANY)
        .findFirst()
        .orElse(Outputs.ANY);
  }

  @Override
  public Optional<Loss> onLogits(String outputActivation) {
    boolean all =
        terms.stream().allMatch(term -> term.loss().onLogits(outputActivation).isPresent());
    return all
        ? Optional.of(
            new WeightedSum(
                terms.stream()
                    .map(
                        term ->
                            new Term(
                                term.loss().onLogits(outputActivation).orElseThrow(),
                                term.weight()))
                    .toList()))
        : Optional.empty();
  }

  /**
   * Passes the class weights on to the losses that have them built in, and multiplies the others by
   * the weight of the true class, as the engine does. Empty if no loss has them built in: then the
   * engine multiplies the sum.
   */
  @Override
  public Optional<Loss> withClassWeights(double[] weights) {
    List<Optional<Loss>> weighted =
        terms.stream().map(term -> term.loss().withClassWeights(weights)).toList();
    if (weighted.stream().allMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    List<Term> all = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      Loss plain = terms.get(i).loss();
      Loss loss = weighted.get(i).orElseGet(() -> new OfTrueClass(plain, weights.clone()));
      all.add(new Term(loss, terms.get(i).weight()));
    }
    return Optional.of(new WeightedSum(all));
  }

  /** The standard deviation of the first loss that predicts one. */
  @Override
  public double deviation(double[] outputs, int target) {
    return terms.stream()
        .mapToDouble(term -> term.loss().deviation(outputs, target))
        .filter(deviation -> !Double.isNaN(deviation))
        .findFirst()
        .orElse(Double.NaN);
  }

  @Override
  public Loss forTarget(Target target) {
    if (terms.stream().mapToInt(term -> term.loss().outputCount(target)).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "terms must all need the same number of outputs for the target '%s'"
              .formatted(String.join(", ", target.outputs())));
    }
    WeightedSum suited =
        new WeightedSum(
            terms.stream()
                .map(term -> new Term(term.loss().forTarget(target), term.weight()))
                .toList());
    for (int i = 1; i < terms.size(); i++) {
      for (int k = 0; k < i; k++) {
        suited.checkAgreement(
            k, i, target, nameOf(terms.get(k).loss()), nameOf(terms.get(i).loss()));
      }
    }
    return suited;
  }

  /** Refuses two terms that need different outputs, or interpret the same outputs differently. */
  private void checkAgreement(int k, int i, Target target, String one, String other) {
    Loss a = terms.get(k).loss();
    Loss b = terms.get(i).loss();
    if (a.outputs() != Outputs.ANY && b.outputs() != Outputs.ANY && a.outputs() != b.outputs()) {
      throw new IllegalArgumentException(
          "terms must need the same outputs, but %s needs %s and %s %s; leave one of them out"
              .formatted(one, words(a.outputs()), other, words(b.outputs())));
    }
    for (int row = 0; row < PROBES; row++) {
      double[] outputs = probe(row, a.outputCount(target));
      if (!Arrays.equals(prediction(a, outputs, target), prediction(b, outputs, target))) {
        throw new IllegalArgumentException(
            "terms must predict the same from the outputs of a network, but %s and %s decode them differently; leave one of them out"
                .formatted(one, other));
      }
      for (int output = 0; output < target.width(); output++) {
        double ofOne = a.deviation(outputs, output);
        double ofOther = b.deviation(outputs, output);
        boolean mayBeSilent = outputs.length <= target.width();
        boolean oneIsSilent = Double.isNaN(ofOne) || Double.isNaN(ofOther);
        if (Double.compare(ofOne, ofOther) != 0 && !(mayBeSilent && oneIsSilent)) {
          throw new IllegalArgumentException(
              "terms must expect the same standard deviation from the outputs of a network, but %s and %s expect different ones; give them the same options, or leave one of them out"
                  .formatted(one, other));
        }
      }
    }
  }

  private static String words(Outputs outputs) {
    return switch (outputs) {
      case ANY -> "any outputs";
      case APART -> "outputs that are independent of each other";
      case DISTRIBUTION -> "probabilities that add up to 1";
      case SCORES -> "scores";
      case UNBOUNDED -> "outputs of any size, such as logits";
    };
  }

  /** Sample outputs, all different, on both sides of 0. */
  private static double[] probe(int row, int count) {
    double[] outputs = new double[count];
    for (int i = 0; i < count; i++) {
      outputs[i] = 2 * StrictMath.sin(1 + row * count + i);
    }
    return outputs;
  }

  private static double[] prediction(Loss loss, double[] outputs, Target target) {
    double[] prediction = Arrays.copyOf(outputs, target.width());
    loss.decoder().ifPresent(decoder -> decoder.decode(outputs, prediction));
    return prediction;
  }

  @Override
  public boolean isSmoothAround(double[] prediction, double[] target, double radius) {
    List<AuxiliaryColumn> columns = columns();
    return terms.stream()
        .allMatch(
            term ->
                term.loss()
                    .isSmoothAround(prediction, seenBy(term.loss(), target, columns), radius));
  }
}
