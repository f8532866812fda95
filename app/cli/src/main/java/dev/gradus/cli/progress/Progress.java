package dev.gradus.cli.progress;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import java.util.ArrayList;
import java.util.List;

/** Shows the progress of training, collects its results, and stops it on request. */
public final class Progress implements TrainingListener {

  private final ProgressView view;
  private final Interrupt interrupt;
  private final List<EpochReport> history = new ArrayList<>();

  /**
   * Makes a listener.
   *
   * @param view where progress is shown
   * @param interrupt whether training should stop; is informed when there is something to save
   */
  public Progress(ProgressView view, Interrupt interrupt) {
    this.view = view;
    this.interrupt = interrupt;
  }

  /** The results of every epoch so far, including those of a run that was resumed. */
  public List<EpochReport> history() {
    return List.copyOf(history);
  }

  /** Ends the progress: whatever is printed next begins on a new line. */
  public void ended() {
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
