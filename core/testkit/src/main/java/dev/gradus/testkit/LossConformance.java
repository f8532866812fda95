package dev.gradus.testkit;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** What a {@link Loss} has to pass. */
public final class LossConformance {

  /** How far value and gradient may be apart, relative above 1 and absolute below. */
  static final double GRADIENT_TOLERANCE = 1e-6;

  /** How far the form on logits may be from the plain one, where both are exact. */
  static final double LOGIT_TOLERANCE = 1e-9;

  private static final int[] WIDTHS = {1, 2, 3, 5, 8};
  private static final double STEP = 1e-5;
  private static final double LARGE_LOGIT = 1e4;
  private static final List<String> NORMALIZERS = List.of("sigmoid", "softmax");

  private final Loss loss;
  private final boolean needsSeveralOutputs;

  private LossConformance(Loss loss) {
    this.loss = loss;
    this.needsSeveralOutputs = !accepts(loss, new Target(Target.Kind.BINARY, List.of("yes")));
  }

  /** The tests of some losses: a container each. */
  public static Stream<DynamicNode> of(Loss... losses) {
    return of(Arrays.stream(losses));
  }

  /** The tests of some losses: a container each. */
  public static Stream<DynamicNode> of(Stream<? extends Loss> losses) {
    return losses.map(loss -> Nodes.of(claims(loss)));
  }

  static Claims claims(Loss loss) {
    return new LossConformance(loss).claims();
  }

  private Claims claims() {
    Claims claims =
        new Claims(loss)
            .that("the gradient is the derivative of the value", () -> checkGradient(loss))
            .that("extreme predictions give finite numbers", this::checkExtremes)
            .that("prediction and target are not modified", this::checkInputs)
            .that("the gradient is overwritten, not added to", this::checkOverwritten)
            .that("several threads get the same bits", this::checkThreads)
            .thatEveryOptionCounts(other -> behaviour((Loss) other))
            .that("it takes a target or refuses it with a sentence", this::checkTargets);
    for (String activation : NORMALIZERS) {
      loss.onLogits(activation).ifPresent(form -> addLogitClaims(claims, activation, form));
    }
    return claims;
  }

  private void addLogitClaims(Claims claims, String activation, Loss form) {
    claims
        .that(
            "on the logits of " + activation + ", the gradient is the derivative of the value",
            () -> checkGradient(form))
        .that(
            "on the logits of " + activation + ", it is the loss of the probabilities",
            () -> checkLogits(activation, form))
        .that(
            "on the logits of " + activation + ", it is finite at 1e4",
            () -> checkLargeLogits(form));
  }

