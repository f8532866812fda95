package dev.gradus.site;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.site.Plot.Curve;
import dev.gradus.site.Plot.Style;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.RowActivation;
import dev.gradus.spi.Schedule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** Draws what a plugin computes; the plugin computes all of it. */
final class Pictures {

  private static final int POINTS = 241;

  /** The number of steps of the run that shows a schedule, and of each of its epochs. */
  private static final int STEPS = 6_000;

  private static final int EPOCH = 60;

  /** The distance between the steps that are drawn. */
  private static final int STRIDE = 10;

  private static final int BARS = 41;

  private final LossCurves losses;

  Pictures(Catalogue catalogue) {
    losses = new LossCurves(catalogue);
  }

  /** The figure of a plugin with default options; empty if it has none. */
  Optional<Figure> of(Kind kind, PluginType type) {
    Object plugin = type.example();
    return switch (kind.name()) {
      case "loss" -> losses.of((Loss) plugin);
      case "activation" -> activation((Activation) plugin);
      case "optimizer" -> Optional.of(DescentPath.of((Optimizer) plugin));
      case "schedule" -> schedule((Schedule) plugin);
      case "initializer" -> initializer((Initializer) plugin);
      case "regularizer" -> Optional.of(regularizer((Regularizer) plugin));
      default -> Optional.empty();
    };
  }

  /** Values from minus to plus {@code reach}. */
  private static double[] span(double reach) {
    double[] x = new double[POINTS];
    Arrays.setAll(x, i -> reach * (2.0 * i / (POINTS - 1) - 1));
    return x;
  }

  private static double[] values(double[] x, DoubleUnaryOperator function) {
    return Arrays.stream(x).map(function).toArray();
  }

  /** The figure of an activation; empty if it has neither of the two usual forms. */
  private static Optional<Figure> activation(Activation activation) {
    double[] z = span(4);
    double[] a = new double[z.length];
    double[] slope = new double[z.length];
    if (activation instanceof PointwiseActivation pointwise) {
      Arrays.setAll(a, i -> pointwise.value(z[i]));
      Arrays.setAll(slope, i -> pointwise.derivative(z[i]));
    } else if (activation instanceof RowActivation row) {
      for (int i = 0; i < z.length; i++) {
        double[] units = {z[i], 0, 0};
        double[] outputs = new double[units.length];
        double[] unit = {1, 0, 0};
        row.forward(units, outputs);
        row.backward(units, outputs, unit);
        a[i] = outputs[0];
        slope[i] = unit[0];
      }
    } else {
      return Optional.empty();
    }
    List<Curve> curves =
        List.of(new Curve("a", Style.VALUE, z, a), new Curve("da/dz", Style.GRADIENT, z, slope));
    return Optional.of(
        new Figure(
            List.of(new Plot("pre-activation z", curves, 4)),
            "The output a of a unit and its derivative da/dz, over the pre-activation z."
                + (activation instanceof RowActivation
                    ? " The pre-activations of the two other units are 0."
                    : "")));
  }

  /** The figure of a schedule; empty if the learning rate is constant. */
  private static Optional<Figure> schedule(Schedule schedule) {
    if (schedule instanceof MetricSchedule onMetric) {
      return Optional.of(plateau(onMetric));
    }
    Schedule ofRun = schedule.forEpochs(EPOCH).forRun(STEPS);
    double[] step = new double[STEPS / STRIDE];
    Arrays.setAll(step, i -> (double) STRIDE * i);
    double[] rate = values(step, s -> ofRun.learningRate(1, (long) s));
    if (Arrays.stream(rate).distinct().count() == 1) {
      return Optional.empty();
    }
    return Optional.of(
        new Figure(
            List.of(new Plot("step", List.of(new Curve("rate", Style.VALUE, step, rate)))),
            "The learning rate in a run of %s steps, with %s steps per epoch, as a multiple of the learning rate of the optimizer."
                .formatted(STEPS, EPOCH)));
  }

  /** The figure of a schedule that monitors the loss, for a run whose loss stops falling. */
  private static Figure plateau(MetricSchedule schedule) {
    int epochs = STEPS / EPOCH;
    double[] epoch = new double[epochs];
    Arrays.setAll(epoch, i -> i);
    double[] measured = values(epoch, e -> 1 / (1 + Math.min(e, epochs / 4.0)));
    MetricSchedule ofLoss = schedule.forMetric(false);
    double[] rate = values(epoch, e -> ofLoss.learningRate(1, Arrays.copyOf(measured, (int) e)));
    return new Figure(
        List.of(
            new Plot(
                "epoch",
                List.of(
                    new Curve("rate", Style.VALUE, epoch, rate),
                    new Curve("loss", Style.OTHER, epoch, measured)))),
        "The learning rate as a multiple of the learning rate of the optimizer, for a made-up loss (dashed) that falls for %s epochs and then stays constant."
            .formatted(epochs / 4));
  }

  private static Optional<Figure> initializer(Initializer initializer) {
    int fanIn = 128;
    int fanOut = 64;
    float[] weights = new float[fanIn * fanOut];
    try {
      initializer.fill(weights, fanIn, fanOut, fanOut, new SplittableRandom(1));
    } catch (IllegalArgumentException e) {
      // Given weights fit only a layer of their own size.
      return Optional.empty();
    }
    double widest = 0;
    double squares = 0;
    for (float weight : weights) {
      widest = Math.max(widest, Math.abs(weight));
      squares += (double) weight * weight;
    }
    double reach = widest == 0 ? 1 : 1.1 * widest;
    double[] middle = new double[BARS];
    double[] count = new double[BARS];
    Arrays.setAll(middle, i -> reach * ((2.0 * i + 1) / BARS - 1));
    for (float weight : weights) {
      count[(int) ((weight / reach + 1) / 2 * BARS)]++;
    }
    return Optional.of(
        new Figure(
            List.of(
                new Plot(
                    "weight", List.of(new Curve("number of weights", Style.BARS, middle, count)))),
            "The weights of a layer with %s inputs and %s units. Their root mean square is %s."
                .formatted(fanIn, fanOut, rounded(Math.sqrt(squares / weights.length)))));
  }

  private static String rounded(double number) {
    return new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  private static Figure regularizer(Regularizer regularizer) {
    double[] w = span(2);
    double[] penalty = new double[w.length];
    double[] slope = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      float[] gradient = new float[1];
      penalty[i] = regularizer.penalize(new float[] {(float) w[i]}, gradient);
      slope[i] = gradient[0];
    }
    return new Figure(
        List.of(
            new Plot(
                "weight w",
                List.of(
                    new Curve("penalty", Style.VALUE, w, penalty),
                    new Curve("gradient", Style.GRADIENT, w, slope)))),
        "The penalty on a single weight w, and its gradient.");
  }
}
