package dev.gradus.engine.study;

import dev.gradus.engine.event.TrainingListener;

/** Watches a comparison. */
public interface ComparisonListener {

  /** A listener that ignores everything. */
  ComparisonListener NONE = new ComparisonListener() {};

  /** A listener for the run of a variant with a seed. */
  default TrainingListener watch(String variant, long seed) {
    return TrainingListener.NONE;
  }

  /** Whether to stop; the finished runs are compared. */
  default boolean wantsToStop() {
    return false;
  }
}
