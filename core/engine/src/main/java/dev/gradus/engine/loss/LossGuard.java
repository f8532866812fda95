package dev.gradus.engine.loss;

import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.formula.typed.TypedPlugin;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.ShortNumber;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.spi.Activation;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.ColumnwiseLoss;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Fits losses to a network, each once, and before training begins refuses those that do not fit the
 * network or its target.
 */
public final class LossGuard {

  /** The number of examples for the mean gradient of a loss. */
  private static final int PULLED = 1000;

  /** The line of numpy of a loss that is the same for all predictions nearby. */
  private static final String FLAT = "(0) / K";

  private static final double WEAK = 1e-3;
  private static final double STRONG = 1e4;

  private final Catalogue catalogue;
  private final boolean warns;
  private final Network network;
  private final Optional<Activation> last;
  private final Target target;

  /** By the instance: Java takes milliseconds to make the first hash code of a record. */
  private final Map<Loss, LossFit> plain = Collections.synchronizedMap(new IdentityHashMap<>());

  /**
   * Creates a guard that has not fitted any loss yet.
   *
   * @param catalogue where it looks for activations to recommend
   * @param spec whether it refuses a loss, or only records objections
   * @param target of the network
   */
  public LossGuard(Catalogue catalogue, TrainingSpec spec, Network network, Target target) {
    this(catalogue, spec.lossGuard() == TrainingSpec.Guard.WARN, network, target);
  }

  private LossGuard(Catalogue catalogue, boolean warns, Network network, Target target) {
    this.catalogue = catalogue;
    this.warns = warns;
    this.network = network;
    this.last = network.outputActivation();
    this.target = target;
  }

  /** The same for another network with the same target. */
  public LossGuard of(Network other) {
    return new LossGuard(catalogue, warns, other, target);
  }

  /**
   * Fits a loss without class weights, and without regard to the targets of single examples: on
   * logits, if it knows the output activation. Several threads may ask; it is the same fit every
   * time.
   *
   * @return a refusal with a sentence and a remedy, if it does not fit
   */
  public LossFit fit(Loss loss) {
    return plain.computeIfAbsent(loss, this::fitted);
  }

  /**
   * Fits a loss with class weights.
   *
   * @param classWeights one for each class, as {@link ClassWeighting} makes them; empty for none
   * @return a refusal with a sentence and a remedy, if they do not fit
   */
  public LossFit fit(Loss loss, List<Double> classWeights) {
    LossFit fit = fit(loss);
    if (!(fit instanceof FittedLoss fitted) || classWeights.isEmpty()) {
      return fit;
    }
    double[] weights = classWeights.stream().mapToDouble(each -> each).toArray();
    return fitted
        .plain()
        .onOutputs()
        .withClassWeights(weights)
        .map(builtIn -> judged(fitted.weighted(form(builtIn), List.of())))
        .orElseGet(() -> fitted.weighted(fitted.plain(), classWeights));
  }

  private LossFit fitted(Loss loss) {
    Loss suited;
    Loss onData;
    try {
      suited = loss.forTarget(target);
      onData = target.scales().isEmpty() ? suited : loss.forTarget(target.inUnitOfData());
    } catch (IllegalArgumentException e) {
      return new Refusal("loss: " + e.getMessage(), Optional.of(e));
    }
    int needed = suited.outputCount(target);
    if (network.outputs() != needed) {
      return new Refusal(
          "loss: %s needs %s outputs, but the network has %s, as its own loss requires; choose a loss that needs the same number"
              .formatted(PluginType.nameOf(loss), needed, network.outputs()));
    }
    FittedLoss.Form form = form(suited);
    return judged(
        new FittedLoss(loss, target, form, form, List.of(), network.members(), onData, List.of()));
  }

  /** Checks whether the outputs of the network are what the forms of a loss need. */
  private LossFit judged(FittedLoss fitted) {
    Set<String> objections = new LinkedHashSet<>();
    for (FittedLoss.Form each : List.of(fitted.plain(), fitted.weighted())) {
      if (each.onLogits().isEmpty()) {
        range(fitted, each.onOutputs()).ifPresent(objections::add);
        relation(fitted, each.onOutputs()).ifPresent(objections::add);
      }
    }
    return judged(fitted, objections);
  }