  private static boolean accepts(Loss loss, Target target) {
    try {
      loss.forTarget(target);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void checkTargets() {
    List<Target> targets =
        List.of(
            new Target(Target.Kind.NUMERIC, List.of("price")),
            new Target(Target.Kind.BINARY, List.of("yes")),
            new Target(Target.Kind.CLASSES, List.of("red", "green", "blue")),
            new Target(Target.Kind.LABELS, List.of("tall", "old")));
    int accepted = 0;
    for (Target target : targets) {
      try {
        loss.forTarget(target);
        accepted++;
      } catch (IllegalArgumentException e) {
        if (String.valueOf(e.getMessage()).length() < 20) {
          throw Claims.failure(loss, "refuses a " + target.kind() + " target without a sentence");
        }
      }
    }
    if (accepted == 0) {
      throw Claims.failure(loss, "refuses every kind of target");
    }
  }

  /** One example to try. */
  @SuppressWarnings("ArrayRecordComponent") // points are never compared
  private record Point(double[] prediction, double[] target) {}

  /**
   * The examples for one number of outputs: free ones, and for probabilities also distributions.
   */
  private Stream<Point> points(Loss form, Samples samples, int width) {
    boolean probabilities =
        form.predictions().equals(Interval.UNIT) && form.targets().equals(Interval.UNIT);
    return Stream.iterate(0, i -> i + 1)
        .limit(Samples.POINTS)
        .map(
            i ->
                probabilities && width > 1 && i % 2 == 1
                    ? new Point(
                        samples.distribution(width),
                        i % 4 == 1 ? samples.oneHot(width) : samples.distribution(width))
                    : new Point(
                        samples.within(form.predictions(), width * form.outputsPerTarget()),
                        samples.within(form.targets(), width)));
  }

  private void checkGradient(Loss form) {
    Samples samples = new Samples();
    int checked = 0;
    for (int width : WIDTHS) {
      if (width > 1 || !needsSeveralOutputs) {
        for (Point point : points(form, samples, width).toList()) {
          checked += checkGradientAt(form, point);
        }
      }
    }
    if (checked < Samples.POINTS) {
      throw Claims.failure(loss, "only " + checked + " points were away from kinks");
    }
  }

  private int checkGradientAt(Loss form, Point point) {
    int width = point.prediction().length;
    double[] gradient = new double[width];
    form.evaluate(point.prediction().clone(), point.target().clone(), gradient);
    double[] unused = new double[width];
    for (int k = 0; k < width; k++) {
      double h = stepAt(form.predictions(), point.prediction()[k]);
      if (!form.isSmoothAround(point.prediction(), point.target(), 2 * h)) {
        return 0;
      }
      double[] moved = point.prediction().clone();
      moved[k] = point.prediction()[k] + h;
      double above = form.evaluate(moved, point.target(), unused);
      double up = moved[k];
      moved[k] = point.prediction()[k] - h;
      double below = form.evaluate(moved, point.target(), unused);
      double numeric = (above - below) / (up - moved[k]);
      if (!Claims.close(gradient[k], numeric, GRADIENT_TOLERANCE)) {
        throw Claims.failure(
            loss,
            "for the prediction %s and the target %s the gradient of output %s is %s, but the value changes by %s per unit"
                .formatted(
                    Arrays.toString(point.prediction()),
                    Arrays.toString(point.target()),
                    k,
                    gradient[k],
                    numeric));
      }
    }
    return 1;
  }

  /** Small against the size of a number and its distance from the ends of its range. */
  private static double stepAt(Interval range, double x) {
    double room = Math.min(x - range.low(), range.high() - x);
    return STEP * Math.min(Math.max(1, Math.abs(x)), room);
  }

  private void checkExtremes() {
    for (double prediction : Samples.extremesWithin(loss.predictions())) {
      for (double target : Samples.extremesWithin(loss.targets())) {
        checkFinite(loss, prediction, target);
      }
    }
  }

  private void checkLargeLogits(Loss form) {
    for (double target : new double[] {0, 0.5, 1}) {
      checkFinite(form, LARGE_LOGIT, target);
      checkFinite(form, -LARGE_LOGIT, target);
    }
  }

  private void checkFinite(Loss form, double prediction, double target) {
    double[] predictions = new double[2 * form.outputsPerTarget()];
    for (int k = 0; k < predictions.length; k++) {
      predictions[k] = k % 2 == 0 ? prediction : prediction / 2;
    }
    double[] targets = {target, target};
    double[] gradient = new double[predictions.length];
    double value = form.evaluate(predictions, targets, gradient);
    if (!Double.isFinite(value + Arrays.stream(gradient).sum())) {
      throw Claims.failure(
          loss,
          "for the prediction %s and the target %s the value is %s and the gradient %s"
              .formatted(prediction, target, value, Arrays.toString(gradient)));
    }
  }

  private void checkLogits(String activation, Loss form) {
    Samples samples = new Samples();
    int width = 3;
    for (int i = 0; i < Samples.POINTS; i++) {
      double[] z = samples.within(Interval.closed(-5, 5), width);
      double[] target = i % 2 == 0 ? samples.oneHot(width) : samples.distribution(width);
      double[] p = activation.equals("sigmoid") ? sigmoid(z) : softmax(z);
      double[] plain = new double[width];
      double[] onLogits = new double[width];
      double expected = loss.evaluate(p, target, plain);
      double actual = form.evaluate(z, target, onLogits);
      double[] chained =
          activation.equals("sigmoid") ? throughSigmoid(p, plain) : throughSoftmax(p, plain);
      if (!Claims.close(actual, expected, LOGIT_TOLERANCE)) {
        throw Claims.failure(
            loss,
            "on the logits "
                + Arrays.toString(z)
                + " it is "
                + actual
                + ", on their probabilities "
                + expected);
      }
      for (int k = 0; k < width; k++) {
        if (!Claims.close(onLogits[k], chained[k], LOGIT_TOLERANCE)) {
          throw Claims.failure(
              loss,
              "on the logits %s the gradient is %s, by the chain rule %s"
                  .formatted(
                      Arrays.toString(z), Arrays.toString(onLogits), Arrays.toString(chained)));
        }
      }
    }
  }

  private static double[] sigmoid(double[] z) {
    return Arrays.stream(z).map(x -> 1 / (1 + Math.exp(-x))).toArray();
  }

  private static double[] softmax(double[] z) {
    double sum = Arrays.stream(z).map(Math::exp).sum();
    return Arrays.stream(z).map(x -> Math.exp(x) / sum).toArray();
  }

  private static double[] throughSigmoid(double[] p, double[] gradient) {
    double[] result = new double[p.length];
    for (int k = 0; k < p.length; k++) {
      result[k] = gradient[k] * p[k] * (1 - p[k]);
    }
    return result;
  }

  private static double[] throughSoftmax(double[] p, double[] gradient) {
    double mean = 0;
    for (int k = 0; k < p.length; k++) {
      mean += p[k] * gradient[k];
    }
    double[] result = new double[p.length];
    for (int k = 0; k < p.length; k++) {
      result[k] = p[k] * (gradient[k] - mean);
    }
    return result;
  }

  private Point anyPoint() {
    return points(loss, new Samples(), 3).findFirst().orElseThrow();
  }

  private void checkInputs() {
    Point point = anyPoint();
    double[] prediction = point.prediction().clone();
    double[] target = point.target().clone();
    loss.evaluate(prediction, target, new double[prediction.length]);
    if (!Arrays.equals(prediction, point.prediction()) || !Arrays.equals(target, point.target())) {
      throw Claims.failure(loss, "evaluate modifies the prediction or the target");
    }
  }

  private void checkOverwritten() {
    Point point = anyPoint();
    double[] fresh = new double[point.prediction().length];
    double[] used = new double[fresh.length];
    Arrays.fill(used, Double.NaN);
    loss.evaluate(point.prediction(), point.target(), fresh);
    loss.evaluate(point.prediction(), point.target(), used);
    if (!Arrays.equals(fresh, used)) {
      throw Claims.failure(loss, "the gradient depends on what was in the array before");
    }
  }

  /** Values and gradients at some points. */
  private double[] behaviour(Loss other) {
    return points(loss, new Samples(), 3)
        .flatMapToDouble(
            point -> {
              double[] gradient = new double[3 * other.outputsPerTarget()];
              double[] prediction = Arrays.copyOf(point.prediction(), gradient.length);
              double value = other.evaluate(prediction, point.target(), gradient);
              return DoubleStream.concat(DoubleStream.of(value), Arrays.stream(gradient));
            })
        .toArray();
  }

  private void checkThreads() throws Exception {
    List<Point> points = points(loss, new Samples(), 3).toList();
    Claims.sameFromAllThreads(
        loss,
        () -> {
          int outputs = 3 * loss.outputsPerTarget();
          double[] results = new double[points.size() * (outputs + 1)];
          for (int i = 0; i < points.size(); i++) {
            double[] gradient = new double[outputs];
            int at = i * (outputs + 1);
            results[at] =
                loss.evaluate(points.get(i).prediction(), points.get(i).target(), gradient);
            System.arraycopy(gradient, 0, results, at + 1, outputs);
          }
          return results;
        });
  }
}
