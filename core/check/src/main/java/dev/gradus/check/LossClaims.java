package dev.gradus.check;

import dev.gradus.spi.Activation;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The claims about a {@link Loss}, for every kind of target that it accepts, scaled or not. */
final class LossClaims {

  /** The tolerance for the form on logits against the plain one, where both are exact. */
  private static final double LOGIT_TOLERANCE = 1e-9;

  private static final double LARGE_LOGIT = 1e4;

  /** The maximum number of examples of a case that one option is tried with. */
  private static final int EXAMPLES = 16;

  private final Loss loss;
  private final Effort effort;
  private final LossCases cases;

  private LossClaims(Loss loss, Effort effort, Collection<? extends Activation> activations) {
    this.loss = loss;
    this.effort = effort;
    this.cases = new LossCases(loss, activations);
  }

  static void addTo(Claims claims, Loss loss, Collection<? extends Activation> activations) {
    new LossClaims(loss, claims.effort(), activations).addTo(claims);
  }

  private void addTo(Claims claims) {
    LossGradientCheck gradient = new LossGradientCheck(loss, cases, effort);
    claims
        .thatTrainingNeeds("it takes a target or refuses it with a sentence", this::checkTargets)
        .thatTrainingNeeds("prediction and target are not modified", this::checkInputs)
        .thatTrainingNeeds("its auxiliary columns have an effect", this::checkColumns)
        .thatTrainingNeeds("decoded outputs are predictions", this::checkDecoder)
        .thatTrainingNeeds("quantiles do not cross", this::checkQuantiles)
        .thatTrainingNeeds("the gradient is overwritten, not added to", this::checkOverwritten)
        .thatTrainingNeeds("the gradient is the derivative of the value", gradient::check)
        .thatTrainingNeeds("a predicted standard deviation is not negative", this::checkDeviation)
        .that("extreme predictions give finite numbers", this::checkExtremes)
        .that(
            "the line of numpy that it states is its gradient",
            () -> new NumpyClaims(loss, effort).check(cases))
        .that("several threads get the same bits", this::checkThreads)
        .thatEveryOptionCounts(other -> behaviour((Loss) other));
    if (loss instanceof BatchLoss) {
      claims.thatTrainingNeeds("the weights of the examples have an effect", this::checkWeights);
    }
    for (String activation : cases.activations()) {
      if (cases.hasForm(activation)) {
        claims.thatTrainingNeeds(
            "on the logits of " + activation + ", the gradient is the derivative of the value",
            () -> gradient.checkOnLogits(activation));
      }
    }
    for (Normalizer normalizer : Normalizer.values()) {
      if (cases.hasForm(normalizer.toString())) {
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

  private void checkTargets() {
    for (LossCase each : cases.all()) {
      Claims.answer(loss, "predictions", each.form().predictions());
      Claims.answer(loss, "outputs", each.form().outputs());
      if (each.form().outputsPerTarget() < 1) {
        throw new BrokenClaim(
            loss,
            "its method outputsPerTarget returns %s, but it must be at least 1"
                .formatted(each.form().outputsPerTarget()));
      }
      checkOutputCount(each);
      checkSameColumns(each, each.form());
      for (String activation : cases.activations()) {
        cases.onLogits(each, activation).ifPresent(form -> checkSameColumns(each, form));
      }
    }
  }

  /** The network is built for the plugin, but trained with its form. */
  private void checkOutputCount(LossCase each) {
    int count = loss.outputCount(each.target());
    if (count < 1 || count != each.outputs()) {
      throw new BrokenClaim(
          loss,
          "%s its method outputCount returns %s, and in the form for this target %s; both must be the same, and at least 1"
              .formatted(each.words(), count, each.outputs()));
    }
  }

  private void checkSameColumns(LossCase each, Loss form) {
    List<AuxiliaryColumn> own = Beside.check(loss, loss.columns());
    if (!own.equals(Beside.check(loss, form.columns()))) {
      throw new BrokenClaim(
          loss,
          "%s its form for the target, or that on logits, sees other columns (%s) than the loss itself (%s); let columns return the same in each"
              .formatted(each.words(), named(form.columns()), named(own)));
    }
  }

  private static String named(List<AuxiliaryColumn> columns) {
    return columns.isEmpty()
        ? "none"
        : columns.stream().map(AuxiliaryColumn::name).collect(Collectors.joining(", "));
  }

  /** Each column must make a difference for some batch. */
  private void checkColumns() {
    List<AuxiliaryColumn> columns = Beside.check(loss, loss.columns());
    for (int k = 0; k < columns.size(); k++) {
      if (!counts(k, columns.get(k))) {
        throw new BrokenClaim(
            loss,
            "it names the column '%s', but the values of that column change neither its value nor its gradient"
                .formatted(columns.get(k).name()));
      }
    }
  }

  private boolean counts(int column, AuxiliaryColumn declared) {
    for (LossCase each : cases.all()) {
      if (!each.form().columns().equals(loss.columns())) {
        // Another claim reports that.
        continue;
      }
      Samples samples = new Samples();
      for (int i = 0; i < EXAMPLES; i++) {
        TrialBatch batch = each.batch(samples, i);
        TrialBatch other = batch.copy();
        for (int row = 0; row < other.rows(); row++) {
          if (samples.below(2) == 0) {
            other.targets()[row] =
                Beside.changed(
                    other.targets()[row], each.target().width() + column, declared, samples);
          }
        }
        double[][] before = batch.emptyGradient();
        double[][] after = batch.emptyGradient();
        double plain = each.evaluate(each.form(), batch, before);
        if (plain != each.evaluate(each.form(), other, after)
            || !Arrays.deepEquals(before, after)) {
          return true;
        }
      }
    }
    return false;
  }

  private void checkDecoder() {
    for (LossCase each : cases.all()) {
      Optional<Loss.Decoder> decoder = Claims.answer(loss, "decoder", each.form().decoder());
      if (decoder.isEmpty() && each.outputs() < each.target().width()) {
        throw new BrokenClaim(
            loss,
            "%s it has %s outputs, too few for %s predictions, and no decoder"
                .formatted(each.words(), each.outputs(), each.target().width()));
      }
      if (decoder.isPresent()) {
        Samples samples = new Samples();
        for (int i = 0; i < effort.perCase(); i++) {
          checkDecoded(each, decoder.get(), each.batch(samples, i).predictions()[0]);
        }
      }
    }
  }

  private void checkDecoded(LossCase each, Loss.Decoder decoder, double[] outputs) {
    double[] given = outputs.clone();
    double[] prediction = new double[each.target().width()];
    double[] again = new double[prediction.length];
    Arrays.fill(prediction, Double.NaN);
    decoder.decode(given, prediction);
    decoder.decode(given, again);
    if (!Arrays.equals(outputs, given)) {
      throw new BrokenClaim(loss, "its decoder modifies the outputs");
    }
    if (!Arrays.equals(prediction, again)) {
      throw new BrokenClaim(
          loss,
          "the decoded prediction depends on what was in the array before; overwrite all of it");
    }
    boolean isProbable =
        each.target().kind() == Target.Kind.NUMERIC
            || Arrays.stream(prediction).allMatch(p -> p >= 0 && p <= 1);
    boolean addsUp =
        each.target().kind() != Target.Kind.CLASSES
            || Math.abs(Arrays.stream(prediction).sum() - 1) <= LOGIT_TOLERANCE;
    if (!Arrays.stream(prediction).allMatch(Double::isFinite) || !isProbable || !addsUp) {
      throw new BrokenClaim(
          loss,
          "%s it decodes the outputs %s to %s; a decoded prediction must be finite, and of classes and labels probabilities, which for classes add up to 1"
              .formatted(each.words(), Arrays.toString(outputs), Arrays.toString(prediction)));
    }
  }

  private void checkQuantiles() {
    for (LossCase each : cases.all()) {
      List<Double> levels = Claims.answer(loss, "quantiles", each.form().quantiles());
      for (int i = 0; i < levels.size(); i++) {
        boolean rises = i == 0 || levels.get(i) > levels.get(i - 1);
        if (!rises || !(levels.get(i) > 0 && levels.get(i) < 1)) {
          throw new BrokenClaim(
              loss,
              "its quantiles are %s; they must rise, and lie between 0 and 1".formatted(levels));
        }
      }
      Samples samples = new Samples();
      for (int i = 0; !levels.isEmpty() && i < effort.perCase(); i++) {
        checkRise(each, levels.size(), each.batch(samples, i).predictions()[0]);
      }
    }
  }

  private void checkRise(LossCase each, int levels, double[] outputs) {
    double[] given = outputs.clone();
    for (int k = 0; k < each.target().width(); k++) {
      double before = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < levels; i++) {
        double now = each.form().quantile(given, k, i);
        if (!Double.isFinite(now) || now < before) {
          throw new BrokenClaim(
              loss,
              "for the outputs %s its quantile %s is %s, and the one before %s; they must be finite and must not cross"
                  .formatted(Arrays.toString(outputs), i + 1, now, before));
        }
        before = now;
      }
    }
    if (!Arrays.equals(outputs, given)) {
      throw new BrokenClaim(loss, "its method quantile modifies the outputs");
    }
  }

  private void checkDeviation() {
    for (LossCase each : cases.all()) {
      Samples samples = new Samples();
      for (int i = 0; i < effort.perCase(); i++) {
        double[] outputs = each.batch(samples, i).predictions()[0];
        for (int target = 0; target < each.target().width(); target++) {
          double[] given = outputs.clone();
          double deviation = each.form().deviation(given, target);
          if (deviation < 0 || Double.isInfinite(deviation)) {
            throw new BrokenClaim(
                loss,
                "for the outputs %s its standard deviation is %s; it must be a finite number of at least 0, or NaN for none"
                    .formatted(Arrays.toString(outputs), deviation));
          }
          if (!Arrays.equals(outputs, given)) {
            throw new BrokenClaim(loss, "its method deviation modifies the outputs");
          }
        }
      }
    }
  }

  private void checkExtremes() {
    for (LossCase each : cases.all()) {
      for (double[] prediction : each.extremePredictions()) {
        for (double[] target : each.extremeTargets()) {
          checkFinite(each, each.form(), prediction, target);
        }
      }
    }
  }

  private void checkLargeLogits(String activation) {
    for (LossCase each : cases.onLogits(activation)) {
      Loss form = cases.onLogits(each, activation).orElseThrow();
      for (double[] target : each.extremeTargets()) {
        for (double logit : new double[] {LARGE_LOGIT, -LARGE_LOGIT}) {
          double[] logits = new double[each.outputs()];
          Arrays.fill(logits, logit);
          checkFinite(each, form, logits, target);
        }
      }
    }
  }

  private void checkFinite(LossCase each, Loss form, double[] row, double[] target) {
    double[] predictions = row.clone();
    for (int k = 1; k < predictions.length; k += 2) {
      boolean halves = form.predictions().contains(row[k] / 2);
      predictions[k] = halves ? row[k] / 2 : row[k];
    }
    double[][] gradient = new double[1][predictions.length];
    TrialBatch batch = TrialBatch.of(predictions, target);
    double value = each.evaluate(form, batch, gradient);
    if (!Double.isFinite(value + Arrays.stream(gradient[0]).sum())) {
      throw new BrokenClaim(
          loss,
          "%s the value is %s and the gradient %s"
              .formatted(batch.words(0), value, Arrays.toString(gradient[0])));
    }
  }

  private void checkLogits(Normalizer normalizer) {
    for (LossCase each : cases.onLogits(normalizer.toString())) {
      Samples samples = new Samples();
      for (int i = 0; i < effort.perCase(); i++) {
        checkLogits(normalizer, each, LossGradientCheck.logits(each, samples, i));
      }
    }
  }

  private void checkLogits(Normalizer normalizer, LossCase each, TrialBatch logits) {
    Loss form = cases.onLogits(each, normalizer.toString()).orElseThrow();
    TrialBatch outputs = logits.withPredictions(normalizer::forward);
    double[][] chained = outputs.emptyGradient();
    double[][] onLogits = logits.emptyGradient();
    double expected = each.evaluate(each.form(), outputs, chained);
    double actual = each.evaluate(form, logits, onLogits);
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
    for (LossCase each : cases.all()) {
      TrialBatch batch = each.batch(new Samples(), 0);
      TrialBatch given = batch.copy();
      each.evaluate(each.form(), given, batch.emptyGradient());
      if (!given.equalTo(batch)) {
        throw new BrokenClaim(
            loss,
            "%s it modifies its inputs, the prediction, the target or the weights; write nothing but the gradient"
                .formatted(each.words()));
      }
    }
  }

  private void checkOverwritten() {
    for (LossCase each : cases.all()) {
      TrialBatch batch = each.batch(new Samples(), 0);
      double[][] fresh = batch.emptyGradient();
      double[][] used = batch.emptyGradient();
      for (double[] row : used) {
        Arrays.fill(row, Double.NaN);
      }
      each.evaluate(each.form(), batch, fresh);
      each.evaluate(each.form(), batch, used);
      if (!Arrays.deepEquals(fresh, used)) {
        throw new BrokenClaim(
            loss, "the gradient depends on what was in the array before; overwrite all of it");
      }
    }
  }

  private void checkWeights() {
    for (LossCase each : cases.all()) {
      Samples samples = new Samples();
      for (int i = 0; i < effort.perCase(); i++) {
        TrialBatch batch = each.batch(samples, 2 * LossCase.ROWS.length * i);
        TrialBatch weighted = batch.withWeights(samples.within(LossCase.WEIGHTS, batch.rows()));
        double[][] before = batch.emptyGradient();
        double[][] after = batch.emptyGradient();
        double plain = each.evaluate(each.form(), batch, before);
        double other = each.evaluate(each.form(), weighted, after);
        if (plain != other || !Arrays.deepEquals(before, after)) {
          return;
        }
      }
    }
    throw new BrokenClaim(
        loss, "the weights of the examples change neither its value nor its gradient");
  }

  /** Values and gradients at some points, for batches of several rows if it takes them. */
  private double[] behaviour(Loss other) {
    List<double[]> results = new ArrayList<>();
    for (LossCase each : new LossCases(other, List.of()).all()) {
      results.addAll(results(each, Math.min(effort.perCase(), EXAMPLES)));
    }
    return results.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static List<double[]> results(LossCase each, int count) {
    List<double[]> results = new ArrayList<>();
    Samples samples = new Samples();
    for (int i = 0; i < count; i++) {
      TrialBatch batch = each.batch(samples, i);
      double[][] gradient = batch.emptyGradient();
      double value = each.evaluate(each.form(), batch, gradient);
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
