package dev.gradus.check;

import dev.gradus.spi.Activation;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** What a {@link Loss} has to pass, for every kind of target that it takes. */
final class LossClaims {

  /** How far value and gradient may be apart, relative above 1 and absolute below. */
  static final double GRADIENT_TOLERANCE = 1e-6;

  /** How far the form on logits may be from the plain one, where both are exact. */
  static final double LOGIT_TOLERANCE = 1e-9;

  private static final double STEP = 1e-5;

  /** How many roundings of a value its computation may suffer. */
  private static final double ROUNDINGS = 8;

  /** Above this tolerance nothing is seen. */
  private static final double MOST_TOLERANCE = 1e-3;

  /** A function whose slopes on both sides of a point differ by more has a kink there. */
  private static final double KINK = 1e-3;

  private static final double LARGE_LOGIT = 1e4;
  private static final Interval LOGITS = Interval.closed(-5, 5);
  private static final Interval WEIGHTS = Interval.closed(0.25, 4);

  /** How many rows the batches have that a {@link BatchLoss} is shown. */
  private static final int[] ROWS = {4, 1, 3, 2};

  /** How many outputs are tried for each kind of target. */
  private static final Map<Target.Kind, int[]> WIDTHS =
      new LinkedHashMap<>(
          Map.of(
              Target.Kind.NUMERIC,
              new int[] {1, 2, 3, 5, 8},
              Target.Kind.BINARY,
              new int[] {1},
              Target.Kind.CLASSES,
              new int[] {2, 3, 5, 8},
              Target.Kind.LABELS,
              new int[] {2, 3, 5}));

  private final Loss loss;
  private final Effort effort;

  /** Whether the outputs are a distribution, by the name of the activation. */
  private final Map<String, Boolean> activations = new TreeMap<>();

  /**
   * A form of the loss, and a target that it takes.
   *
   * @param weighted whether it is the form with class weights
   */
  private record Case(Loss form, Target target, boolean weighted) {

    int outputs() {
      return target.width() * form.outputsPerTarget();
    }

    /** To complete a sentence that begins with it. */
    String words() {
      return "for a %s target with %s output%s%s"
          .formatted(
              target.kind(),
              target.width(),
              target.width() == 1 ? "" : "s",
              weighted ? " and class weights" : "");
    }
  }

  private LossClaims(Loss loss, Effort effort, Collection<? extends Activation> others) {
    this.loss = loss;
    this.effort = effort;
    for (Activation other : others) {
      Plugin description = other.getClass().getAnnotation(Plugin.class);
      if (description != null) {
        activations.put(description.name(), other.givesDistribution());
      }
    }
    activations.put(Normalizer.SIGMOID.toString(), false);
    activations.put(Normalizer.SOFTMAX.toString(), true);
  }

  static void addTo(Claims claims, Loss loss, Collection<? extends Activation> activations) {
    new LossClaims(loss, claims.effort(), activations).addTo(claims);
  }

  private void addTo(Claims claims) {
    claims
        .thatTrainingNeeds("it takes a target or refuses it with a sentence", this::checkTargets)
        .thatTrainingNeeds("prediction and target are not modified", this::checkInputs)
        .thatTrainingNeeds("the gradient is overwritten, not added to", this::checkOverwritten)
        .thatTrainingNeeds("the gradient is the derivative of the value", this::checkGradient)
        .that("extreme predictions give finite numbers", this::checkExtremes)
        .that("several threads get the same bits", this::checkThreads)
        .thatEveryOptionCounts(other -> behaviour((Loss) other));
    if (loss instanceof BatchLoss) {
      claims.thatTrainingNeeds("the weights of the examples count", this::checkWeights);
    }
    for (String activation : activations.keySet()) {
      if (hasForm(activation)) {
        claims.thatTrainingNeeds(
            "on the logits of " + activation + ", the gradient is the derivative of the value",
            () -> checkLogitGradient(activation));
      }
    }
    for (Normalizer normalizer : Normalizer.values()) {
      if (hasForm(normalizer.toString())) {
        claims
            .thatTrainingNeeds(
                "on the logits of " + normalizer + ", it is the loss of the probabilities",
                () -> checkLogits(normalizer))
            .thatTrainingNeeds(
                "on the logits of " + normalizer + ", it is finite at 1e4",
                () -> checkLargeLogits(normalizer.toString()));
      }
    }
  }

  /** If that cannot be found out, another claim says why. */
  private boolean hasForm(String activation) {
    try {
      return !casesOnLogits(activation).isEmpty();
    } catch (RuntimeException | BrokenClaim e) {
      return false;
    }
  }

