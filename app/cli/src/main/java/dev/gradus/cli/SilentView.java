package dev.gradus.cli;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import java.io.PrintStream;
import java.util.List;

/** Shows no progress, only what must be known: warnings, and why training has stopped. */
final class SilentView implements TrainingListener {

  private final PrintStream out;

  SilentView(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(TrainingPlan plan) {
    plan.warnings().forEach(warning -> out.println("warning: " + warning));
  }

  @Override
  public void resumed(List<EpochReport> reports, String sentence) {
    out.println(sentence);
  }

  @Override
  public void stopped(String reason) {
    out.println(reason);
  }
}
