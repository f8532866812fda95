package dev.gradus.cli.progress;

import dev.gradus.cli.text.MetricTable;
import dev.gradus.cli.text.PlanText;
import dev.gradus.cli.text.Terminal;
import dev.gradus.cli.text.Visible;
import dev.gradus.cli.text.WarningLines;
import dev.gradus.engine.config.Search;
import dev.gradus.engine.tuning.Trial;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.runtime.problem.Warning;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Shows the progress of a search: a line for each trial, the best score so far, and the time left.
 * In a terminal, the last two stay in place below the trials.
 */
public final class TuneProgress implements TuningListener {

  private final PrintStream out;
  private final ProgressMode mode;
  private final int width;
  private final BooleanSupplier stopWanted;
  private final boolean higherIsBetter;
  private final LongSupplier clock;
  private long begun;

  private List<Search.Round> rounds = List.of();
  private double best = Double.NaN;
  private double done;
  private String position = "";
  private boolean open;

  /**
   * Makes a listener.
   *
   * @param mode not {@link ProgressMode#AUTO}
   * @param width of a line that stays in place
   * @param stopWanted whether the search should stop
   * @param higherIsBetter whether the higher of two scores is better
   * @param clock in nanoseconds, as {@link System#nanoTime}
   */
  public TuneProgress(
      PrintStream out,
      ProgressMode mode,
      int width,
      BooleanSupplier stopWanted,
      boolean higherIsBetter,
      LongSupplier clock) {
    this.out = out;
    this.mode = mode;
    this.width = width;
    this.stopWanted = stopWanted;
    this.higherIsBetter = higherIsBetter;
    this.clock = clock;
    this.begun = clock.getAsLong();
  }

  @Override
  public boolean wantsToStop() {
    return stopWanted.getAsBoolean();
  }

  @Override
  public void started(List<Search.Round> planned) {
    rounds = planned;
    begun = clock.getAsLong();
    if (mode == ProgressMode.JSON) {
      Map<String, Object> event = event("started");
      event.put("rounds", planned);
      print(event);
    } else if (mode != ProgressMode.NONE) {
      out.println(
          planned.stream()
              .map(
                  round ->
                      PlanText.counted(round.trials(), "trial")
                          + " of "
                          + PlanText.counted(round.epochs(), "epoch"))
              .collect(Collectors.joining(", then the best ")));
    }
  }

  @Override
  public void trialDone(int round, int trials, Trial trial) {
    double score = trial.mean();
    if (Double.isNaN(best) || (higherIsBetter ? score > best : score < best)) {
      best = score;
    }
    Search.Round now = rounds.get(round - 1);
    done = effort(rounds.subList(0, round - 1)) + (double) trials * now.epochs();
    position = trials + "/" + now.trials();
    if (rounds.size() > 1) {
      position = "round " + round + "/" + rounds.size() + ", " + position;
    }
    switch (mode) {
      case BAR -> {
        wipe();
        out.println(line(trial));
        draw(left());
      }
      case LINES -> {
        String left = left();
        out.println(
            line(trial) + "  best " + MetricTable.text(best) + (left.isEmpty() ? "" : "  " + left));
      }
      case JSON -> print(trial, round);
      default -> {}
    }
  }

  private static double effort(List<Search.Round> of) {
    return of.stream().mapToDouble(round -> (double) round.trials() * round.epochs()).sum();
  }

  private String left() {
    return TimeLeft.of(clock.getAsLong() - begun, done, effort(rounds) - done);
  }

  private String line(Trial trial) {
    String values =
        trial.values().entrySet().stream()
            .map(value -> value.getKey() + ": " + value.getValue().text())
            .collect(Collectors.joining(", "));
    return position + "  " + result(trial) + "  " + values;
  }

  private static String result(Trial trial) {
    return trial
        .refusal()
        .map(reason -> "refused: " + reason)
        .orElseGet(
            () ->
                String.format(
                    Locale.ROOT,
                    "%s in %.1f s",
                    MetricTable.text(trial.mean()),
                    trial.duration().toNanos() / 1e9));
  }

  private void print(Trial trial, int round) {
    Map<String, Object> event = event("trial");
    event.put("round", round);
    event.put("trial", trial.number());
    Map<String, Object> values = new LinkedHashMap<>();
    trial.values().forEach((path, value) -> values.put(path, value.text()));
    event.put("values", values);
    event.put("score", trial.mean());
    trial.refusal().ifPresent(reason -> event.put("refusal", reason));
    event.put("best", best);
    event.put("done", done / effort(rounds));
    print(event);
  }

  private static Map<String, Object> event(String name) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", name);
    return event;
  }

  private void print(Map<String, Object> event) {
    out.println(Visible.json(event));
    out.flush();
  }

  private void draw(String state) {
    String line =
        new StatusLine("", done / effort(rounds))
            .add("trial " + position, 0)
            .add(Double.isNaN(best) ? "" : "best " + MetricTable.text(best), 2)
            .add(state, 1)
            .of(width);
    out.print(line);
    out.flush();
    open = true;
  }

  private void wipe() {
    if (open) {
      Terminal.control(out, "\r\033[K");
      open = false;
    }
  }

  /** Shows a warning above the lines that stay in place. */
  public void warned(Warning warning) {
    if (mode == ProgressMode.JSON) {
      Map<String, Object> event = event("warning");
      event.put("message", warning.message());
      event.put("count", warning.count());
      print(event);
      return;
    }
    boolean redraw = open;
    wipe();
    WarningLines.print(out, warning);
    if (redraw) {
      draw(left());
    }
  }

  /** Ends the progress: whatever is printed next begins on a new line. */
  public void finish() {
    if (open) {
      wipe();
      draw("in " + TimeLeft.text((clock.getAsLong() - begun) / 1e9));
      out.println();
      open = false;
    }
  }
}
