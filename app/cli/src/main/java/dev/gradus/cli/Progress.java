package dev.gradus.cli;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows how training goes on: in a terminal a bar that stays in place, elsewhere a plain line now
 * and then.
 *
 * <p>Whether standard error is a terminal is told by the start script, in the system property
 * {@code gradus.terminal}.
 */
final class Progress implements TrainingListener {

  private static final int BAR = 24;
  private static final long NANOS_BETWEEN_REDRAWS = 100_000_000;
  private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

  private final PrintStream out;
  private final boolean quiet;
  private final boolean terminal = Boolean.getBoolean("gradus.terminal");
  private TrainingPlan plan = new TrainingPlan(0, 0, 0, 0, 0, 1, 1);
  private String status = "";
  private long shown;

  /**
   * Makes a listener.
   *
   * @param out where it is shown
   * @param quiet whether nothing is to be shown
   */
  Progress(PrintStream out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
  }

  @Override
  public void started(TrainingPlan started) {
    plan = started;
    shown = System.nanoTime();
    if (!quiet) {
      out.println(Plans.describe(plan));
    }
  }

  @Override
  public void stepDone(int epoch, int step, double loss) {
    long done = (long) (epoch - 1) * plan.stepsPerEpoch() + step;
    long now = System.nanoTime();
    if (!quiet && terminal && now - shown >= NANOS_BETWEEN_REDRAWS) {
      draw(epoch, done);
      shown = now;
    }
  }

  @Override
  public void epochDone(EpochReport report) {
    status = statusOf(report);
    boolean last = report.epoch() == report.epochs();
    if (quiet) {
      return;
    }
    if (terminal && last) {
      draw(report.epoch(), (long) report.epochs() * plan.stepsPerEpoch());
      out.println();
    } else if (!terminal && (last || System.nanoTime() - shown >= NANOS_BETWEEN_LINES)) {
      out.println("epoch " + report.epoch() + "/" + report.epochs() + status);
      shown = System.nanoTime();
    }
  }

  private void draw(int epoch, long stepsDone) {
    long steps = (long) plan.epochs() * plan.stepsPerEpoch();
    int filled = (int) (BAR * stepsDone / steps);
    // Back to the start of the line, the bar, and whatever is left of the line before is wiped out.
    out.print(
        "\r["
            + "=".repeat(filled)
            + " ".repeat(BAR - filled)
            + "] epoch "
            + epoch
            + "/"
            + plan.epochs()
            + status
            + "\033[K");
    out.flush();
  }

  private static String statusOf(EpochReport report) {
    StringBuilder text = new StringBuilder();
    append(text, "loss", report.loss());
    report
        .validation()
        .forEach(
            (name, value) ->
                append(text, EpochReport.LOSS.equals(name) ? "validation loss" : name, value));
    return text.toString();
  }

  private static void append(StringBuilder text, String name, double value) {
    text.append("  ").append(name).append(' ').append(String.format(Locale.ROOT, "%.4f", value));
  }
}
