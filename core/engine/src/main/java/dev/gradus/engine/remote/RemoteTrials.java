package dev.gradus.engine.remote;

import dev.gradus.engine.distributed.TrialRequest;
import dev.gradus.engine.distributed.TrialResult;
import dev.gradus.engine.distributed.TrialSource;
import dev.gradus.engine.model.ModelFiles;
import dev.gradus.engine.search.Pieces;
import dev.gradus.engine.search.ScoredTrial;
import dev.gradus.engine.search.TrialRuns;
import dev.gradus.engine.studies.Comparisons;
import dev.gradus.engine.studies.VariantRuns;
import dev.gradus.engine.study.ComparisonPlan;
import dev.gradus.engine.training.ConfiguredData;
import dev.gradus.runtime.problem.GradusException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Trials and runs that other processes do. */
public final class RemoteTrials {

  private final TrialSource source;
  private final RecordBytes records;

  /**
   * Has work done elsewhere.
   *
   * @param models writes and reads the models in results
   */
  public RemoteTrials(TrialSource source, ModelFiles models) {
    this.source = source;
    this.records = new RecordBytes(models);
  }

  /** The trials of a search. */
  public TrialRuns search() {
    return new RemoteSearch(source, records);
  }

  /**
   * The runs of a comparison.
   *
   * @param path the path of the value that differs
   * @param seeds the number of runs of each variant
   * @param stop whether to stop
   */
  public VariantRuns comparison(String path, List<String> values, int seeds, BooleanSupplier stop) {
    return new RemoteComparison(source, records, path, values, seeds, stop);
  }

  /** The result of a trial of a search. */
  public static TrialResult result(ScoredTrial trial, ModelFiles models) {
    return new TrialResult(new RecordBytes(models).write(trial));
  }

  /**
   * Does a piece of a comparison.
   *
   * @throws GradusException if the comparison has no such variant or seed
   */
  public static TrialResult result(
      TrialRequest.OfComparison request,
      Comparisons comparisons,
      ComparisonPlan plan,
      ConfiguredData data,
      ModelFiles models) {
    Pieces.check("comparison", "variant", request.variant(), 0, plan.variants().size());
    Pieces.check("comparison", "seed", request.seed(), 0, plan.seeds().size());
    VariantRuns checks = comparisons.checks(plan, data);
    int variant = request.variant();
    Record result =
        switch (request.piece()) {
          case RUN -> comparisons.run(plan, data, variant, request.seed());
          case CONTROL -> new RemoteComparison.Weights(checks.control(variant));
          case SEEDS_AGREE -> new RemoteComparison.Agreement(checks.seedsAgree(variant));
        };
    return new TrialResult(new RecordBytes(models).write(result));
  }
}
