package dev.gradus.engine.binding;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.engine.config.Domain;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.config.SuccessiveHalving;
import dev.gradus.engine.config.TuneSpec;
import dev.gradus.engine.config.YamlValue;
import dev.gradus.engine.plugin.Names;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.PathSteps;
import dev.gradus.engine.yaml.Place;
import dev.gradus.engine.yaml.Problems;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Quoting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks the section {@code tune} before anything is trained: every path must exist, and must
 * accept every value, or both ends of a range, with the rest of the document unchanged.
 */
final class TuneCheck {

  /** Limit that keeps the check instantaneous. */
  static final int MOST_VALUES = 1000;

  private static final PathSteps.Step TRAINING = new PathSteps.Key("training");
  private static final PathSteps.Step EPOCHS = new PathSteps.Key("epochs");
  private static final PathSteps.Step STEPS = new PathSteps.Key("steps");

  private final Variations variations;
  private final TuneSpec spec;
  private final Problems problems;

  TuneCheck(Variations variations, Problems problems) {
    this.variations = variations;
    this.spec = variations.spec();
    this.problems = problems;
  }

  void check() {
    int values = spec.space().values().stream().mapToInt(domain -> domain.extremes().size()).sum();
    if (values > MOST_VALUES) {
      addForOption(
          Variations.SPACE,
          "there are "
              + values
              + " values to try, but there may be "
              + MOST_VALUES
              + "; write range for numbers");
      return;
    }
    Optional<String> unmeasured = checkScore(variations.base());
    if (unmeasured.isPresent()) {
      addForOption("metric", unmeasured.get());
      return;
    }
    Set<List<PathSteps.Step>> seen = new LinkedHashSet<>();
    spec.space().forEach((path, domain) -> check(path, domain, seen));
  }

  private void check(String path, Domain domain, Set<List<PathSteps.Step>> seen) {
    Optional<List<PathSteps.Step>> steps = stepsOf(path);
    if (steps.isEmpty()) {
      return;
    }
    if (!seen.add(steps.get())) {
      addForPath(path, "leads to the same value as another path; remove one of them");
      return;
    }
    Optional<String> objection = objectionTo(steps.get());
    if (objection.isPresent()) {
      addForPath(path, objection.get());
      return;
    }
    for (YamlValue value : domain.extremes()) {
      if (problems.isFull() || !isRight(path, value)) {
        return;
      }
    }
  }

  private Optional<List<PathSteps.Step>> stepsOf(String path) {
    try {
      return Optional.of(PathSteps.of(path));
    } catch (ConfigurationException e) {
      addForPath(path, e.problems().get(0).sentence());
      return Optional.empty();
    }
  }

  private Optional<String> objectionTo(List<PathSteps.Step> steps) {
    if (steps.get(0) instanceof PathSteps.Key root && root.name().equals(Variations.TUNE)) {
      return Optional.of("a search cannot vary its own settings; use another path");
    }
    boolean length =
        steps.equals(List.of(TRAINING))
            || steps.equals(List.of(TRAINING, EPOCHS))
            || steps.equals(List.of(TRAINING, STEPS));
    if (length && spec.search() instanceof SuccessiveHalving) {
      return Optional.of(
          "successive-halving sets the number of epochs itself; remove this path, or write search: random");
    }
    if (steps.get(0) instanceof PathSteps.Key root
        && spec.metric().equals(TuneSpec.LOSS)
        && List.of("loss", "data").contains(root.name())) {
      return Optional.of(
          "the losses of trials with different values here cannot be compared; set tune.metric to a metric (here: "
              + Names.list(metrics())
              + ")");
    }
    return Optional.empty();
  }

  private List<String> metrics() {
    List<String> names = MetricNames.of(variations.base()).names();
    return names.subList(1, names.size());
  }

  /** Tries one value; returns whether to continue with the next. */
  private boolean isRight(String path, YamlValue value) {
    Problems found = new Problems();
    Optional<Configuration> varied = variations.vary(Map.of(path, value), found);
    Node node = variations.nodeOf(path, value);
    for (Problems.DetectedData problem : found.all()) {
      if (!isWithin(node, problem.place())) {
        problems.add(variations.placeOf(path), pathSentence(path, value, problem));
        return false;
      }
      problems.add(problem.place(), problem.sentence());
    }
    varied.flatMap(this::checkScore).ifPresent(sentence -> problems.add(node.place(), sentence));
    return true;
  }

  /** The message about a problem in another place that the value causes. */
  private String pathSentence(String path, YamlValue value, Problems.DetectedData problem) {
    return problem.place().equals(variations.placeOf(path))
        ? problem.sentence()
        : problem.sentence() + " (with " + Quoting.shorten(value.text()) + " at " + path + ")";
  }

  private static boolean isWithin(Node node, Place place) {
    if (node instanceof Node.Scalar scalar) {
      return scalar.has(place);
    }
    if (node instanceof Node.Sequence sequence
        && sequence.elements().stream().anyMatch(element -> isWithin(element, place))) {
      return true;
    }
    return node.place().equals(place)
        || (node instanceof Node.Mapping mapping
            && mapping.entries().values().stream()
                .anyMatch(
                    entry -> entry.keyPlace().equals(place) || isWithin(entry.value(), place)));
  }

  private Optional<String> checkScore(Configuration configuration) {
    MetricNames measures = MetricNames.of(configuration);
    List<String> measured = measures.names();
    String name = measures.find(spec.metric());
    // The target determines whether a metric has a value of that name.
    if (measured.contains(name) || measures.isAny(name)) {
      return Optional.empty();
    }
    if (spec.metric().startsWith(ConformalSpec.SHARE)) {
      return Optional.of(
          "the best coverage is the one that conformal asks for, so trials cannot be compared by it; compare them by %s (of sets) or %s (of intervals), which are better if they are smaller"
              .formatted(ConformalSpec.SIZE, ConformalSpec.WIDTH));
    }
    boolean conformal = configuration.training().conformal().isPresent();
    if (conformal
        && Stream.of(ConformalSpec.SIZE, ConformalSpec.WIDTH).anyMatch(spec.metric()::startsWith)) {
      return Optional.empty();
    }
    String guess = Names.didYouMean(spec.metric(), measured);
    return Optional.of(
        "tune compares trials by "
            + Quoting.quote(spec.metric())
            + ", which is not evaluated; available: "
            + Names.list(measured)
            + (guess.isEmpty() ? "; add it to metrics" : "; " + guess));
  }

  private void addForOption(String option, String sentence) {
    List<Place> places = new ArrayList<>();
    variations.option(option).ifPresent(entry -> places.add(entry.value().place()));
    variations.option(Variations.SPACE).ifPresent(entry -> places.add(entry.keyPlace()));
    problems.add(places.get(0), Variations.pathOf(option), sentence);
  }

  private void addForPath(String path, String sentence) {
    problems.add(variations.placeOf(path), Variations.pathOfOver(path), sentence);
  }
}
