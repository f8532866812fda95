package dev.gradus.report;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.LearningCurve;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The losses and metrics by epoch, for all variants and seeds: on the validation examples, or if
 * none were held out, on the training examples, at the epochs after which these were evaluated.
 */
final class MeasureCurves {

  /** A longer label of an axis would be cut by the picture. */
  private static final int LONGEST_LABEL = 22;

  private final Comparison comparison;
  private final MetricDirections metrics;
  private final Map<String, Integer> styles;

  MeasureCurves(Comparison comparison) {
    this.comparison = comparison;
    this.metrics = MetricDirections.of(comparison);
    this.styles = SeriesStyles.of(comparison);
  }

  /** Whether they are measured on examples that were held out. */
  boolean isHeldOut() {
    return comparison.trained().stream()
        .flatMap(variant -> variant.curves().stream())
        .flatMap(curve -> curve.history().stream())
        .anyMatch(epoch -> !epoch.validation().isEmpty());
  }

  /** What they are measured on, for a sentence. */
  String where() {
    if (isHeldOut()) {
      return "the validation examples";
    }
    boolean sampled =
        comparison.trained().stream()
            .flatMap(variant -> variant.study().stream())
            .anyMatch(study -> study.plan().trainingRows() > Snapshot.SAMPLE);
    return sampled
        ? "%s of the training examples".formatted(Snapshot.SAMPLE)
        : "the training examples";
  }

  /** One measure of one run, by epoch; only where it is a number. */
  NavigableMap<Integer, Double> of(LearningCurve curve, String measure) {
    NavigableMap<Integer, Double> values = new TreeMap<>();
    if (isHeldOut()) {
      curve.history().forEach(epoch -> put(values, epoch.epoch(), epoch.validation(), measure));
    } else {
      curve.training().forEach((epoch, measured) -> put(values, epoch, measured, measure));
    }
    return values;
  }

  private static void put(
      Map<Integer, Double> values, int epoch, Map<String, Double> measured, String measure) {
    double value = measured.getOrDefault(measure, Double.NaN);
    if (Double.isFinite(value)) {
      values.put(epoch, value);
    }
  }

  /** The names of what at least two variants have curves of. */
  List<String> measures() {
    return comparison.measures().stream()
        .filter(
            measure ->
                comparison.trained().stream()
                        .filter(
                            variant ->
                                variant.curves().stream()
                                    .anyMatch(curve -> !of(curve, measure).isEmpty()))
                        .count()
                    > 1)
        .toList();
  }

  /**
   * The picture of a measure.
   *
   * @param alone whether the caption says which curves coincide
   */
  Picture picture(String measure, boolean alone) {
    List<Lines.Line> lines = new ArrayList<>();
    for (Variant variant : comparison.trained()) {
      line(variant, measure).ifPresent(lines::add);
    }
    boolean higher = metrics.higherIsBetter(measure);
    Lines plain = new Lines("epoch", Prose.cut(measure, LONGEST_LABEL), lines);
    Lines data = higher ? plain : plain.scaled();
    return Picture.of(
        measure,
        "On %s; %s is better.%s%s%s%s"
            .formatted(
                where(),
                higher ? "higher" : "lower",
                trainedOn(measure),
                bands(),
                kept(data),
                alone ? data.drawnOnce() : ""),
        data.merged());
  }

  private String trainedOn(String measure) {
    List<String> learners =
        comparison.trained().stream()
            .filter(variant -> variant.loss().equals(measure))
            .map(variant -> Prose.code(variant.name()))
            .toList();
    return learners.isEmpty()
        ? " No variant was trained on it."
        : " %s %s trained on it."
            .formatted(Prose.list(learners), learners.size() == 1 ? "was" : "were");
  }

  private String bands() {
    return Verdict.of(comparison).hasSeveralRuns()
        ? " Lines are medians over %s seeds, bands range from the lowest to the highest."
            .formatted(comparison.seeds().size())
        : "";
  }

  private static String kept(Lines data) {
    return data.lines().stream().anyMatch(line -> !line.dots().isEmpty())
        ? " Large marks are the epochs whose weights were kept."
        : "";
  }

  private Optional<Lines.Line> line(Variant variant, String measure) {
    List<NavigableMap<Integer, Double>> runs =
        variant.curves().stream()
            .map(curve -> of(curve, measure))
            .filter(values -> !values.isEmpty())
            .toList();
    if (runs.isEmpty()) {
      return Optional.empty();
    }
    TreeSet<Integer> all = new TreeSet<>();
    runs.forEach(run -> all.addAll(run.keySet()));
    List<Integer> epochs = Thinning.of(List.copyOf(all), Lines.MOST_POINTS);
    List<Double> low = new ArrayList<>();
    List<Double> middle = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (int epoch : epochs) {
      double[] values =
          runs.stream()
              .filter(run -> run.containsKey(epoch))
              .mapToDouble(run -> run.getOrDefault(epoch, Double.NaN))
              .sorted()
              .toArray();
      int n = values.length;
      low.add(values[0]);
      middle.add((values[(n - 1) / 2] + values[n / 2]) / 2);
      high.add(values[n - 1]);
    }
    return Optional.of(
        new Lines.Line(
            List.of(variant.name()),
            styles.getOrDefault(variant.name(), 0),
            epochs.stream().map(Integer::doubleValue).toList(),
            middle,
            !isHeldOut(),
            Optional.empty(),
            Optional.empty(),
            low.equals(high) ? Optional.empty() : Optional.of(new Lines.Band(low, high)),
            keptEpochs(variant, measure)));
  }

  /** The values after the epochs whose weights the runs have kept, once where they are equal. */
  private List<Lines.Dot> keptEpochs(Variant variant, String measure) {
    Map<Map.Entry<Integer, Double>, List<Long>> seeds = new LinkedHashMap<>();
    for (int i = 0; i < variant.curves().size(); i++) {
      LearningCurve curve = variant.curves().get(i);
      Study first = variant.study().orElseThrow();
      Optional<Integer> kept =
          (i == 0 ? KeptEpoch.of(first) : KeptEpoch.of(first.configuration(), curve.history()))
              .map(EpochReport::epoch);
      NavigableMap<Integer, Double> values = of(curve, measure);
      if (kept.isPresent() && values.containsKey(kept.get())) {
        seeds
            .computeIfAbsent(
                Map.entry(kept.get(), values.getOrDefault(kept.get(), Double.NaN)),
                mark -> new ArrayList<>())
            .add(comparison.seeds().get(i));
      }
    }
    List<Lines.Dot> dots = new ArrayList<>();
    seeds.forEach(
        (mark, of) ->
            dots.add(new Lines.Dot(mark.getKey(), mark.getValue(), "kept with " + named(of))));
    return dots;
  }

  /** {@code seed 7}, {@code seeds 7 and 8}. */
  private static String named(List<Long> seeds) {
    return (seeds.size() == 1 ? "seed " : "seeds ")
        + Prose.list(seeds.stream().map(String::valueOf).toList());
  }
}