  /**
   * The activations that may fit a refused loss: first those for which it has a form on logits,
   * then none, then the rest.
   */
  public List<Optional<Activation>> alternatives(Loss loss) {
    Loss suited = loss;
    try {
      suited = loss.forTarget(target);
    } catch (IllegalArgumentException refusal) {
      // The name is that of the loss as configured.
    }
    List<Optional<Activation>> known = new ArrayList<>();
    List<Optional<Activation>> rest = new ArrayList<>();
    for (PluginType type : catalogue.all(PluginKind.ACTIVATION)) {
      if (!type.needsNoOptions()) {
        continue;
      }
      boolean sees = suited.onLogits(type.name()).isPresent();
      (sees ? known : rest).add(Optional.of((Activation) type.create(Map.of())));
    }
    known.add(Optional.empty());
    known.addAll(rest);
    return known;
  }

  private FittedLoss.Form form(Loss suited) {
    return new FittedLoss.Form(suited, last.map(PluginType::nameOf).flatMap(suited::onLogits));
  }

  /**
   * Checks whether the network can be trained with a loss on some examples.
   *
   * @param targets the scaled targets of the training examples, [n, outputs]: they must be in the
   *     domain of the loss, and in the range of the network
   * @param validation the targets of the validation examples: they may be outside the range of the
   *     network
   */
  public LossFit check(LossFit fit, MatrixRows targets, Optional<? extends MatrixRows> validation) {
    if (!(fit instanceof FittedLoss fitted)) {
      return fit;
    }
    Set<String> objections = new LinkedHashSet<>(fitted.objections());
    objections.addAll(network.objections());
    flat(fitted, fitted.plain().onOutputs()).ifPresent(objections::add);
    wrongWay(fitted, targets).ifPresent(objections::add);
    if (meetsTargets(fitted.plain().onOutputs())) {
      reach(targets).ifPresent(objections::add);
    }
    allowed(fitted, targets, "example").ifPresent(objections::add);
    validation
        .flatMap(part -> allowed(fitted, part, "validation example"))
        .ifPresent(objections::add);
    return judged(fitted, objections);
  }

  private LossFit judged(FittedLoss fitted, Set<String> objections) {
    return warns || objections.isEmpty()
        ? fitted.with(List.copyOf(objections))
        : new Refusal(objections.iterator().next());
  }

  private Optional<String> allowed(FittedLoss fitted, MatrixRows targets, String example) {
    Interval allowed = fitted.plain().onOutputs().targets();
    Interval ofData = fitted.onData().targets();
    for (long i = 0; i < size(targets); i++) {
      int row = (int) (i / targets.columns());
      int output = (int) (i % targets.columns());
      float value = targets.at(row, output);
      if (!contains(allowed, value)) {
        return Optional.of(
            allowed.equals(ofData)
                ? "loss: %s needs targets %s, but '%s' is %s in %s %s after scaling; choose another loss, or, if the raw targets lie in that range, set 'scale: none'"
                    .formatted(
                        fitted.name(),
                        allowed,
                        target.outputs().get(output),
                        value,
                        example,
                        row + 1)
                : "loss: %s needs targets %s, but '%s' is %s in %s %s; choose another loss"
                    .formatted(
                        fitted.name(),
                        ofData,
                        target.outputs().get(output),
                        (float) target.scales().get(output).restore(value),
                        example,
                        row + 1));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a number lies in an interval within float precision: the network computes floats, and
   * reaches the float next to an end of its range, not the end.
   */
  private static boolean contains(Interval interval, float value) {
    float low = (float) interval.low();
    float high = (float) interval.high();
    return Float.isFinite(value)
        && (interval.lowIncluded() ? value >= low : value > low)
        && (interval.highIncluded() ? value <= high : value < high);
  }

  /**
   * Warns if the gradients of a loss are very small or large for a scaled target, because its
   * options are meant for another unit: at the mean of the target, a squared error has gradients of
   * about 1.
   *
   * @param targets as the network sees them, [n, outputs]
   */
  public static Optional<String> oddPull(FittedLoss fitted, MatrixRows targets) {
    Loss suited = fitted.plain().onOutputs();
    Target target = fitted.target();
    if (target.scales().isEmpty()
        || suited instanceof BatchLoss
        || suited.outputCount(target) != target.width()
        || suited.decoder().isPresent()
        || !suited.columns().isEmpty()
        || !suited.predictions().equals(Interval.REAL)) {
      return Optional.empty();
    }
    int width = target.width();
    double[] lengths = new double[Math.min(PULLED, targets.rows())];
    double[] wanted = new double[width];
    double[] gradient = new double[width];
    for (int i = 0; i < lengths.length; i++) {
      int row = (int) ((long) i * targets.rows() / lengths.length);
      for (int k = 0; k < width; k++) {
        wanted[k] = targets.at(row, k);
      }
      suited.evaluate(new double[width], wanted, gradient);
      lengths[i] = width * Arrays.stream(gradient).map(Math::abs).max().orElse(0);
    }
    Arrays.sort(lengths);
    double usual = lengths[lengths.length / 2];
    if ((usual > 0 && usual < WEAK) || usual > STRONG) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "loss: the gradients of %s are about %s, but those of the squared error would be about 1; adjust the learning rate, or the options of the loss: they are in the unit of the target, which is scaled by 1/%s for the network",
              fitted.name(),
              ShortNumber.of(usual, 1),
              target.scales().stream()
                  .map(scale -> ShortNumber.of(scale.unit()))
                  .collect(Collectors.joining(", "))));
    }
    return Optional.empty();
  }

