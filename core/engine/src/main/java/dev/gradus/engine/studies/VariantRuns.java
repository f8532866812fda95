package dev.gradus.engine.studies;

import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.ObjIntConsumer;

/** Does the runs of a comparison: one after the other here, or elsewhere at the same time. */
public interface VariantRuns {

  /**
   * Does the run of each variant with each seed.
   *
   * @param wanted whether the further runs of a variant, given by its index, are wanted
   * @param done receives each run with the index of its variant, on this thread and as soon as it
   *     is over: those of a variant in the order of the seeds, without gaps
   * @return false if it was stopped
   */
  boolean each(IntPredicate wanted, ObjIntConsumer<VariantRun> done);

  /**
   * The fingerprint of the weights of a variant that is trained with the first seed, without the
   * losses and metrics of the others.
   *
   * @return empty if it was stopped
   */
  Optional<String> control(int variant);

  /**
   * Whether another seed would give the same run of a variant. It would not if initial weights are
   * random; if they are given, an epoch is trained with each of two seeds to find out.
   */
  boolean seedsAgree(int variant);
}
