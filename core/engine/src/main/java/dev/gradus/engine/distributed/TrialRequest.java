package dev.gradus.engine.distributed;

import java.io.Serializable;
import java.util.List;

/**
 * A piece of a search or a comparison that a process does on its own. What to train follows from
 * the configuration and the data of the job, so a request only says which piece it is.
 */
public sealed interface TrialRequest extends Serializable {

  /**
   * A trial of a search.
   *
   * @param number of the trial, from 1
   * @param round from 0
   */
  record OfSearch(int number, int round) implements TrialRequest {

    private static final long serialVersionUID = 1;
  }

  /**
   * A piece of a comparison.
   *
   * @param path of the value that differs
   * @param values of the variants
   * @param seeds the number of runs of each variant
   * @param piece what is to be done
   * @param variant its index, from 0
   * @param seed the index of the seed, from 0
   */
  record OfComparison(
      String path, List<String> values, int seeds, Piece piece, int variant, int seed)
      implements TrialRequest {

    private static final long serialVersionUID = 1;

    public OfComparison {
      values = List.copyOf(values);
    }
  }

  /** The pieces of a comparison. */
  enum Piece {
    /** The run of a variant with a seed. */
    RUN,
    /** Whether another seed would give the same run of a variant. */
    SEEDS_AGREE,
    /** The weights of a variant that is trained without the measures of the others. */
    CONTROL
  }
}
