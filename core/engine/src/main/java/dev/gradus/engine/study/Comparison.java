package dev.gradus.engine.study;

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
 * @param path what differs, as a path in the configuration: {@code loss}
 * @param contenders in the order in which they were named
 * @param start what each wants before any weight has moved
 * @param part of the data that is measured: {@code validation}, or {@code training} if nothing is
 *     set apart
 * @param seeds of the runs, the same for all contenders
 * @param decoy that a printed number teaches nothing; empty if nothing was printed, or the
 *     comparison was stopped
 */
public record Comparison(
    String path,
    List<Contender> contenders,
    StartingPoint start,
    String part,
    List<Long> seeds,
    Optional<Decoy> decoy) {

  /** Two sums over the same examples differ relatively by less, whatever their order. */
  private static final double SAME = 1e-6;

  /** Keeps copies. */
  public Comparison {
    contenders = List.copyOf(contenders);
    seeds = List.copyOf(seeds);
  }

  /** The contenders that were trained. */
  public List<Contender> trained() {
    return contenders.stream().filter(Contender::tookPart).toList();
  }

  /** What must be known of the runs of all contenders with all seeds, each once. */
  public List<Warning> warnings() {
    return contenders.stream()
        .flatMap(contender -> contender.warnings().stream())
        .distinct()
        .toList();
  }

  /** The names of all losses and metrics that were measured. */
  public List<String> measures() {
    Set<String> names = new LinkedHashSet<>();
    contenders.forEach(contender -> contender.scores().forEach(run -> names.addAll(run.keySet())));
    return List.copyOf(names);
  }

  /** A measure of one contender over the seeds. */
  public Estimate score(Contender contender, String measure) {
    return Estimate.of(
        contender.scores().stream()
            .mapToDouble(run -> run.getOrDefault(measure, Double.NaN))
            .toArray());
  }

  /**
   * Whether the scores are in the unit of the data while losses are learned in another: that of a
   * scaled target.
   */
  public boolean isRescaled() {
    return trained().stream().anyMatch(this::isRescaled);
  }

  private boolean isRescaled(Contender contender) {
    double score = contender.scores().get(0).getOrDefault(contender.loss(), Double.NaN);
    double learned =
        contender
            .study()
            .map(study -> study.training().metrics().getOrDefault(part, Map.of()))
            .map(metrics -> metrics.getOrDefault(EpochReport.LOSS, Double.NaN))
            .orElse(Double.NaN);
    return Math.abs(score - learned) > SAME * Math.abs(learned);
  }

  /**
   * By how much a measure of one contender is above that of the first one that was trained, seed by
   * seed: what the seeds have in common cancels.
   */
  public Estimate difference(Contender contender, String measure) {
    Contender first = trained().get(0);
    int runs = Math.min(contender.scores().size(), first.scores().size());
    double[] differences = new double[runs];
    for (int i = 0; i < runs; i++) {
      differences[i] =
          contender.scores().get(i).getOrDefault(measure, Double.NaN)
              - first.scores().get(i).getOrDefault(measure, Double.NaN);
    }
    return Estimate.of(differences);
  }
}