  private static List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (Target.Kind kind : Target.Kind.values()) {
      for (int width : WIDTHS.getOrDefault(kind, new int[0])) {
        List<String> names = new ArrayList<>();
        for (int k = 1; k <= width; k++) {
          names.add("output-" + k);
        }
        targets.add(new Target(kind, names));
      }
    }
    return targets;
  }

  /** The forms for all targets that the loss takes, and that fit the range which it states. */
  private List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Target target : targets()) {
      Optional<Loss> form = formFor(target);
      if (form.isPresent() && suits(form.get(), target)) {
        cases.add(new Case(form.get(), target, false));
        weighted(form.get(), target).ifPresent(cases::add);
      }
    }
    if (cases.isEmpty()) {
      throw new BrokenClaim(loss, "it refuses every kind of target");
    }
    return cases;
  }

  private Optional<Loss> formFor(Target target) {
    try {
      return Optional.of(Claims.answer(loss, "forTarget", loss.forTarget(target)));
    } catch (IllegalArgumentException e) {
      Claims.checkRefusal(loss, "a " + target.kind() + " target", e);
      return Optional.empty();
    }
  }

  /** Classes and labels are 0 and 1. */
  private boolean suits(Loss form, Target target) {
    Interval allowed = Claims.answer(loss, "targets", form.targets());
    return target.kind() == Target.Kind.NUMERIC || (allowed.contains(0.0) && allowed.contains(1.0));
  }

  private Optional<Case> weighted(Loss form, Target target) {
    boolean ofClasses = target.kind() == Target.Kind.CLASSES || target.kind() == Target.Kind.BINARY;
    if (!ofClasses) {
      return Optional.empty();
    }
    double[] weights = new Samples().within(WEIGHTS, Math.max(2, target.width()));
    return Claims.answer(loss, "withClassWeights", form.withClassWeights(weights))
        .map(weighted -> new Case(weighted, target, true));
  }

  private List<Case> casesOnLogits(String activation) {
    boolean distribution = activations.getOrDefault(activation, false);
    List<Case> found = new ArrayList<>();
    for (Case each : cases()) {
      boolean suits = !distribution || each.target().kind() == Target.Kind.CLASSES;
      if (suits && onLogits(each, activation).isPresent()) {
        found.add(each);
      }
    }
    return found;
  }

  private Optional<Loss> onLogits(Case each, String activation) {
    return Claims.answer(loss, "onLogits", each.form().onLogits(activation));
  }

  private void checkTargets() {
    for (Case each : cases()) {
      Claims.answer(loss, "predictions", each.form().predictions());
      Claims.answer(loss, "outputs", each.form().outputs());
      if (each.form().outputsPerTarget() < 1) {
        throw new BrokenClaim(
            loss, "it wants %s outputs per target".formatted(each.form().outputsPerTarget()));
      }
      activations.keySet().forEach(activation -> onLogits(each, activation));
    }
  }

  /** The rows of batches for a {@link BatchLoss}; for others the only row. */
  private static int rows(Loss form, int i) {
    return form instanceof BatchLoss ? ROWS[i % ROWS.length] : 1;
  }

  private static Batch batch(Case each, Samples samples, int i) {
    int rows = rows(each.form(), i);
    double[][] predictions = new double[rows][];
    double[][] targets = new double[rows][];
    double[] weights = new double[rows];
    for (int row = 0; row < rows; row++) {
      predictions[row] = prediction(each, samples, i);
      targets[row] = target(each, samples, i);
      weights[row] = each.form() instanceof BatchLoss && i % 2 == 1 ? samples.within(WEIGHTS) : 1;
    }
    return new Batch(predictions, targets, weights);
  }

  private static double[] prediction(Case each, Samples samples, int i) {
    Interval range = each.form().predictions();
    boolean probabilities =
        each.form().outputs() == Loss.Outputs.DISTRIBUTION
            || (i % 2 == 1
                && range.equals(Interval.UNIT)
                && each.form().targets().equals(Interval.UNIT));
    return probabilities && each.outputs() > 1 && each.form().outputsPerTarget() == 1
        ? samples.distribution(each.outputs())
        : samples.within(range, each.outputs());
  }

  /** A loss that says that it takes all of [0, 1] is also shown targets between 0 and 1. */
  private static double[] target(Case each, Samples samples, int i) {
    int width = each.target().width();
    boolean between = i % 4 == 3 && each.form().targets().equals(Interval.UNIT) && !each.weighted();
    return switch (each.target().kind()) {
      case NUMERIC -> samples.within(each.form().targets(), width);
      case CLASSES -> between ? samples.distribution(width) : samples.oneHot(width);
      case BINARY, LABELS ->
          between ? samples.within(Interval.UNIT, width) : samples.zerosAndOnes(width);
    };
  }

  private void checkGradient() {
    Slopes slopes = new Slopes(loss, "");
    for (Case each : cases()) {
      Samples samples = new Samples();
      for (int i = 0; i < effort.perCase(); i++) {
        compare(slopes, each, each.form(), batch(each, samples, i));
      }
      slopes.endSeries(each.words());
    }
    slopes.finish();
  }

  private void checkLogitGradient(String activation) {
    Slopes slopes = new Slopes(loss, "on the logits of " + activation + ", ");
    for (Case each : casesOnLogits(activation)) {
      Samples samples = new Samples();
      for (int i = 0; i < effort.perCase(); i++) {
        Batch outputs = batch(each, samples, i);
        Batch logits = outputs.withPredictions(row -> samples.within(LOGITS, row.length));
        compare(slopes, each, onLogits(each, activation).orElseThrow(), logits);
      }
      slopes.endSeries(each.words());
    }
    slopes.finish();
  }

  /** Moves every prediction of every row, so that the terms between rows are seen too. */
  private void compare(Slopes slopes, Case each, Loss form, Batch batch) {
    double[][] gradient = batch.emptyGradient();
    double value = evaluate(each, form, batch, gradient);
    for (int row = 0; row < batch.rows(); row++) {
      double[] prediction = batch.predictions()[row];
      for (int k = 0; k < prediction.length; k++) {
        double h = stepAt(form.predictions(), prediction[k]);
        if (!form.isSmoothAround(prediction.clone(), batch.targets()[row].clone(), 2 * h)) {
          slopes.leaveOut();
          continue;
        }
        double up = prediction[k] + h;
        double down = prediction[k] - h;
        double above = evaluate(each, form, batch.moved(row, k, up), batch.emptyGradient());
        double below = evaluate(each, form, batch.moved(row, k, down), batch.emptyGradient());
        double measured = (above - below) / (up - down);
        double bend = Math.abs((above - value) / h - (value - below) / h);
        double tolerance =
            GRADIENT_TOLERANCE + ROUNDINGS * Math.ulp(value) / h / Math.max(1, Math.abs(measured));
        // A loss of batches cannot say where it has kinks between rows; and of a difference between
        // huge values nothing but rounding is left.
        if (tolerance > MOST_TOLERANCE
            || (form instanceof BatchLoss && bend > KINK * Math.max(1, Math.abs(measured)))) {
          slopes.leaveOut();
        } else {
          slopes.add(
              new Slope(
                  batch.words(row),
                  value,
                  prediction,
                  batch.targets()[row],
                  k,
                  gradient[row][k],
                  measured,
                  tolerance));
        }
      }
    }
  }

  private double evaluate(Case each, Loss form, Batch batch, double[][] gradient) {
    try {
      return batch.evaluate(form, gradient);
    } catch (IllegalArgumentException e) {
      throw new BrokenClaim(
          loss,
          "%s it fails: %s; a target that it is not made for it must refuse in forTarget"
              .formatted(each.words(), e.getMessage()),
          e);
    }
  }

  /** Small against the size of a number and its distance from the ends of its range. */
  private static double stepAt(Interval range, double x) {
    double room = Math.min(x - range.low(), range.high() - x);
    return STEP * Math.min(Math.max(1, Math.abs(x)), room);
  }

  private void checkExtremes() {
    for (Case each : cases()) {
      for (double prediction : Samples.extremesWithin(each.form().predictions())) {
        for (double[] target : extremeTargets(each)) {
          checkFinite(each, each.form(), prediction, target);
        }
      }
    }
  }

  private static List<double[]> extremeTargets(Case each) {
    int width = each.target().width();
    List<double[]> targets = new ArrayList<>();
    if (each.target().kind() == Target.Kind.NUMERIC) {
      for (double extreme : Samples.extremesWithin(each.form().targets())) {
        double[] row = new double[width];
        Arrays.fill(row, extreme);
        targets.add(row);
      }
    } else {
      double[] first = new double[width];
      double[] last = new double[width];
      first[0] = 1;
      last[width - 1] = width == 1 ? 0 : 1;
      targets.addAll(List.of(first, last));
    }
    return targets;
  }

  private void checkLargeLogits(String activation) {
    for (Case each : casesOnLogits(activation)) {
      Loss form = onLogits(each, activation).orElseThrow();
      for (double[] target : extremeTargets(each)) {
        checkFinite(each, form, LARGE_LOGIT, target);
        checkFinite(each, form, -LARGE_LOGIT, target);
      }
    }
  }

  private void checkFinite(Case each, Loss form, double prediction, double[] target) {
    double[] predictions = new double[each.outputs()];
    for (int k = 0; k < predictions.length; k++) {
      boolean halves = k % 2 == 1 && form.predictions().contains(prediction / 2);
      predictions[k] = halves ? prediction / 2 : prediction;
    }
    double[][] gradient = new double[1][predictions.length];
    Batch batch = Batch.of(predictions, target);
    double value = evaluate(each, form, batch, gradient);
    if (!Double.isFinite(value + Arrays.stream(gradient[0]).sum())) {
      throw new BrokenClaim(
          loss,
          "%s the value is %s and the gradient %s"
              .formatted(batch.words(0), value, Arrays.toString(gradient[0])));
    }
  }

  private void checkLogits(Normalizer normalizer) {
    for (Case each : casesOnLogits(normalizer.toString())) {
      Samples samples = new Samples();
      for (int i = 0; i < effort.perCase(); i++) {
        Batch sample = batch(each, samples, i);
        Batch logits = sample.withPredictions(row -> samples.within(LOGITS, row.length));
        checkLogits(normalizer, each, logits);
      }
    }
  }

  private void checkLogits(Normalizer normalizer, Case each, Batch logits) {
    Loss form = onLogits(each, normalizer.toString()).orElseThrow();
    Batch outputs = logits.withPredictions(normalizer::forward);
    double[][] chained = outputs.emptyGradient();
    double[][] onLogits = logits.emptyGradient();
    double expected = evaluate(each, each.form(), outputs, chained);
    double actual = evaluate(each, form, logits, onLogits);
    String where =
        "on the logits of %s, %s (z for the prediction) ".formatted(normalizer, logits.words(0));
    if (!Claims.close(actual, expected, LOGIT_TOLERANCE)) {
      throw new BrokenClaim(
          loss, where + "it is " + actual + ", on their probabilities " + expected);
    }
    for (int row = 0; row < logits.rows(); row++) {
      normalizer.backward(outputs.predictions()[row], chained[row]);
      for (int k = 0; k < chained[row].length; k++) {
        if (!Claims.close(onLogits[row][k], chained[row][k], LOGIT_TOLERANCE)) {
          throw new BrokenClaim(
              loss,
              where
                  + "the gradient is %s, by the chain rule %s"
                      .formatted(Arrays.toString(onLogits[row]), Arrays.toString(chained[row])));
        }
      }
    }
  }

  private void checkInputs() {
    for (Case each : cases()) {
      Batch batch = batch(each, new Samples(), 0);
      Batch given = batch.copy();
      evaluate(each, each.form(), given, batch.emptyGradient());
      if (!given.equalTo(batch)) {
        throw new BrokenClaim(
            loss,
            "it modifies its inputs, the prediction, the target or the weights; write nothing but the gradient");
      }
    }
  }

  private void checkOverwritten() {
    for (Case each : cases()) {
      Batch batch = batch(each, new Samples(), 0);
      double[][] fresh = batch.emptyGradient();
      double[][] used = batch.emptyGradient();
      for (double[] row : used) {
        Arrays.fill(row, Double.NaN);
      }
      evaluate(each, each.form(), batch, fresh);
      evaluate(each, each.form(), batch, used);
      if (!Arrays.deepEquals(fresh, used)) {
        throw new BrokenClaim(
            loss, "the gradient depends on what was in the array before; overwrite all of it");
      }
    }
  }

  private void checkWeights() {
    for (Case each : cases()) {
      Samples samples = new Samples();
      for (int i = 0; i < effort.perCase(); i++) {
        Batch batch = batch(each, samples, 2 * ROWS.length * i);
        Batch weighted = batch.withWeights(samples.within(WEIGHTS, batch.rows()));
        double[][] before = batch.emptyGradient();
        double[][] after = batch.emptyGradient();
        double plain = evaluate(each, each.form(), batch, before);
        double other = evaluate(each, each.form(), weighted, after);
        if (plain != other || !Arrays.deepEquals(before, after)) {
          return;
        }
      }
    }
    throw new BrokenClaim(
        loss, "whatever the weights of the examples are, value and gradient are the same");
  }

  /** Values and gradients at some points, of batches of several rows if it takes such. */
  private double[] behaviour(Loss other) {
    List<double[]> results = new ArrayList<>();
    for (Case each : new LossClaims(other, effort, List.of()).cases()) {
      results.addAll(results(each, Math.min(effort.perCase(), 16)));
    }
    return results.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static List<double[]> results(Case each, int count) {
    List<double[]> results = new ArrayList<>();
    Samples samples = new Samples();
    for (int i = 0; i < count; i++) {
      Batch batch = batch(each, samples, i);
      double[][] gradient = batch.emptyGradient();
      double value = batch.evaluate(each.form(), gradient);
      results.add(
          DoubleStream.concat(
                  DoubleStream.of(value), Arrays.stream(gradient).flatMapToDouble(Arrays::stream))
              .toArray());
    }
    return results;
  }

  private void checkThreads() throws Exception {
    Claims.sameFromAllThreads(loss, () -> behaviour(loss));
  }
}
