package dev.gradus.cli.progress;

import dev.gradus.cli.text.MetricTable;
import dev.gradus.cli.text.PlanText;
import dev.gradus.cli.text.Status;
import dev.gradus.cli.text.WarningLines;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.runtime.problem.Warning;
import java.io.PrintStream;
import java.util.List;

/** Shows progress as a plain line now and then, for files and other programs. */
public final class LinesView implements ProgressView {

  private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

  private final PrintStream out;
  private Throughput pace = Throughput.NONE;
  private long shown;

  public LinesView(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(TrainingPlan plan) {
    pace = new Throughput(plan, System::nanoTime);
    shown = System.nanoTime();
    out.println(PlanText.describe(plan));
  }

  @Override
  public void warned(Warning warning) {
    WarningLines.print(out, warning);
  }

  @Override
  public void resumed(List<EpochReport> reports, String sentence) {
    pace.resumed(reports.size());
    out.println(sentence);
  }

  @Override
  public void stepDone(int epoch, int step, double loss) {
    pace.at(epoch, step);
    if (System.nanoTime() - shown >= NANOS_BETWEEN_LINES) {
      show(pace.place() + "  loss of the batch " + MetricTable.text(loss));
    }
  }

  @Override
  public void epochDone(EpochReport report) {
    boolean last = report.epoch() == report.epochs();
    if (last || System.nanoTime() - shown >= NANOS_BETWEEN_LINES) {
      show(pace.place() + "  " + Status.inWords(report));
    }
  }

  private void show(String line) {
    String left = pace.left();
    out.println(left.isEmpty() ? line : line + "  " + pace.speed() + "  " + left);
    shown = System.nanoTime();
  }

  @Override
  public void stopped(String reason) {
    out.println(reason);
  }
}
