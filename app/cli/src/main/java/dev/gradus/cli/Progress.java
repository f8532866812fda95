package dev.gradus.cli;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import java.util.ArrayList;
import java.util.List;

/** Shows how training goes on, remembers what it has brought, and stops it when that is wanted. */
final class Progress implements TrainingListener {

  private final ProgressView view;
  private final Interrupt interrupt;
  private final List<EpochReport> history = new ArrayList<>();

  /**
   * Makes a listener.
   *
   * @param view where it is shown
   * @param interrupt whether training shall stop; is told when there is something to save
   */
  Progress(ProgressView view, Interrupt interrupt) {
    this.view = view;
    this.interrupt = interrupt;
  }

  /** What every epoch has brought until now, those of a run that was resumed included. */
  List<EpochReport> history() {
    return List.copyOf(history);
  }

  /** Nothing more is learned: whatever is printed next begins in a line of its own. */
  void ended() {
    view.ended();
  }

  @Override
  public boolean wantsToStop() {
    return interrupt.isWanted();
  }

  @Override
  public void started(TrainingPlan plan) {
    view.started(plan);
  }

  @Override
  public void resumed(List<EpochReport> reports, String sentence) {
    interrupt.hasLearned();
    history.addAll(reports);
    view.resumed(reports, sentence);
  }

  @Override
  public void stepDone(int epoch, int step, double loss) {
    interrupt.hasLearned();
    view.stepDone(epoch, step, loss);
  }

  @Override
  public void epochDone(EpochReport report) {
    history.add(report);
    view.epochDone(report);
  }

  @Override
  public void stopped(String reason) {
    view.stopped(reason);
  }
}
