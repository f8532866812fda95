package dev.gradus.engine;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Fold;
import dev.gradus.engine.training.HeldOutFit;
import dev.gradus.engine.training.JointLayers;
import dev.gradus.engine.training.Trainer;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** One cross-validation: trains a network for each fold, and evaluates it on the fold. */
final class FoldRuns {

  private final Engine engine;
  private final Configuration configuration;
  private final ExperimentBuilder experiments;
  private final TrainingListener listener;

  /** What makes the networks of the folds one model; empty if they are not kept. */
  private final Optional<JointLayers> layers;

  private final Warnings warnings;
  private final List<Map<String, Double>> scores = new ArrayList<>();
  private final List<Model> members = new ArrayList<>();

  /** The units of the loss that were seen: one, or none. */
  private final Set<String> units = new TreeSet<>();

  FoldRuns(
      Engine engine,
      Configuration configuration,
      ExperimentBuilder experiments,
      TrainingListener listener,
      Optional<JointLayers> layers) {
    this.engine = engine;
    this.configuration = configuration;
    this.experiments = experiments;
    this.listener = listener;
    this.layers = layers;
    this.warnings = new Warnings(engine.parts().outlet());
  }

  /**
   * Does all folds, or those that are finished when the listener or an interrupt stops training.
   *
   * @param validation the validation table of every fold; empty if rows of the other table are held
   *     out, or none
   * @param scored receives the number of each fold, from 1, and its scores
   * @throws CancelledException if the thread is interrupted before the first fold is finished
   */
  CrossValidation run(
      Table table,
      Optional<Table> validation,
      int folds,
      BiConsumer<Integer, Map<String, Double>> scored) {
    try {
      runFolds(
          experiments.warning(warnings).folds(configuration, table, validation, folds), scored);
    } catch (CancelledException e) {
      // The finished folds count.
      if (scores.isEmpty()) {
        throw e;
      }
    }
    if (scores.isEmpty()) {
      CancelledException.check("the first fold was learned");
    }
    Optional<Model> model = Optional.empty();
    Optional<Problem> refusal = Optional.empty();
    if (layers.isPresent() && members.size() == folds) {
      // Nothing that happens here may lose the scores.
      try {
        model = Optional.of(merged(table, layers.get()));
      } catch (CancelledException e) {
        // The scores count, and there is no model.
      } catch (GradusException e) {
        refusal = Optional.of(e.problems().get(0));
      }
    }
    return new CrossValidation(scores, warnings.list(), model, units.stream().findFirst(), refusal);
  }

  private void runFolds(Iterable<Fold> folds, BiConsumer<Integer, Map<String, Double>> scored) {
    for (Fold fold : folds) {
      Experiment experiment = fold.experiment();
      layers.ifPresent(each -> Models.checkMergeable(experiment, each));
      Trainer trainer = engine.parts().trainer();
      trainer.trainOrKeepBest(experiment, listener, CheckpointStore.NONE);
      if (listener.wantsToStop() || CancelledException.isWanted()) {
        return;
      }
      Map<String, Double> score = Models.measure(trainer, HeldOutFit.of(experiment), fold.test());
      scores.add(score);
      if (layers.isPresent()) {
        members.add(Models.of(experiment, engine.parts().outlet(), Optional.empty(), Map.of()));
      }
      scored.accept(scores.size(), score);
      experiment.loss().unit().ifPresent(units::add);
    }
  }

  private Model merged(Table table, JointLayers joint) {
    Model model = Models.merged(members, experiments.common(configuration, table, joint));
    TrainingSpec training = configuration.training();
    if (training.calibrate().isPresent() || training.conformal().isPresent()) {
      warnings.accept(
          Warning.of(
              "the model of all folds is not calibrated, and makes no sets or intervals: training.calibrate and training.conformal were fitted to the networks of the single folds"));
    }
    return model;
  }
}
