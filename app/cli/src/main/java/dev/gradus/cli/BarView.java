package dev.gradus.cli;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.runtime.problem.Warning;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows one line that stays in place, for terminals: a bar, which gives way to what is to be said;
 * epoch and step; speed and time left; the losses and the learning rate of the last epoch, and its
 * metrics as far as they fit.
 */
final class BarView implements ProgressView {

  /** Of the narrowest terminal, in characters; a line that is longer would not stay in place. */
  private static final int WIDTH = 79;

  private static final int LONGEST_BAR = 20;
  private static final int SHORTEST_BAR = 4;

  /** The brackets and the space behind them. */
  private static final int FRAME = 3;

  private static final long NANOS_BETWEEN_REDRAWS = 100_000_000;

  private final PrintStream out;
  private Throughput pace = Throughput.NONE;
  private List<String> essentials = List.of();
  private List<String> metrics = List.of();
  private long shown;
  private boolean drawn;

  BarView(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(TrainingPlan plan) {
    pace = new Throughput(plan, System.nanoTime());
    shown = System.nanoTime();
    out.println(PlanText.describe(plan));
  }

  @Override
  public void warned(Warning warning) {
    if (drawn) {
      Terminal.control(out, "\r\033[K");
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
      essentials = List.of("loss " + MetricTable.text(loss));
    }
    long now = System.nanoTime();
    if (now - shown >= NANOS_BETWEEN_REDRAWS) {
      draw();
      shown = now;
    }
  }

  @Override
  public void epochDone(EpochReport report) {
    remember(report);
    if (report.epoch() == report.epochs()) {
      draw();
      out.println();
    }
  }

  @Override
  public void stopped(String reason) {
    draw();
    out.println();
    out.println(reason);
  }

  private void remember(EpochReport report) {
    essentials = Status.essentials(report);
    metrics = Status.metrics(report);
  }

  private void draw() {
    // Back to the start of the line, the new line, and what is left of the old one is wiped out.
    Terminal.control(out, "\r");
    out.print(line());
    Terminal.control(out, "\033[K");
    out.flush();
    drawn = true;
  }

  private String line() {
    List<String> parts = new ArrayList<>();
    if (!pace.left().isEmpty()) {
      parts.add(pace.speed());
      parts.add(pace.left());
    }
    parts.addAll(essentials);
    String rest = " " + String.join(" ", parts);
    String line = pace.place() + rest;
    if (line.length() > WIDTH) {
      line = pace.shortPlace() + rest;
    }
    for (String metric : metrics) {
      if (FRAME + SHORTEST_BAR + line.length() + 1 + metric.length() <= WIDTH) {
        line += " " + metric;
      }
    }
    String whole = bar(Math.min(LONGEST_BAR, WIDTH - FRAME - line.length())) + line;
    return whole.substring(0, Math.min(WIDTH, whole.length()));
  }

  private String bar(int width) {
    if (width < SHORTEST_BAR) {
      return "";
    }
    int filled = (int) (width * pace.share());
    return "[" + "=".repeat(filled) + " ".repeat(width - filled) + "] ";
  }
}