  /**
   * Whether the ideal outputs for a loss are the targets themselves. This is not so for scores of
   * examples that are compared with each other, nor for outputs that are decoded; for quantiles,
   * the decoded one is an output as it is.
   */
  private static boolean meetsTargets(Loss form) {
    boolean onlyCompared = form instanceof BatchLoss && form.outputs() == Loss.Outputs.SCORES;
    return !onlyCompared && (form.decoder().isEmpty() || !form.quantiles().isEmpty());
  }

  private Optional<String> reach(MatrixRows targets) {
    Interval reached = last.map(Activation::outputs).orElse(Interval.REAL);
    for (long i = 0; i < size(targets); i++) {
      int row = (int) (i / targets.columns());
      int output = (int) (i % targets.columns());
      if (!contains(reached, targets.at(row, output))) {
        return Optional.of(
            "network: the last layer (%s) outputs numbers %s, so it can never reach the target '%s', which is %s in example %s after scaling; remove the activation, or, if the raw targets lie in that range, set 'scale: none'"
                .formatted(
                    last.map(PluginType::nameOf).orElse(""),
                    reached,
                    target.outputs().get(output),
                    targets.at(row, output),
                    row + 1));
      }
    }
    return Optional.empty();
  }

  private static long size(MatrixRows targets) {
    return (long) targets.rows() * targets.columns();
  }

  /** A formula such as the sign of the error, which is a fine metric. */
  private static Optional<String> flat(FittedLoss fitted, Loss form) {
    return form instanceof ColumnwiseLoss && form.gradientInNumpy().text().equals(FLAT)
        ? Optional.of(
            "loss: the derivative of %s is 0 everywhere, so a network learns nothing from it; report it under metrics, and train on a loss with a slope"
                .formatted(fitted.name()))
        : Optional.empty();
  }

  /** A formula that is learned by moving predictions away from their targets. */
  private Optional<String> wrongWay(FittedLoss fitted, MatrixRows targets) {
    Interval reached = last.map(Activation::outputs).orElse(Interval.REAL);
    return fitted.loss() instanceof TypedPlugin
        ? WrongWay.in(fitted.plain(), reached, targets)
            .map(
                way ->
                    "loss: %s %s, so a network would learn to be wrong; check its signs and its named constants"
                        .formatted(fitted.name(), way))
        : Optional.empty();
  }

