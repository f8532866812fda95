package dev.gradus.check;

import dev.gradus.spi.Activation;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The targets that a loss accepts, its forms for them, and the activations for which it has a form
 * on logits.
 */
final class LossCases {

  /** The numbers of outputs that are tried for each kind of target. */
  private static final Map<Target.Kind, int[]> WIDTHS =
      new EnumMap<>(
          Map.of(
              Target.Kind.NUMERIC,
              new int[] {1, 2, 3, 5, 8},
              Target.Kind.BINARY,
              new int[] {1},
              Target.Kind.CLASSES,
              new int[] {2, 3, 5, 8},
              Target.Kind.LABELS,
              new int[] {2, 3, 5}));

  /** Scalings of the columns of a numeric target, all different. */
  private static final List<List<Target.Scale>> SCALES =
      List.of(
          List.of(
              new Target.Scale(3, 2, false),
              new Target.Scale(-1, 0.5, false),
              new Target.Scale(0, 7, false)),
          List.of(
              new Target.Scale(0.5, 0.8, true),
              new Target.Scale(1, 0.5, true),
              new Target.Scale(0, 1, true)));

  /** The maximum number of columns that are tried with scaling. */
  private static final int COLUMNS = SCALES.get(0).size();

  private final Loss loss;

  /** Empty until it is first needed. */
  private List<LossCase> found = List.of();

  /** Whether the outputs are a distribution, by the name of the activation. */
  private final Map<String, Boolean> activations = new TreeMap<>();

  /**
   * The cases of a loss.
   *
   * @param others activations that it may have a form for, in addition to sigmoid and softmax
   */
  LossCases(Loss loss, Collection<? extends Activation> others) {
    this.loss = loss;
    for (Activation other : others) {
      Plugin description = other.getClass().getAnnotation(Plugin.class);
      if (description != null) {
        activations.put(description.name(), other.givesDistribution());
      }
    }
    activations.put(Normalizer.SIGMOID.toString(), false);
    activations.put(Normalizer.SOFTMAX.toString(), true);
  }

  Set<String> activations() {
    return activations.keySet();
  }

  /** The forms for all targets that the loss accepts and that fit its declared range. */
  List<LossCase> all() {
    if (found.isEmpty()) {
      found = find();
    }
    return found;
  }

  private List<LossCase> find() {
    List<LossCase> cases = new ArrayList<>();
    for (Target target : targets()) {
      Optional<Loss> form = formFor(target);
      if (form.isPresent() && suits(form.get(), target)) {
        cases.add(new LossCase(loss, form.get(), target, false));
        weighted(form.get(), target).ifPresent(cases::add);
      }
    }
    if (cases.isEmpty()) {
      throw new BrokenClaim(loss, "it refuses every kind of target");
    }
    return cases;
  }

  private static List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (Target.Kind kind : Target.Kind.values()) {
      for (int width : WIDTHS.getOrDefault(kind, new int[0])) {
        List<String> names = IntStream.rangeClosed(1, width).mapToObj(k -> "output-" + k).toList();
        targets.add(new Target(kind, names));
        if (kind == Target.Kind.NUMERIC && width <= COLUMNS) {
          SCALES.forEach(scales -> targets.add(new Target(kind, names, scales.subList(0, width))));
        }
      }
    }
    return targets;
  }

  private Optional<Loss> formFor(Target target) {
    try {
      return Optional.of(Claims.answer(loss, "forTarget", loss.forTarget(target)));
    } catch (IllegalArgumentException e) {
      Claims.checkRefusal(loss, "a " + target.kind() + " target", e);
      return Optional.empty();
    }
  }

  /** Classes and labels are 0 and 1. */
  private boolean suits(Loss form, Target target) {
    Interval allowed = Claims.answer(loss, "targets", form.targets());
    return target.kind() == Target.Kind.NUMERIC || (allowed.contains(0.0) && allowed.contains(1.0));
  }

  private Optional<LossCase> weighted(Loss form, Target target) {
    boolean ofClasses = target.kind() == Target.Kind.CLASSES || target.kind() == Target.Kind.BINARY;
    if (!ofClasses) {
      return Optional.empty();
    }
    double[] weights = new Samples().within(LossCase.WEIGHTS, Math.max(2, target.width()));
    return Claims.answer(loss, "withClassWeights", form.withClassWeights(weights))
        .map(weighted -> new LossCase(loss, weighted, target, true));
  }

  /** The cases that have a form on the logits of an activation. */
  List<LossCase> onLogits(String activation) {
    boolean distribution = activations.getOrDefault(activation, false);
    return all().stream()
        .filter(each -> !distribution || each.target().kind() == Target.Kind.CLASSES)
        .filter(each -> onLogits(each, activation).isPresent())
        .toList();
  }

  Optional<Loss> onLogits(LossCase each, String activation) {
    return Claims.answer(loss, "onLogits", each.form().onLogits(activation));
  }

  /**
   * Whether there is a case on logits. If an exception prevents the answer, another claim reports
   * it.
   */
  boolean hasForm(String activation) {
    try {
      return !onLogits(activation).isEmpty();
    } catch (RuntimeException | BrokenClaim e) {
      return false;
    }
  }
}
