package dev.gradus.engine.studies;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Records the learning curve on the training examples, and passes everything on. */
final class CurveRecorder implements TrainingListener {

  private final TrainingListener next;
  private final Set<Integer> epochs = new HashSet<>();
  private final Map<Integer, Map<String, Double>> training = new TreeMap<>();
  private boolean isNeeded = true;

  CurveRecorder(TrainingListener next) {
    this.next = next;
  }

  /** The metrics on the training examples by epoch; empty if there is a validation split. */
  Map<Integer, Map<String, Double>> training() {
    return training;
  }

  @Override
  public void started(TrainingPlan plan) {
    // If there is a validation split, its curve is drawn, and the history has it already.
    isNeeded = plan.validationRows() == 0;
    epochs.addAll(StudyRecorder.looks(plan.epochs()));
    next.started(plan);
  }

  @Override
  public boolean wantsToSee(int epoch) {
    return (isNeeded && epochs.contains(epoch)) || next.wantsToSee(epoch);
  }

  @Override
  public void seen(Snapshot snapshot) {
    training.put(snapshot.epoch(), snapshot.training());
    next.seen(snapshot);
  }

  @Override
  public void stepDone(int epoch, int step, double loss) {
    next.stepDone(epoch, step, loss);
  }

  @Override
  public void epochDone(EpochReport report) {
    next.epochDone(report);
  }

  @Override
  public boolean wantsToStop() {
    return next.wantsToStop();
  }

  @Override
  public void stopped(String reason) {
    next.stopped(reason);
  }
}
