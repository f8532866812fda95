package dev.gradus.onnx;

import dev.gradus.spi.Loss;
import java.util.Optional;
import java.util.Random;

/**
 * The standard deviation that a loss finds in the outputs of a network. That is a function in Java,
 * so its form is found by trying it: it, or its square, is a f(s) + b of an output s, where f is a
 * {@link Curve}. What is found is compared with the function on random outputs.
 *
 * @param squared whether that is its square
 * @param curve f
 * @param factor a
 * @param term b
 * @param place the index of s among the outputs
 */
record DeviationForm(boolean squared, Curve curve, double factor, double term, int place) {

  private static final int TRIALS = 100;

  /**
   * How far from 0 outputs are in a sixth of the trials; in the others it is up to 32 times as far.
   */
  private static final double FAR = 8;

  private static final double NEAR = 1e-9;

  /**
   * The form of the deviation of a target.
   *
   * @param outputs the number of outputs of the network
   * @param target the index of the number of the target
   * @return empty if it has none of these forms
   */
  static Optional<DeviationForm> of(Loss loss, int outputs, int target) {
    int place = place(loss, outputs, target);
    for (boolean squared : new boolean[] {true, false}) {
      for (Curve curve : Curve.values()) {
        double zero = at(loss, outputs, target, place, curve.zero(), squared);
        double other = at(loss, outputs, target, place, curve.other(), squared);
        double factor = (other - zero) / curve.of(curve.other());
        DeviationForm form = new DeviationForm(squared, curve, factor, zero, place);
        if (form.isThatOf(loss, outputs, target)) {
          return Optional.of(form);
        }
      }
    }
    return Optional.empty();
  }

  /** The first output that it depends on. */
  private static int place(Loss loss, int outputs, int target) {
    double before = loss.deviation(new double[outputs], target);
    for (int i = 0; i < outputs; i++) {
      double[] all = new double[outputs];
      all[i] = 1;
      if (loss.deviation(all, target) != before) {
        return i;
      }
    }
    return 0;
  }

  private static double at(
      Loss loss, int outputs, int target, int place, double x, boolean squared) {
    double[] all = new double[outputs];
    all[place] = x;
    double found = loss.deviation(all, target);
    return squared ? found * found : found;
  }

  private boolean isThatOf(Loss loss, int outputs, int target) {
    Random random = new Random(1);
    for (int i = 0; i < TRIALS; i++) {
      double far = FAR * (1 << i % 6);
      double[] all = random.doubles(outputs, -far, far).toArray();
      double inside = factor * curve.of(all[place]) + term;
      double found = squared ? Math.sqrt(inside) : inside;
      double right = loss.deviation(all, target);
      if (!(Math.abs(right - found) <= NEAR * Math.abs(right))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Appends it.
   *
   * @param y doubles, [rows, outputs]
   * @return doubles, [rows, 1], in the unit that the network sees
   */
  String append(OnnxGraph graph, String y) {
    String bent = curve.append(graph, graph.columns(y, place));
    String scaled = graph.node("Mul", bent, graph.real(factor));
    String inside = graph.node("Add", scaled, graph.real(term));
    return squared ? graph.node("Sqrt", inside) : inside;
  }
}
