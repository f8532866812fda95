package dev.gradus.engine.studies;

import dev.gradus.engine.explaining.HandWritten;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.network.DoubleActivation;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.numpy.NumpyGradient;
import dev.gradus.engine.study.GradientCurve;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;

/** Computes how the gradient of a loss depends on the error, for the last layer of a network. */
final class Curves {

  private static final int POINTS = 121;

  /**
   * The range of logits, from minus to plus this: there a sigmoid is within 1/3000 of its limits.
   */
  private static final int REACH = 8;

  private final FittedLoss loss;
  private final DoubleActivation activation;
  private final double[] target;
  private final double[] z;
  private final double flat;

  /** The output whose logit is varied: for classes, that of a wrong class. */
  private final int varying;

  private Curves(FittedLoss loss, Network network) {
    this.loss = loss;
    Target target = loss.target();
    activation = network.outputInDouble();
    this.target = new double[target.width()];
    this.target[0] = target.kind() == Target.Kind.CLASSES ? 1 : 0;
    z = new double[network.outputs()];
    flat = network.flatSlope(network.layerNames().size() - 1);
    varying = varyingOf(target);
  }

  /** The curve of a loss. */
  static GradientCurve of(FittedLoss loss, Network network) {
    List<GradientCurve.Point> points = new ArrayList<>();
    NumpyGradient numpy = HandWritten.lineOf(loss, network);
    boolean isPlain =
        loss.loss().columns().isEmpty()
            && loss.plain().onOutputs().decoder().isEmpty()
            && network.outputs() % loss.target().width() == 0;
    if (!isPlain) {
      return new GradientCurve(about(loss.target()), points, numpy);
    }
    Curves curves = new Curves(loss, network);
    for (int i = 0; i < POINTS; i++) {
      GradientCurve.Point point = curves.at(2.0 * REACH * i / (POINTS - 1) - REACH);
      if (Double.isFinite(point.gradient()) && Double.isFinite(point.loss())) {
        points.add(point);
      }
    }
    return new GradientCurve(about(loss.target()), points, numpy);
  }

  private static String about(Target target) {
    return switch (target.kind()) {
      case NUMERIC ->
          "the number to predict is 0, as the network sees it; the pre-activation z of its output "
              + "varies";
      case BINARY, LABELS ->
          "the right answer is 0; the logit z of '%s' varies".formatted(target.outputs().get(0));
      case CLASSES ->
          "'%s' is right; the logit z of '%s' varies, those of the others are 0"
              .formatted(target.outputs().get(0), target.outputs().get(varyingOf(target)));
    };
  }

  private static int varyingOf(Target target) {
    return target.kind() == Target.Kind.CLASSES && target.width() > 1 ? 1 : 0;
  }

  private GradientCurve.Point at(double logit) {
    z[varying] = logit;
    double[] gradient = new double[z.length];
    double value = loss.evaluate(activation, z, target, gradient);
    double[] a = activation.forward(z);
    double own = activation.slope(varying, varying, z, a);
    return new GradientCurve.Point(
        logit, a[varying] - target[varying], value, own, gradient[varying], Math.abs(own) < flat);
  }
}
