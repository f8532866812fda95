package dev.gradus.engine.training;

import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Activation;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Speaks up against a loss that makes no sense for a network or a target, before it teaches
 * nonsense.
 */
final class LossGuard {

  /** How many examples are asked how hard a loss pulls. */
  private static final int PULLED = 1000;

  private static final double WEAK = 1e-3;
  private static final double STRONG = 1e4;

  private final Catalogue catalogue;
  private final Consumer<String> objections;

  /**
   * Makes a guard that refuses.
   *
   * @param catalogue where it looks for activations to recommend
   */
  LossGuard(Catalogue catalogue) {
    this(
        catalogue,
        sentence -> {
          throw new TrainingException(sentence);
        });
  }

  /**
   * Makes a guard that does as a configuration says.
   *
   * @param warnings gets each objection if the configuration only wants to be warned
   */
  static LossGuard of(Catalogue catalogue, TrainingSpec spec, Consumer<String> warnings) {
    return spec.lossGuard() == TrainingSpec.Guard.WARN
        ? new LossGuard(catalogue, warnings)
        : new LossGuard(catalogue);
  }

  private LossGuard(Catalogue catalogue, Consumer<String> objections) {
    this.catalogue = catalogue;
    this.objections = objections;
  }

  /**
   * The objective that a loss is for a network and a target: on logits, if the loss knows the
   * output activation.
   *
   * @throws TrainingException with a sentence and a remedy, if they do not fit, and the guard
   *     refuses
   */
  Objective objective(Loss loss, Network network, Target target) {
    return objective(loss, network, target, new double[0]);
  }

  /**
   * The same, with weights of classes.
   *
   * @param classWeights one for each class, as {@link ClassWeights} makes them; empty for none
   */
  Objective objective(Loss loss, Network network, Target target, double[] classWeights) {
    Loss plain = forTarget(loss, target);
    Optional<Loss> weighted =
        classWeights.length == 0 ? Optional.empty() : plain.withClassWeights(classWeights);
    Loss suited = weighted.orElse(plain);
    Optional<Loss> onLogits =
        network.outputActivation().map(PluginType::nameOf).flatMap(suited::onLogits);
    int needed = target.width() * suited.outputsPerTarget();
    if (network.outputs() != needed) {
      throw new TrainingException(
          "loss: %s needs %s outputs, but the network has %s, the number that its own loss needs; choose a loss that needs as many"
              .formatted(PluginType.nameOf(loss), needed, network.outputs()));
    }
    if (onLogits.isEmpty()) {
      checkRange(loss, suited, network.outputActivation(), target);
      if (target.kind() == Target.Kind.LABELS && isDistribution(network.outputActivation())) {
        objections.accept(
            "network: the labels %s are independent of each other, but the outputs of the last layer (%s) add up to 1; give that layer another activation, such as sigmoid"
                .formatted(
                    String.join(", ", target.outputs()),
                    activationName(network.outputActivation())));
      } else {
        checkRelation(loss, suited, network.outputActivation());
      }
    }
    return new Objective(
        onLogits.orElse(suited),
        onLogits.isPresent(),
        target.width(),
        weighted.isPresent() ? new double[0] : classWeights);
  }

  /**
   * Passes on what there is to be said against learning with a network.
   *
   * @throws TrainingException with the first of it, if the guard refuses
   */
  void checkNetwork(Network network) {
    network.objections().forEach(objections);
  }

  /**
   * Checks that the targets of the validation part lie where a loss can use them. Where a network
   * cannot get, it is only wrong.
   *
   * @param targets as the network sees them, [n, outputs]
   * @throws TrainingException naming the first that does not, if the guard refuses
   */
  void checkValidation(Loss loss, Target target, Matrix targets) {
    checkAllowed(loss, target, targets, "validation example");
  }

  /**
   * Checks that targets lie where a loss can use them, and where the network can get.
   *
   * @param targets as the network sees them, [n, outputs]
   * @throws TrainingException naming the first that does not, if the guard refuses
   */
  void checkTargets(Loss loss, Network network, Target target, Matrix targets) {
    checkReachable(network.outputActivation(), target, targets);
    checkAllowed(loss, target, targets, "example");
  }

  private void checkAllowed(Loss loss, Target target, Matrix targets, String example) {
    Interval allowed = forTarget(loss, target).targets();
    Interval ofData = forTarget(loss, target.inUnitOfData()).targets();
    for (int i = 0; i < targets.size(); i++) {
      float value = targets.values()[i];
      if (!contains(allowed, value)) {
        int output = i % targets.columns();
        objections.accept(
            allowed.equals(ofData)
                ? "loss: %s needs targets %s, but '%s' is %s in %s %s as the network sees it; choose another loss, or, if the numbers of the data are in that range, set 'scale: none'"
                    .formatted(
                        PluginType.nameOf(loss),
                        allowed,
                        target.outputs().get(output),
                        value,
                        example,
                        i / targets.columns() + 1)
                : "loss: %s needs targets %s, but '%s' is %s in %s %s; choose another loss"
                    .formatted(
                        PluginType.nameOf(loss),
                        ofData,
                        target.outputs().get(output),
                        (float) target.scales().get(output).restore(value),
                        example,
                        i / targets.columns() + 1));
        return;
      }
    }
  }

  /**
   * Whether a number lies in an interval as far as a float can tell: the network computes floats,
   * and gives the float that is next to an end of its range, not the end.
   */
  private static boolean contains(Interval interval, float value) {
    float low = (float) interval.low();
    float high = (float) interval.high();
    return Float.isFinite(value)
        && (interval.lowIncluded() ? value >= low : value > low)
        && (interval.highIncluded() ? value <= high : value < high);
  }

