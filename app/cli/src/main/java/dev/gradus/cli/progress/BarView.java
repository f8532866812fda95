package dev.gradus.cli.progress;

import dev.gradus.cli.text.MetricTable;
import dev.gradus.cli.text.PlanText;
import dev.gradus.cli.text.Status;
import dev.gradus.cli.text.Terminal;
import dev.gradus.cli.text.WarningLines;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.runtime.problem.Warning;
import java.io.PrintStream;
import java.util.List;

/**
 * Shows progress in a terminal, in one line that stays in place: a bar, the epoch and the step, the
 * speed and the time left, the losses, the learning rate and the metrics of the last epoch. In a
 * narrow terminal the less important parts are left out, but never the bar. The last line says how
 * the run ended.
 */
public final class BarView implements ProgressView {

  private static final long NANOS_BETWEEN_REDRAWS = 100_000_000;

  // Fields with a low rank are the last to be left out.
  private static final int EPOCH = 0;
  private static final int ENDED = 1;
  private static final int LEFT = 2;
  private static final int VALIDATION = 3;
  private static final int LOSS = 4;
  private static final int STEP = 5;
  private static final int SPEED = 6;
  private static final int RATE = 7;
  private static final int METRIC = 8;

  private final PrintStream out;
  private final int width;
  private Throughput pace = Throughput.NONE;
  private List<String> losses = List.of();
  private String rate = "";
  private List<String> metrics = List.of();
  private long shown;

  /** Whether the cursor is in the line. */
  private boolean open;

  /**
   * A view.
   *
   * @param width of the line
   */
  public BarView(PrintStream out, int width) {
    this.out = out;
    this.width = width;
  }

  @Override
  public void started(TrainingPlan plan) {
    pace = new Throughput(plan, System::nanoTime);
    shown = System.nanoTime();
    out.println(PlanText.describe(plan));
  }

  @Override
  public void warned(Warning warning) {
    if (open) {
      Terminal.control(out, "\r\033[K");
      open = false;
    }
    WarningLines.print(out, warning);
  }

  @Override
  public void resumed(List<EpochReport> reports, String sentence) {
    pace.resumed(reports.size());
    remember(reports.get(reports.size() - 1));
    out.println(sentence);
  }

  @Override
  public void stepDone(int epoch, int step, double loss) {
    pace.at(epoch, step);
    if (epoch == 1) {
      losses = List.of("loss " + MetricTable.text(loss));
    }
    long now = System.nanoTime();
    if (now - shown >= NANOS_BETWEEN_REDRAWS) {
      draw(line(false));
      shown = now;
    }
  }

  @Override
  public void epochDone(EpochReport report) {
    remember(report);
    if (report.epoch() == report.epochs()) {
      draw(line(false));
      ended();
    }
  }

  @Override
  public void stopped(String reason) {
    draw(line(true));
    ended();
    out.println(reason);
  }

  @Override
  public void ended() {
    if (open) {
      out.println();
      open = false;
    }
  }

  private void remember(EpochReport report) {
    losses = Status.losses(report);
    rate = "rate " + Status.rate(report.learningRate());
    metrics = Status.metrics(report);
  }

  private void draw(String line) {
    // Return to the start of the line, print the new line, and clear the rest of the old one.
    Terminal.control(out, "\r");
    out.print(line);
    Terminal.control(out, "\033[K");
    out.flush();
    open = true;
  }

  private String line(boolean stopped) {
    StatusLine line = new StatusLine("", pace.share());
    line.add(pace.epoch(), EPOCH).add(pace.step(), STEP);
    String left = pace.left();
    if (stopped) {
      line.add("stopped after " + pace.taken(), ENDED);
    } else if (!left.isEmpty()) {
      line.add(pace.speed(), SPEED).add(left, LEFT);
    }
    for (String loss : losses) {
      line.add(loss, loss.startsWith("val") ? VALIDATION : LOSS);
    }
    line.add(rate, RATE);
    metrics.forEach(metric -> line.add(metric, METRIC));
    return line.of(width);
  }
}
