package dev.gradus.cli;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.study.ComparisonPlan;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/** Says which of several runs is on: in a terminal in one line that stays in place. */
final class ComparisonProgress implements ComparisonPlan.ComparisonListener {

  private static final long NANOS_BETWEEN_REDRAWS = 100_000_000;

  private final PrintStream out;
  private final boolean quiet;
  private final BooleanSupplier stopWanted;
  private final int runs;
  private final boolean terminal = Boolean.getBoolean("gradus.terminal");
  private int run;

  /** Whether a step was made; before, there is nothing that a stop could keep. */
  private boolean learning;

  private long shown;

  /**
   * Makes one.
   *
   * @param runs how many there are to be
   */
  ComparisonProgress(PrintStream out, boolean quiet, BooleanSupplier stopWanted, int runs) {
    this.out = out;
    this.quiet = quiet;
    this.stopWanted = stopWanted;
    this.runs = runs;
  }

  @Override
  public boolean wantsToStop() {
    return learning && stopWanted.getAsBoolean();
  }

  @Override
  public TrainingListener watch(String variant, long seed) {
    run++;
    String name = "[%s/%s] %s, seed %s".formatted(run, runs, variant, seed);
    if (!quiet && !terminal) {
      out.println(name);
    }
    return new TrainingListener() {
      @Override
      public boolean wantsToStop() {
        learning = true;
        return stopWanted.getAsBoolean();
      }

      @Override
      public void epochDone(EpochReport report) {
        draw(name, report);
      }
    };
  }

  private void draw(String name, EpochReport report) {
    long now = System.nanoTime();
    boolean last = report.epoch() == report.epochs();
    if (!quiet && terminal && (last || now - shown >= NANOS_BETWEEN_REDRAWS)) {
      Terminal.control(out, "\r");
      out.print(Visible.line(name) + "  epoch " + report.epoch() + "/" + report.epochs());
      Terminal.control(out, "\033[K");
      out.flush();
      shown = now;
    }
  }

  /** All runs are over. */
  void finish() {
    if (!quiet && terminal) {
      Terminal.control(out, "\r\033[K");
      out.flush();
    }
  }
}
