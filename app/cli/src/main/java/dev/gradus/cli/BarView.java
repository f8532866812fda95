package dev.gradus.cli;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows one line that stays in place, for terminals: a bar, which gives way to what is to be said;
 * epoch and step; speed and time left; the losses and the learning rate of the last epoch, and its
 * metrics as far as they fit.
 */
final class BarView implements TrainingListener {

  /** Of the narrowest terminal, in characters; a line that is longer would not stay in place. */
  static final int WIDTH = 79;

  private static final int LONGEST_BAR = 20;
  private static final int SHORTEST_BAR = 4;

  /** The brackets and the space behind them. */
  private static final int FRAME = 3;

  private static final long NANOS_BETWEEN_REDRAWS = 100_000_000;

  private final PrintStream out;
  private Pace pace = Pace.NONE;
  private List<String> status = List.of();
  private long shown;

  BarView(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(TrainingPlan plan) {
    pace = new Pace(plan, System.nanoTime());
    shown = System.nanoTime();
    plan.warnings().forEach(warning -> out.println("warning: " + warning));
    out.println(Plans.describe(plan));
  }

  @Override
  public void resumed(List<EpochReport> reports, String sentence) {
    pace.resumed(reports.size());
    status = Status.of(reports.get(reports.size() - 1));
    out.println(sentence);
  }

  @Override
  public void stepDone(int epoch, int step, double loss) {
    pace.at(epoch, step);
    if (epoch == 1) {
      status = List.of("loss " + MetricTable.text(loss));
    }
    long now = System.nanoTime();
    if (now - shown >= NANOS_BETWEEN_REDRAWS) {
      draw();
      shown = now;
    }
  }

  @Override
  public void epochDone(EpochReport report) {
    status = Status.of(report);
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

  private void draw() {
    // Back to the start of the line, the new line, and what is left of the old one is wiped out.
    out.print("\r" + line(pace, status) + "\033[K");
    out.flush();
  }

  /**
   * The line.
   *
   * @param status what matters most comes first; what does not fit is left out
   */
  static String line(Pace pace, List<String> status) {
    List<String> parts = new ArrayList<>(List.of(pace.place()));
    if (!pace.left().isEmpty()) {
      parts.add(pace.speed());
      parts.add(pace.left());
    }
    for (String part : status) {
      String longer = String.join(" ", parts) + " " + part;
      if (longer.length() <= WIDTH) {
        parts.add(part);
      }
    }
    String text = String.join(" ", parts);
    return bar(Math.min(LONGEST_BAR, WIDTH - FRAME - text.length()), pace.share()) + text;
  }

  private static String bar(int width, double share) {
    if (width < SHORTEST_BAR) {
      return "";
    }
    int filled = (int) (width * share);
    return "[" + "=".repeat(filled) + " ".repeat(width - filled) + "] ";
  }
}