  /**
   * Says so if a loss hardly pulls at a scaled target, or much too hard, because its options are
   * made for another unit: at the mean of the target a squared error has gradients of about 1.
   *
   * @param targets as the network sees them, [n, outputs]
   */
  static void checkPull(Loss loss, Target target, Matrix targets, Consumer<String> warnings) {
    Loss suited = forTarget(loss, target);
    if (target.scales().isEmpty()
        || suited instanceof BatchLoss
        || suited.outputsPerTarget() > 1
        || !suited.predictions().equals(Interval.REAL)) {
      return;
    }
    int width = target.width();
    double[] lengths = new double[Math.min(PULLED, targets.rows())];
    double[] wanted = new double[width];
    double[] gradient = new double[width];
    for (int i = 0; i < lengths.length; i++) {
      int row = (int) ((long) i * targets.rows() / lengths.length);
      for (int k = 0; k < width; k++) {
        wanted[k] = targets.get(row, k);
      }
      suited.evaluate(new double[width], wanted, gradient);
      lengths[i] = width * Arrays.stream(gradient).map(Math::abs).max().orElse(0);
    }
    Arrays.sort(lengths);
    double usual = lengths[lengths.length / 2];
    if ((usual > 0 && usual < WEAK) || usual > STRONG) {
      warnings.accept(
          String.format(
              Locale.ROOT,
              "loss: the gradients of %s are about %.1g, and those of the squared error would be about 1; adjust the learning rate, or the options of the loss: they are in the unit of the target, which the network sees divided by %s",
              PluginType.nameOf(loss),
              usual,
              target.scales().stream()
                  .map(scale -> String.format(Locale.ROOT, "%.4g", scale.unit()))
                  .collect(Collectors.joining(", "))));
    }
  }

  private void checkReachable(Optional<Activation> activation, Target target, Matrix targets) {
    Interval reached = activation.map(Activation::outputs).orElse(Interval.REAL);
    for (int i = 0; i < targets.size(); i++) {
      if (!contains(reached, targets.values()[i])) {
        objections.accept(
            "network: the last layer (%s) gives numbers %s, but the target '%s' is %s in example %s as the network sees it, which cannot be reached; leave the activation out, or, if the numbers of the data are in that range, set 'scale: none'"
                .formatted(
                    activation.map(PluginType::nameOf).orElse(""),
                    reached,
                    target.outputs().get(i % targets.columns()),
                    targets.values()[i],
                    i / targets.columns() + 1));
        return;
      }
    }
  }

  private static Loss forTarget(Loss loss, Target target) {
    try {
      return loss.forTarget(target);
    } catch (IllegalArgumentException e) {
      throw new TrainingException("loss: " + e.getMessage(), e);
    }
  }

  private void checkRange(Loss loss, Loss suited, Optional<Activation> activation, Target target) {
    Interval given = activation.map(Activation::outputs).orElse(Interval.REAL);
    Interval needed = suited.predictions();
    Interval ofData = forTarget(loss, target.inUnitOfData()).predictions();
    if (needed.contains(given)) {
      return;
    }
    if (!needed.equals(ofData)) {
      objections.accept(
          "loss: %s needs predictions %s in the unit of the data, but with a scaled target the last layer (%s) can predict others; set 'scale: none' for the target, and give that layer an activation that fits, such as %s"
              .formatted(
                  PluginType.nameOf(loss),
                  ofData,
                  activationName(activation),
                  activationsFor(forTarget(loss, target.inUnitOfData()))));
    } else {
      objections.accept(
          "loss: %s needs outputs %s, but those of the last layer (%s) are numbers %s; give that layer an activation that fits, such as %s"
              .formatted(
                  PluginType.nameOf(loss),
                  needed,
                  activationName(activation),
                  given,
                  activationsFor(suited)));
    }
  }

  private void checkRelation(Loss loss, Loss suited, Optional<Activation> activation) {
    boolean distribution = isDistribution(activation);
    String given = activationName(activation);
    if (suited.outputs() == Loss.Outputs.DISTRIBUTION && !distribution) {
      objections.accept(
          "loss: %s needs probabilities that add up to 1, which the outputs of the last layer (%s) do not; give that layer %s"
              .formatted(PluginType.nameOf(loss), given, activationsFor(suited)));
    }
    if (suited.outputs() == Loss.Outputs.APART && distribution) {
      objections.accept(
          "loss: %s looks at each output apart, but those of the last layer (%s) add up to 1; use cross-entropy, which looks at them together, or give that layer %s"
              .formatted(PluginType.nameOf(loss), given, activationsFor(suited)));
    }
    if (suited.outputs() == Loss.Outputs.SCORES && distribution) {
      objections.accept(
          "loss: %s takes scores, but the last layer (%s) has made probabilities of them already; leave the activation of that layer out"
              .formatted(PluginType.nameOf(loss), given));
    }
  }

  private static boolean isDistribution(Optional<Activation> activation) {
    return activation.map(Activation::givesDistribution).orElse(false);
  }

  private static String activationName(Optional<Activation> activation) {
    return activation.map(PluginType::nameOf).orElse("no activation");
  }

  /** The activations that a loss knows how to see through; if there are none, all that fit. */
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
    Activation activation = (Activation) type.create(Map.of());
    return loss.predictions().contains(activation.outputs())
        && activation.givesDistribution() == (loss.outputs() == Loss.Outputs.DISTRIBUTION);
  }
}