  private Optional<String> range(FittedLoss fitted, Loss form) {
    Interval given = last.map(Activation::outputs).orElse(Interval.REAL);
    Interval needed = form.predictions();
    Interval ofData = fitted.onData().predictions();
    if (needed.contains(given)) {
      return Optional.empty();
    }
    return Optional.of(
        needed.equals(ofData)
            ? "loss: %s needs outputs %s, but those of the last layer (%s) are numbers %s; %s"
                .formatted(
                    fitted.name(),
                    needed,
                    lastLayer(),
                    given,
                    remedy("set a suitable activation", activationsFor(form)))
            : "loss: %s needs predictions %s in the unit of the data, but with a scaled target the last layer (%s) can predict others; %s"
                .formatted(
                    fitted.name(),
                    ofData,
                    lastLayer(),
                    remedy(
                        "set 'scale: none' for the target, and a suitable activation of that layer",
                        activationsFor(fitted.onData()))));
  }

  private static String remedy(String change, String activations) {
    return activations.isEmpty()
        ? "no activation gives such outputs, so use another loss"
        : change + ", such as " + activations;
  }

  private Optional<String> relation(FittedLoss fitted, Loss form) {
    boolean distribution = last.map(Activation::givesDistribution).orElse(false);
    String given = lastLayer();
    if (target.kind() == Target.Kind.LABELS && distribution) {
      return Optional.of(
          "network: the labels %s are independent of each other, but the outputs of the last layer (%s) add up to 1; use another activation there, such as sigmoid"
              .formatted(String.join(", ", target.outputs()), given));
    }
    if (form.outputs() == Loss.Outputs.DISTRIBUTION && !distribution) {
      return Optional.of(
          "loss: %s needs probabilities that add up to 1, but the outputs of the last layer (%s) do not; use %s there"
              .formatted(fitted.name(), given, activationsFor(form)));
    }
    if (form.outputs() == Loss.Outputs.APART && distribution) {
      return Optional.of(
          "loss: %s treats each output separately, but those of the last layer (%s) add up to 1; use cross-entropy, which treats them together, or use %s there"
              .formatted(fitted.name(), given, activationsFor(form)));
    }
    if (form.outputs() == Loss.Outputs.SCORES && distribution) {
      return Optional.of(
          "loss: %s needs logits and normalises them itself, but the last layer (%s) already outputs probabilities; remove the activation of that layer"
              .formatted(fitted.name(), given));
    }
    Interval reached = last.map(Activation::outputs).orElse(Interval.REAL);
    if (form.outputs() == Loss.Outputs.UNBOUNDED && !reached.equals(Interval.REAL)) {
      return Optional.of(
          "loss: %s needs unbounded outputs, such as logits, but those of the last layer (%s) are numbers %s; remove the activation of that layer"
              .formatted(fitted.name(), given, reached));
    }
    return Optional.empty();
  }

  private String lastLayer() {
    return last.map(PluginType::nameOf).orElse("no activation");
  }

  /** The activations for which a loss has a form on logits; if there are none, all that fit. */
  private String activationsFor(Loss loss) {
    List<String> known = activations(type -> loss.onLogits(type.name()).isPresent());
    return String.join(" or ", known.isEmpty() ? activations(type -> fits(loss, type)) : known);
  }

  private List<String> activations(Predicate<PluginType> fitting) {
    return catalogue.all(PluginKind.ACTIVATION).stream()
        .filter(fitting)
        .map(PluginType::name)
        .toList();
  }

  private static boolean fits(Loss loss, PluginType type) {
    if (!type.needsNoOptions()) {
      return false;
    }
    Activation activation = (Activation) type.create(Map.of());
    return loss.predictions().contains(activation.outputs())
        && (loss.outputs() != Loss.Outputs.UNBOUNDED || activation.outputs().equals(Interval.REAL))
        && activation.givesDistribution() == (loss.outputs() == Loss.Outputs.DISTRIBUTION);
  }

  /**
   * Creates the decoding that turns outputs into predictions.
   *
   * @param loss the training loss, as in the configuration
   */
  public Decoding decoding(Loss loss, TargetColumns targets) {
    Loss form = fit(loss) instanceof FittedLoss fitted ? fitted.plain().onOutputs() : loss;
    return Decoding.ofForm(form, targets);
  }
}
