package dev.gradus.onnx;

import dev.gradus.runtime.network.PluginName;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Appends what a loss does to turn the outputs of a network into predictions. That is a function in
 * Java, so its form is found by trying it: either it chooses some of the outputs, as quantiles do,
 * or the outputs are steps from class to class, as those of corn are. Whatever is found is compared
 * with the function on random outputs.
 */
final class Decoder {

  private static final int TRIALS = 100;
  private static final double NEAR = 1e-9;

  /** The sigmoid of this is 1. */
  private static final double SURE = 100;

  private final OnnxGraph graph;
  private final Loss loss;
  private final Loss.Decoder decoder;
  private final int outputs;
  private final int width;

  /**
   * The decoder of a form of a loss, which must have one.
   *
   * @param outputs the number of outputs of the network
   */
  Decoder(OnnxGraph graph, Loss form, int outputs, int width) {
    this.graph = graph;
    this.loss = form;
    this.decoder = form.decoder().orElseThrow();
    this.outputs = outputs;
    this.width = width;
  }

  /** The form of a loss for a target, as predictions use it. */
  static Loss form(Loss loss, Target target) {
    try {
      return loss.forTarget(target);
    } catch (IllegalArgumentException e) {
      // If the loss guard only warns, the loss of a network may refuse its target.
      return loss;
    }
  }

  /**
   * Appends it.
   *
   * @param y doubles, [rows, outputs]
   * @return doubles, [rows, numbers of the target]
   */
  String append(String y) {
    long[] chosen = chosen();
    if (isRight(all -> chosen(all, chosen))) {
      return graph.columns(y, chosen);
    }
    if (outputs == 1 && width == 1 && isRight(all -> new double[] {sigmoid(all[0])})) {
      return graph.node("Sigmoid", y);
    }
    int[] order = order();
    if (outputs == width - 1 && isRight(all -> steps(all, order))) {
      return steps(y, order);
    }
    throw refusal();
  }

  private GradusException refusal() {
    return Refusal.of(
        "the loss '%s' turns the outputs of the network into predictions in a way that has no form in ONNX; train with another loss",
        PluginName.of(loss));
  }

  private double[] decoded(double[] all) {
    double[] prediction = new double[width];
    decoder.decode(all, prediction);
    return prediction;
  }

  private boolean isRight(UnaryOperator<double[]> form) {
    Random random = new Random(1);
    for (int i = 0; i < TRIALS; i++) {
      double[] all = random.doubles(outputs, -4, 4).toArray();
      double[] right = decoded(all.clone());
      double[] found = form.apply(all);
      for (int k = 0; k < width; k++) {
        if (!(Math.abs(right[k] - found[k]) < NEAR)) {
          return false;
        }
      }
    }
    return true;
  }

  // Some of the outputs.

  private long[] chosen() {
    double[] places = new double[outputs];
    for (int i = 0; i < outputs; i++) {
      places[i] = i;
    }
    double[] found = decoded(places);
    long[] chosen = new long[width];
    for (int k = 0; k < width; k++) {
      chosen[k] = Math.max(0, Math.min(outputs - 1L, Math.round(found[k])));
    }
    return chosen;
  }

  private static double[] chosen(double[] all, long[] chosen) {
    double[] found = new double[chosen.length];
    for (int k = 0; k < found.length; k++) {
      found[k] = all[(int) chosen[k]];
    }
    return found;
  }

  // Steps: output r decides whether the class is above the r-th.

  /** The index of the class that each number of sure steps leads to. */
  private int[] order() {
    int[] order = new int[width];
    for (int sure = 0; sure < width; sure++) {
      double[] all = new double[outputs];
      for (int r = 0; r < outputs; r++) {
        all[r] = r < sure ? SURE : -SURE;
      }
      double[] found = decoded(all);
      for (int k = 1; k < width; k++) {
        order[sure] = found[k] > found[order[sure]] ? k : order[sure];
      }
    }
    return order;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double[] steps(double[] all, int[] order) {
    double[] found = new double[order.length];
    double reached = 1;
    for (int r = 0; r < all.length; r++) {
      found[order[r]] = reached * sigmoid(-all[r]);
      reached *= sigmoid(all[r]);
    }
    found[order[all.length]] = reached;
    return found;
  }

  private String steps(String y, int[] order) {
    String[] found = new String[width];
    String up = graph.node("Sigmoid", y);
    String stay = graph.node("Sigmoid", graph.node("Neg", y));
    String reached = "";
    for (int r = 0; r < outputs; r++) {
      String here = graph.columns(stay, r);
      found[order[r]] = reached.isEmpty() ? here : graph.node("Mul", reached, here);
      String on = graph.columns(up, r);
      reached = reached.isEmpty() ? on : graph.node("Mul", reached, on);
    }
    found[order[outputs]] = reached;
    List<String> all = new ArrayList<>();
    for (String each : found) {
      if (each == null) {
        throw refusal();
      }
      all.add(each);
    }
    return graph.beside(all);
  }
}
