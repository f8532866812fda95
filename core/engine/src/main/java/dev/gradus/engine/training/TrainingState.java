package dev.gradus.engine.training;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.training.update.Update;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a run after an epoch: everything that determines how it continues.
 *
 * @param experiment its network holds the weights used for prediction
 * @param memory everything else, by name, shared: the state of the optimizer, the trained weights
 *     if others predict, and the weights of the best epoch
 * @param reports the reports of all epochs so far
 * @param steps the number of steps that the optimizer has made
 * @param batches the number of batches that were processed, which determines the random numbers
 * @param bestEpoch the best epoch so far, if it is recorded, else 0
 */
public record TrainingState(
    Experiment experiment,
    Map<String, Matrix> memory,
    List<EpochReport> reports,
    long steps,
    long batches,
    int bestEpoch) {

  /** The prefix of the names of the best weights in the memory; the name of the tensor follows. */
  public static final String BEST = "best/";

  /**
   * Whether a checkpoint of an earlier version may lack an entry of the memory, which then keeps
   * the value that it has before the first step.
   */
  public static boolean mayLack(Experiment experiment, String name) {
    return Update.wasAdded(experiment.configuration().optimizer(), name);
  }

  /** Copies the memory, keeping its order. */
  public TrainingState {
    memory = Collections.unmodifiableMap(new LinkedHashMap<>(memory));
    reports = List.copyOf(reports);
  }
}
