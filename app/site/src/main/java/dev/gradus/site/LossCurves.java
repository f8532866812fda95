package dev.gradus.site;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.site.Plot.Curve;
import dev.gradus.site.Plot.Style;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.RowActivation;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The value of a loss and its gradient dL/dz as functions of one pre-activation of the last layer.
 * The other pre-activations stay fixed.
 */
final class LossCurves {

  private static final int POINTS = 241;

  /** The loss whose gradient is drawn for comparison. */
  private static final String COMPARED = "mse";

  private static final Target NUMBER = new Target(Target.Kind.NUMERIC, List.of("y"));
  private static final Target NUMBERS = new Target(Target.Kind.NUMERIC, List.of("y", "other"));
  private static final Target CLASS = new Target(Target.Kind.BINARY, List.of("wrong"));
  private static final Target CLASSES =
      new Target(Target.Kind.CLASSES, List.of("right", "wrong", "other"));

  /**
   * A last layer and an example.
   *
   * @param activation the activation of the last layer; empty for none
   * @param truth the numbers of the target
   * @param reach the pre-activation varies from minus to plus this value
   * @param axis the label of the varying quantity
   * @param about the same in a sentence
   */
  private record Setting(
      Target target,
      String activation,
      List<Double> truth,
      double reach,
      String axis,
      String about) {}

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting(
              CLASS,
              "sigmoid",
              List.of(0.0),
              6,
              "pre-activation z of the output",
              "The last layer has a sigmoid and the target is 0, so the prediction is more wrong further to the right."),
          new Setting(
              CLASSES,
              "softmax",
              List.of(1.0, 0.0, 0.0),
              6,
              "logit z of a wrong class",
              "The last layer has a softmax over three classes. The logit of a wrong class varies and the others are 0, so the prediction is more wrong further to the right."),
          new Setting(
              NUMBER,
              "",
              List.of(1.0),
              3,
              "error: output minus target",
              "The output has no activation, and the target is 1."),
          new Setting(
              NUMBERS,
              "",
              List.of(1.0, 1.0),
              3,
              "error: output minus target",
              "There are two outputs without activation, and both targets are 1. One output varies, the other is right."),
          new Setting(
              NUMBER,
              "exponential",
              List.of(1.0),
              3,
              "pre-activation z of the output",
              "The output has the activation exponential, which keeps it above 0. The target is 1, so the prediction is right at z = 0."),
          new Setting(
              CLASS,
              "",
              List.of(0.0),
              3,
              "score z",
              "The output is a score without activation. The true class should have a low score, so the prediction is more wrong further to the right."),
          new Setting(
              CLASSES,
              "",
              List.of(1.0, 0.0, 0.0),
              3,
              "score z",
              "The outputs are scores of three classes without activation. One of them varies and the others are 0, so the prediction is more wrong further to the right."));

  private final Catalogue catalogue;

  LossCurves(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The figure of a loss; empty if the loss compares examples or uses other columns. */
  Optional<Figure> of(Loss loss) {
    if (loss instanceof BatchLoss || !loss.columns().isEmpty()) {
      return Optional.empty();
    }
    return SETTINGS.stream()
        .filter(setting -> suits(setting, loss))
        .flatMap(
            setting -> curves(setting, loss).map(curves -> figure(setting, loss, curves)).stream())
        .findFirst();
  }

  private static boolean suits(Setting setting, Loss loss) {
    Target.Kind kind = setting.target().kind();
    boolean wantsProbabilities = Interval.UNIT.contains(loss.predictions());
    boolean wantsDistribution = loss.outputs() == Loss.Outputs.DISTRIBUTION;
    return switch (setting.activation()) {
      case "sigmoid" -> wantsProbabilities && !wantsDistribution;
      case "softmax" -> wantsProbabilities;
      case "exponential" -> !wantsProbabilities && Double.isFinite(loss.predictions().low());
      default ->
          !Double.isFinite(loss.predictions().low())
              && (kind == Target.Kind.NUMERIC) != Double.isFinite(loss.targets().high());
    };
  }

  /**
   * L and dL/dz; empty if the loss refuses the target, or its gradient is zero nearly everywhere.
   */
  private Optional<double[][]> curves(Setting setting, Loss loss) {
    Loss form;
    try {
      form = loss.forTarget(setting.target());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int outputs = form.outputCount(setting.target());
    int varying = varying(setting, outputs);
    double[][] curves = new double[3][POINTS];
    for (int i = 0; i < POINTS; i++) {
      double[] z = new double[outputs];
      boolean isError = setting.axis().startsWith("error");
      Arrays.fill(z, isError && outputs == setting.truth().size() ? 1 : 0);
      double at = setting.reach() * (2.0 * i / (POINTS - 1) - 1);
      z[varying] = isError ? 1 + at : at;
      double[] gradient = new double[outputs];
      curves[0][i] = at;
      curves[1][i] = evaluate(form, setting, z, gradient);
      curves[2][i] = gradient[varying];
    }
    long sloping = DoubleStream.of(curves[2]).filter(g -> g != 0).count();
    return sloping > POINTS / 10 ? Optional.of(curves) : Optional.empty();
  }

  /** The output that varies: a wrong class, or the middle one of the quantiles. */
  private static int varying(Setting setting, int outputs) {
    int width = setting.target().width();
    boolean isOfWrongClass = setting.target().kind() == Target.Kind.CLASSES && outputs == width;
    return isOfWrongClass ? 1 : outputs > width ? outputs / 2 : 0;
  }

  /**
   * Computes the loss as the engine does: on logits if the loss has such a form, otherwise through
   * the activation.
   */
  private double evaluate(Loss form, Setting setting, double[] z, double[] gradient) {
    double[] truth = setting.truth().stream().mapToDouble(t -> t).toArray();
    Optional<Loss> onLogits = form.onLogits(setting.activation());
    if (setting.activation().isEmpty() || onLogits.isPresent()) {
      return onLogits.orElse(form).evaluate(z, truth, gradient);
    }
    Object activation =
        catalogue.find(PluginKind.ACTIVATION, setting.activation()).orElseThrow().example();
    double[] a = new double[z.length];
    if (activation instanceof RowActivation row) {
      row.forward(z, a);
      double value = form.evaluate(a, truth, gradient);
      row.backward(z, a, gradient);
      return value;
    }
    PointwiseActivation pointwise = (PointwiseActivation) activation;
    Arrays.setAll(a, k -> pointwise.value(z[k]));
    double value = form.evaluate(a, truth, gradient);
    Arrays.setAll(gradient, k -> gradient[k] * pointwise.derivative(z[k]));
    return value;
  }

  /** Adds the squared error for comparison, if it accepts the same outputs. */
  private Figure figure(Setting setting, Loss loss, double[][] curves) {
    List<Curve> gradients = new ArrayList<>();
    gradients.add(new Curve("dL/dz", Style.GRADIENT, curves[0], curves[2]));
    PluginType squared = catalogue.find(PluginKind.LOSS, COMPARED).orElseThrow();
    boolean isComparable =
        loss.getClass() != squared.type()
            && !setting.axis().startsWith("score")
            && loss.decoder().isEmpty();
    if (isComparable) {
      curves(setting, (Loss) squared.example())
          .ifPresent(other -> gradients.add(new Curve(COMPARED, Style.OTHER, other[0], other[2])));
    }
    return new Figure(
        List.of(
            new Plot(setting.axis(), List.of(new Curve("L", Style.VALUE, curves[0], curves[1]))),
            new Plot(setting.axis(), gradients)),
        setting.about()
            + " The first picture shows the value of the loss. The second shows its gradient with respect to z, which is all that training uses."
            + (isComparable ? " Dashed: the gradient of %s.".formatted(squared.name()) : ""));
  }
}
