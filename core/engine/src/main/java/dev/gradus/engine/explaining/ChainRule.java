package dev.gradus.engine.explaining;

import dev.gradus.engine.explain.Derivative;
import dev.gradus.engine.explain.Derivatives;
import dev.gradus.engine.explain.ExplainedLayer;
import dev.gradus.engine.explain.ExplainedLoss;
import dev.gradus.engine.explain.LayerGradients;
import dev.gradus.engine.network.DoubleActivation;
import dev.gradus.engine.numpy.NumpyGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * The derivatives in the passes of one example through a network, each with its finite difference.
 */
final class ChainRule {

  private static final double[] NONE = {};

  private final ReferenceNetwork network;
  private final ForwardValues walk;
  private final double[] target;
  private final int most;

  /**
   * Computes the derivatives for an example.
   *
   * @param target as the network sees it; not modified
   * @param most the maximum number of derivatives of each kind, layer by layer
   */
  ChainRule(ReferenceNetwork network, ForwardValues walk, double[] target, int most) {
    this.network = network;
    this.walk = walk;
    this.target = target;
    this.most = most;
  }

  /** The forward pass through all layers. */
  List<ExplainedLayer> forward() {
    List<ExplainedLayer> explained = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      ReferenceLayer layer = network.layers().get(l);
      explained.add(
          new ExplainedLayer(
              layer.place(),
              layer.activation().orElse("none"),
              boxed(walk.x(l)),
              Arrays.stream(layer.weights()).map(ChainRule::boxed).toList(),
              boxed(layer.biases()),
              boxed(walk.z(l)),
              boxed(walk.a(l)),
              slopes(layer.f(), l)));
    }
    return explained;
  }

  static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private Derivatives slopes(DoubleActivation f, int l) {
    int units = walk.z(l).length;
    if (f.isPointwise()) {
      return Derivatives.of(units, most, k -> slope(f, l, k, k, "da/dz[%s]".formatted(k + 1)));
    }
    return Derivatives.of(
        units * units,
        most,
        i -> {
          int j = i / units;
          int k = i % units;
          return slope(f, l, j, k, "da[%s]/dz[%s]".formatted(j + 1, k + 1));
        });
  }

  private Derivative slope(DoubleActivation f, int l, int j, int k, String symbol) {
    double[] z = walk.z(l);
    return FiniteDifference.of(moved -> f.forward(replaced(z, k, moved))[j], z[k])
        .comparedWith(symbol, f.slope(j, k, z, walk.a(l)));
  }

  /**
   * The backward pass of a loss through all layers.
   *
   * @param numpy the line of the loss
   */
  ExplainedLoss backward(ReferenceLoss loss, NumpyGradient numpy) {
    int last = network.layers().size() - 1;
    List<LayerGradients> explained = new ArrayList<>();
    double[] ofOutputs = loss.outputGradient(walk.lastA(), target);
    double[] ofPreActivations = loss.logitGradient(walk.lastZ(), target);
    explained.add(gradients(last, loss, ofOutputs, ofPreActivations));
    for (int l = last - 1; l >= 0; l--) {
      ofOutputs = network.layers().get(l + 1).inputGradient(ofPreActivations);
      ofPreActivations = network.layers().get(l).f().backward(walk.z(l), walk.a(l), ofOutputs);
      explained.add(0, gradients(l, loss, ofOutputs, ofPreActivations));
    }
    return new ExplainedLoss(loss.name(), loss.ofLogits(walk.lastZ(), target), explained, numpy);
  }

  private LayerGradients gradients(int l, ReferenceLoss loss, double[] ofOutputs, double[] ofZ) {
    double[] x = walk.x(l);
    int units = ofZ.length;
    return new LayerGradients(
        Derivatives.of(
            units,
            most,
            k -> byOutput(l, loss, k).comparedWith("dL/da[%s]".formatted(k + 1), ofOutputs[k])),
        Derivatives.of(
            units,
            most,
            k -> byPreActivation(l, loss, k, 1).comparedWith("dL/dz[%s]".formatted(k + 1), ofZ[k])),
        Derivatives.of(
            x.length * units,
            most,
            weightPlaces(x, units),
            at -> {
              int i = at / units;
              int j = at % units;
              return byPreActivation(l, loss, j, x[i])
                  .comparedWith("dL/dW[%s,%s]".formatted(i + 1, j + 1), x[i] * ofZ[j]);
            }),
        Derivatives.of(
            network.layers().get(l).biases().length,
            most,
            k ->
                byPreActivation(l, loss, k, 1).comparedWith("dL/db[%s]".formatted(k + 1), ofZ[k])));
  }

  /**
   * The order of the weights: row by row; if not all can be shown, those with a nonzero input come
   * first, because the others have a zero gradient.
   */
  private IntStream weightPlaces(double[] x, int units) {
    IntStream all = IntStream.range(0, x.length * units);
    return x.length * units <= most
        ? all
        : IntStream.concat(
            all.filter(at -> x[at / units] != 0),
            IntStream.range(0, x.length * units).filter(at -> x[at / units] == 0));
  }

  /** Varies an output of a layer. */
  private FiniteDifference byOutput(int l, ReferenceLoss loss, int k) {
    double[] a = walk.a(l);
    if (l == network.layers().size() - 1) {
      return FiniteDifference.of(
          moved -> loss.ofOutputs(replaced(a, k, moved), target), a[k], loss.predictions());
    }
    ReferenceLayer next = network.layers().get(l + 1);
    DoubleFunction<double[]> logits =
        moved -> network.logitsFrom(l + 1, next.preActivate(replaced(a, k, moved)));
    return FiniteDifference.of(moved -> loss.ofLogits(logits.apply(moved), target), a[k]);
  }

  /**
   * Varies a weight, which changes the pre-activation of its unit by that much times the input; the
   * weight itself need not be known.
   *
   * @param input the factor of the weight; 1 for a bias, and for z itself
   */
  private FiniteDifference byPreActivation(int l, ReferenceLoss loss, int k, double input) {
    double[] z = walk.z(l);
    double step = FiniteDifference.STEP / Math.max(1, Math.abs(input));
    return FiniteDifference.of(
        moved -> loss.ofLogits(network.logitsFrom(l, replaced(z, k, z[k] + moved * input)), target),
        0,
        step);
  }

  /**
   * The units that are exactly at a kink of their activation, where there are two derivatives and
   * the chain rule takes one of them.
   *
   * @return a sentence for each layer that has such units
   */
  List<String> kinks() {
    List<String> found = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      ReferenceLayer layer = network.layers().get(l);
      double[] z = walk.z(l);
      for (double kink : kinks(layer.f())) {
        long units =
            Arrays.stream(z).filter(each -> Math.abs(each - kink) <= FiniteDifference.STEP).count();
        if (units > 0) {
          found.add(
              "%s: %s of %s units stand at z = %s, where %s has a kink: there are two slopes there, and a finite difference takes their mean"
                  .formatted(
                      layer.place(),
                      units,
                      z.length,
                      ShortNumbers.text(kink),
                      layer.activation().orElse("none")));
        }
      }
    }
    return found;
  }

  private static double[] kinks(DoubleActivation f) {
    return f.isPointwise() ? f.kinks() : NONE;
  }

  private static double[] replaced(double[] values, int at, double value) {
    double[] changed = values.clone();
    changed[at] = value;
    return changed;
  }
}
