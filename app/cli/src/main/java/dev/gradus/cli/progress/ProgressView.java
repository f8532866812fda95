package dev.gradus.cli.progress;

import dev.gradus.engine.event.TrainingListener;
import dev.gradus.runtime.problem.Warning;

/** Shows the progress of training, and warnings as they occur. */
public interface ProgressView extends TrainingListener {

  /** Shows a warning. */
  void warned(Warning warning);

  /** Ends the view: whatever is printed next begins on a new line. */
  default void ended() {}
}
