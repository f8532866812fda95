package dev.gradus.engine.explaining;

/**
 * Finds the factor that makes the gradients of two losses differ: da/dz of the last layer, which
 * one loss cancels and the other does not.
 *
 * <p>This class knows no particular losses. It tests whether a loss cancels the factor: it makes a
 * unit more and more wrong until its activation is flat, and checks whether dL/dz vanishes.
 */
final class DecidingFactor {

  /** The minimum shift of a pre-activation that makes its unit saturated. */
  private static final double FAR = 20;

  /** A slope of an activation below which it is flat. */
  private static final double FLAT = 1e-3;

  /** The fraction of dL/dz that must remain for it not to count as vanished. */
  private static final double LEFT = 0.1;

  private final ReferenceLayer last;
  private final double[] z;
  private final double[] a;
  private final double[] target;

  /**
   * Examines the last layer of a network.
   *
   * @param z its logits; not modified
   * @param target as the network sees it; not modified
   */
  DecidingFactor(ReferenceLayer last, double[] z, double[] target) {
    this.last = last;
    this.z = z;
    this.a = last.f().forward(z);
    this.target = target;
  }

  /** Describes what makes two losses differ, at the unit with the largest gradient. */
  String at(ReferenceLoss first, ReferenceLoss second) {
    int k = unit(first, second);
    if (told(first, k) == 0 && told(second, k) == 0) {
      return "Neither %s nor %s learns anything from this example: dL/dz = 0 for both."
          .formatted(first.name(), second.name());
    }
    FactorSentences wording = new FactorSentences(last, z, target, k);
    if (!becomesFlat(first, k) && !becomesFlat(second, k)) {
      return wording.nothingShrinks(first, second);
    }
    boolean firstCancels = cancels(first, k);
    if (firstCancels == cancels(second, k)) {
      return firstCancels
          ? wording.bothCancel(first, second)
          : wording.neitherCancels(first, second);
    }
    return firstCancels ? wording.oneCancels(second, first) : wording.oneCancels(first, second);
  }

  private int unit(ReferenceLoss first, ReferenceLoss second) {
    int most = 0;
    for (int k = 1; k < z.length; k++) {
      most = most(first, second, k) > most(first, second, most) ? k : most;
    }
    return most;
  }

  private double most(ReferenceLoss first, ReferenceLoss second, int k) {
    return Math.max(Math.abs(told(first, k)), Math.abs(told(second, k)));
  }

  private double told(ReferenceLoss loss, int k) {
    return loss.logitGradient(z, target)[k];
  }

  /** The direction in which the loss grows. */
  private double[] furtherWrong(ReferenceLoss loss, int k) {
    double[] moved = z.clone();
    moved[k] += Math.signum(told(loss, k)) * (FAR + Math.abs(z[k]));
    return moved;
  }

  private boolean cancels(ReferenceLoss loss, int k) {
    double there = loss.logitGradient(furtherWrong(loss, k), target)[k];
    return told(loss, k) != 0 && Math.abs(there) >= LEFT * Math.abs(told(loss, k));
  }

  private boolean becomesFlat(ReferenceLoss loss, int k) {
    double[] there = furtherWrong(loss, k);
    return ShortNumbers.length(last.f().answersTo(k, there, last.f().forward(there))) < FLAT
        && ShortNumbers.length(last.f().answersTo(k, z, a)) > 0;
  }
}
