package dev.gradus.engine.study;

import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.runtime.problem.Warning;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The same network, trained in several ways that differ in one thing.
 *
 * @param path the value that differs, as a path in the configuration: {@code loss}
 * @param variants in the order in which they were named
 * @param start the gradients of each at the initial weights
 * @param part the data split that is evaluated: {@code validation}, or {@code training} if there is
 *     no other
 * @param seeds of the runs, the same for all variants
 * @param controlRun shows that printing a loss does not change training; empty if nothing was
 *     printed, or the comparison was stopped
 */
public record Comparison(
    String path,
    List<Variant> variants,
    InitialGradients start,
    String part,
    List<Long> seeds,
    Optional<ControlRun> controlRun,
    boolean seedsAgree) {

  /** Two sums over the same examples differ relatively by less than this, whatever their order. */
  private static final double SAME = 1e-6;

  public Comparison {
    variants = List.copyOf(variants);
    seeds = List.copyOf(seeds);
  }

  /** The variants that were trained. */
  public List<Variant> trained() {
    return variants.stream().filter(Variant::tookPart).toList();
  }

  /** The warnings of the runs of all variants with all seeds, without duplicates. */
  public List<Warning> warnings() {
    return variants.stream().flatMap(variant -> variant.warnings().stream()).distinct().toList();
  }

  /** The names of all evaluated losses and metrics. */
  public List<String> measures() {
    Set<String> names = new LinkedHashSet<>();
    variants.forEach(variant -> variant.scores().forEach(run -> names.addAll(run.keySet())));
    return List.copyOf(names);
  }

  /**
   * The names of what the sets or intervals of the variants cover; empty if no variant makes any.
   */
  public List<String> coverages() {
    Set<String> names = new LinkedHashSet<>();
    variants.forEach(variant -> variant.coverage().forEach(run -> names.addAll(run.keySet())));
    return List.copyOf(names);
  }

  /** Whether the loss is what differs, or differs as well. */
  public boolean lossesDiffer() {
    return trained().stream().map(Variant::loss).distinct().count() > 1;
  }

  /**
   * Whether all variants were scored on the same rows. If not, as where the split differs or other
   * rows are dropped, a better score does not show that a variant is better.
   */
  public boolean hasSameRows() {
    List<Study> studies = trained().stream().flatMap(each -> each.study().stream()).toList();
    return studies.stream().allMatch(study -> haveSameRows(studies.get(0), study));
  }

  private static boolean haveSameRows(Study a, Study b) {
    Outcome one = a.outcome();
    Outcome other = b.outcome();
    // A run that was stopped has no lines.
    return one.part().equals(other.part())
        && one.examples() == other.examples()
        && (one.lines().isEmpty() || other.lines().isEmpty() || one.lines().equals(other.lines()))
        && a.configuration()
            .data()
            .map(DataSpec::origin)
            .equals(b.configuration().data().map(DataSpec::origin));
  }

  /** A score of one variant over the seeds. */
  public Estimate score(Variant variant, String measure) {
    return overSeeds(variant.scores(), measure);
  }

  /**
   * One of the {@link #coverages} of a variant over the seeds; NaN if the variant does not have it.
   */
  public Estimate coverage(Variant variant, String name) {
    return overSeeds(variant.coverage(), name);
  }

  private static Estimate overSeeds(List<Map<String, Double>> runs, String name) {
    return Estimate.of(
        runs.stream().mapToDouble(run -> run.getOrDefault(name, Double.NaN)).toArray());
  }

  /**
   * Whether the scores are in the unit of the data while the training losses are in that of a
   * scaled target.
   */
  public boolean isRescaled() {
    return trained().stream().anyMatch(this::isRescaled);
  }

  private boolean isRescaled(Variant variant) {
    double score = variant.scores().get(0).getOrDefault(variant.loss(), Double.NaN);
    double learned =
        variant
            .study()
            .map(study -> study.training().metrics().getOrDefault(part, Map.of()))
            .map(metrics -> metrics.getOrDefault(EpochReport.LOSS, Double.NaN))
            .orElse(Double.NaN);
    return Math.abs(score - learned) > SAME * Math.abs(learned);
  }

  /**
   * The difference between a score of one variant and that of the first trained variant, seed by
   * seed, so that effects of the seed cancel.
   */
  public Estimate difference(Variant variant, String measure) {
    Variant first = trained().get(0);
    int runs = Math.min(variant.scores().size(), first.scores().size());
    double[] differences = new double[runs];
    for (int i = 0; i < runs; i++) {
      differences[i] =
          variant.scores().get(i).getOrDefault(measure, Double.NaN)
              - first.scores().get(i).getOrDefault(measure, Double.NaN);
    }
    return Estimate.of(differences);
  }
}
