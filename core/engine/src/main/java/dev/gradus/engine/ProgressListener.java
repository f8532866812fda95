package dev.gradus.engine;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records the progress of a run for other threads, and lets them stop it. */
final class ProgressListener implements TrainingListener {

  private final TrainingListener next;
  private volatile RunProgress progress = RunProgress.NOTHING;
  private volatile boolean stop;

  // Only used by the training thread.
  private Optional<TrainingPlan> plan = Optional.empty();
  private Optional<EpochReport> last = Optional.empty();

  /**
   * Starts without progress.
   *
   * @param next receives all events too
   */
  ProgressListener(TrainingListener next) {
    this.next = next;
  }

  RunProgress progress() {
    return progress;
  }

  void stop() {
    stop = true;
  }

  @Override
  public void started(TrainingPlan started) {
    plan = Optional.of(started);
    show(0, Double.NaN);
    next.started(started);
  }

  @Override
  public void resumed(List<EpochReport> reports, String sentence) {
    if (!reports.isEmpty()) {
      endOf(reports.get(reports.size() - 1));
    }
    next.resumed(reports, sentence);
  }

  @Override
  public void stepDone(int epoch, int step, double loss) {
    show(plan.map(each -> each.stepOf(epoch, step)).orElse(0L), loss);
    next.stepDone(epoch, step, loss);
  }

  @Override
  public void epochDone(EpochReport report) {
    endOf(report);
    next.epochDone(report);
  }

  private void endOf(EpochReport report) {
    last = Optional.of(report);
    show(
        plan.map(each -> Math.min(each.steps(), (long) report.epoch() * each.stepsPerEpoch()))
            .orElse(0L),
        report.loss());
  }

  private void show(long step, double loss) {
    progress =
        new RunProgress(
            last.map(EpochReport::epoch).orElse(0),
            plan.map(TrainingPlan::epochs).orElse(0),
            step,
            plan.map(TrainingPlan::steps).orElse(0L),
            last.map(EpochReport::loss).orElse(loss),
            last.map(EpochReport::validation).orElse(Map.of()));
  }

  @Override
  public boolean wantsToSee(int epoch) {
    return next.wantsToSee(epoch);
  }

  @Override
  public void seen(Snapshot snapshot) {
    next.seen(snapshot);
  }

  @Override
  public boolean wantsToStop() {
    return next.wantsToStop() || stop;
  }

  @Override
  public void stopped(String reason) {
    next.stopped(reason);
  }
}
