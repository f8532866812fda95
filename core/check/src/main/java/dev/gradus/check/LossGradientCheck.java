package dev.gradus.check;

import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;

/** Compares the gradient of a loss with finite differences of its value. */
final class LossGradientCheck {

  /** The tolerance between finite differences and gradient, relative above 1 and absolute below. */
  static final double TOLERANCE = 1e-6;

  private static final double STEP = 1e-5;

  /** The assumed number of roundings in the computation of a value. */
  private static final double ROUNDINGS = 8;

  /** With a tolerance above this, the comparison shows nothing. */
  private static final double MOST_TOLERANCE = 1e-3;

  /** A function whose slopes on both sides of a point differ by more has a kink there. */
  private static final double KINK = 1e-3;

  private static final Interval LOGITS = Interval.closed(-5, 5);

  private final Loss loss;
  private final LossCases cases;
  private final Effort effort;

  LossGradientCheck(Loss loss, LossCases cases, Effort effort) {
    this.loss = loss;
    this.cases = cases;
    this.effort = effort;
  }

  void check() {
    Slopes slopes = new Slopes(loss, "");
    for (LossCase each : cases.all()) {
      Samples samples = new Samples();
      for (int i = 0; i < effort.perCase(); i++) {
        compare(slopes, each, each.form(), each.batch(samples, i));
      }
      slopes.endSeries(each.words());
    }
    slopes.finish();
  }

  void checkOnLogits(String activation) {
    Slopes slopes = new Slopes(loss, "on the logits of " + activation + ", ");
    for (LossCase each : cases.onLogits(activation)) {
      Samples samples = new Samples();
      for (int i = 0; i < effort.perCase(); i++) {
        TrialBatch logits = logits(each, samples, i);
        compare(slopes, each, cases.onLogits(each, activation).orElseThrow(), logits);
      }
      slopes.endSeries(each.words());
    }
    slopes.finish();
  }

  /** A batch whose predictions are logits of moderate size. */
  static TrialBatch logits(LossCase each, Samples samples, int i) {
    return each.batch(samples, i).withPredictions(row -> samples.within(LOGITS, row.length));
  }

  /** Changes every prediction of every row, so that terms between rows are tested too. */
  private static void compare(Slopes slopes, LossCase each, Loss form, TrialBatch batch) {
    double[][] gradient = batch.emptyGradient();
    double value = each.evaluate(form, batch, gradient);
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
        double above = each.evaluate(form, batch.moved(row, k, up), batch.emptyGradient());
        double below = each.evaluate(form, batch.moved(row, k, down), batch.emptyGradient());
        double measured = (above - below) / (up - down);
        double bend = Math.abs((above - value) / h - (value - below) / h);
        double tolerance =
            TOLERANCE + ROUNDINGS * Math.ulp(value) / h / Math.max(1, Math.abs(measured));
        // A batch loss cannot declare kinks between rows, and a difference between huge values is
        // only rounding error.
        if (tolerance > MOST_TOLERANCE
            || (form instanceof BatchLoss && bend > KINK * Math.max(1, Math.abs(measured)))) {
          slopes.leaveOut();
        } else {
          // The description costs more than the numbers, so it is only made for errors.
          boolean right = Claims.close(gradient[row][k], measured, tolerance);
          slopes.add(
              new Slope(
                  right ? "" : batch.words(row),
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

  /** Small against the size of a number and its distance from the ends of its range. */
  private static double stepAt(Interval range, double x) {
    double room = Math.min(x - range.low(), range.high() - x);
    return STEP * Math.min(Math.max(1, Math.abs(x)), room);
  }
}
