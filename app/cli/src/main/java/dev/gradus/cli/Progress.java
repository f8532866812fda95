package dev.gradus.cli;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Shows how training goes on: in a terminal a bar that stays in place, elsewhere a plain line now
 * and then.
 *
 * <p>Whether standard error is a terminal is told by the start script, in the system property
 * {@code gradus.terminal}.
 */
final class Progress implements TrainingListener {

  private static final int BAR = 20;

  /** Of the terminal, in characters; a line that is longer would not stay in place. */
  private static final int WIDTH = 79;

  private static final long NANOS_BETWEEN_REDRAWS = 100_000_000;
  private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

  private final PrintStream out;
  private final boolean quiet;
  private final BooleanSupplier stopWanted;
  private final List<EpochReport> history = new ArrayList<>();
  private final boolean terminal = Boolean.getBoolean("gradus.terminal");
  private TrainingPlan plan = new TrainingPlan(0, 0, 0, 0, 0, 1, 1, 0, List.of());
  private List<String> status = List.of();
  private long shown;
  private long begun;

  /**
   * Makes a listener.
   *
   * @param out where it is shown
   * @param quiet whether nothing but warnings is to be shown
   * @param stopWanted whether training shall stop
   */
  Progress(PrintStream out, boolean quiet, BooleanSupplier stopWanted) {
    this.out = out;
    this.quiet = quiet;
    this.stopWanted = stopWanted;
  }

  /** What every epoch has brought until now. */
  List<EpochReport> history() {
    return List.copyOf(history);
  }

  @Override
  public boolean wantsToStop() {
    return stopWanted.getAsBoolean();
  }

  @Override
  public void stopped(String reason) {
    if (!quiet && terminal) {
      out.println();
    }
    out.println(reason);
  }

  @Override
  public void started(TrainingPlan started) {
    plan = started;
    shown = System.nanoTime();
    begun = shown;
    plan.warnings().forEach(warning -> out.println("warning: " + warning));
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
    history.add(report);
    status = statusOf(report);
    boolean last = report.epoch() == report.epochs();
    if (quiet) {
      return;
    }
    if (terminal && last) {
      draw(report.epoch(), (long) report.epochs() * plan.stepsPerEpoch());
      out.println();
    } else if (!terminal && (last || System.nanoTime() - shown >= NANOS_BETWEEN_LINES)) {
      out.println("epoch " + report.epoch() + "/" + report.epochs() + String.join("", status));
      shown = System.nanoTime();
    }
  }

  private void draw(int epoch, long stepsDone) {
    long steps = (long) plan.epochs() * plan.stepsPerEpoch();
    int filled = (int) (BAR * stepsDone / steps);
    StringBuilder line = new StringBuilder("[");
    line.append("=".repeat(filled)).append(" ".repeat(BAR - filled)).append("] epoch ");
    line.append(epoch).append('/').append(plan.epochs()).append(timeLeft(stepsDone, steps));
    for (String part : status) {
      if (line.length() + part.length() <= WIDTH) {
        line.append(part);
      }
    }
    // Back to the start of the line, the new line, and what is left of the old one is wiped out.
    out.print("\r" + line + "\033[K");
    out.flush();
  }

  /** From the speed so far; nothing in the first second, which says little. */
  private String timeLeft(long stepsDone, long steps) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (seconds < 1 || stepsDone == 0 || stepsDone == steps) {
      return "";
    }
    double speed = stepsDone / seconds;
    long left = Math.round((steps - stepsDone) / speed);
    String time = left < 60 ? left + " s" : (left + 30) / 60 + " min";
    return String.format(Locale.ROOT, "  %,.0f steps/s  %s left", speed, time);
  }

  private static List<String> statusOf(EpochReport report) {
    List<String> parts = new ArrayList<>();
    parts.add(part("loss", report.loss()));
    report
        .validation()
        .forEach(
            (name, value) ->
                parts.add(part(EpochReport.LOSS.equals(name) ? "validation loss" : name, value)));
    return parts;
  }

  private static String part(String name, double value) {
    return "  " + name + ' ' + MetricTable.text(value);
  }
}
