package dev.gradus.cli;

import dev.gradus.engine.event.TrainingListener;
import dev.gradus.runtime.problem.Warning;

/** Shows how training goes on, and the warnings that arise on the way. */
interface ProgressView extends TrainingListener {

  /** Shows a warning. */
  void warned(Warning warning);

  /** Nothing more comes: whatever is printed next begins in a line of its own. */
  default void ended() {}
}
