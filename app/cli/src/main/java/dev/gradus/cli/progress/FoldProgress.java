package dev.gradus.cli.progress;

import dev.gradus.cli.text.History;
import dev.gradus.cli.text.MetricTable;
import dev.gradus.cli.text.PlanText;
import dev.gradus.cli.text.Status;
import dev.gradus.cli.text.Terminal;
import dev.gradus.cli.text.Visible;
import dev.gradus.cli.text.WarningLines;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.runtime.problem.Warning;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a cross-validation: the finished folds, the mean of their scores so far,
 * and the time left. In a terminal this is one line that stays in place.
 */
public final class FoldProgress implements ProgressView {

  private static final long NANOS_BETWEEN_REDRAWS = 100_000_000;
  private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

  // Fields with a low rank are the last to be left out.
  private static final int FOLD = 0;
  private static final int STATE = 1;
  private static final int MEAN = 2;
  private static final int EPOCH = 3;
  private static final int LOSS = 4;

  private final PrintStream out;
  private final ProgressMode mode;
  private final int width;
  private final int folds;
  private final LongSupplier clock;
  private long begun;

  private final Map<String, Double> sums = new LinkedHashMap<>();
  private Throughput pace = Throughput.NONE;
  private List<String> losses = List.of();
  private int fold;
  private int done;
  private long shown;
  private boolean open;

  /**
   * Makes a view.
   *
   * @param mode not {@link ProgressMode#AUTO}
   * @param width of a line that stays in place
   * @param clock in nanoseconds, as {@link System#nanoTime}
   */
  public FoldProgress(
      PrintStream out, ProgressMode mode, int width, int folds, LongSupplier clock) {
    this.out = out;
    this.mode = mode;
    this.width = width;
    this.folds = folds;
    this.clock = clock;
    this.begun = clock.getAsLong();
    this.shown = begun;
  }

  @Override
  public void started(TrainingPlan plan) {
    fold++;
    begun = fold == 1 ? clock.getAsLong() : begun;
    pace = new Throughput(plan, clock);
    losses = List.of();
    if (mode == ProgressMode.JSON) {
      Map<String, Object> event = event("started");
      event.putAll(PlanText.asMap(plan));
      print(event);
    } else if (fold == 1 && mode != ProgressMode.NONE) {
      out.println("%s folds, each of about %s".formatted(folds, PlanText.describe(plan)));
    }
  }

  @Override
  public void stepDone(int epoch, int step, double loss) {
    pace.at(epoch, step);
    if (mode == ProgressMode.BAR && clock.getAsLong() - shown >= NANOS_BETWEEN_REDRAWS) {
      draw(left());
    }
  }

  @Override
  public void epochDone(EpochReport report) {
    losses = Status.losses(report);
    if (mode == ProgressMode.JSON) {
      Map<String, Object> event = event("epoch");
      event.putAll(History.asMap(report));
      print(event);
    } else if (mode == ProgressMode.LINES && clock.getAsLong() - shown >= NANOS_BETWEEN_LINES) {
      line("fold %s/%s  %s  %s".formatted(fold, folds, pace.epoch(), Status.inWords(report)));
    }
  }

  @Override
  public void stopped(String reason) {
    if (mode == ProgressMode.JSON) {
      Map<String, Object> event = event("stopped");
      event.put("reason", reason);
      print(event);
    }
  }

  /** Adds the scores of a finished fold. */
  public void foldDone(int number, Map<String, Double> scores) {
    done = number;
    scores.forEach((name, score) -> sums.merge(name, score, Double::sum));
    switch (mode) {
      case BAR -> draw(left());
      case LINES -> {
        List<String> parts = new ArrayList<>();
        Status.withoutValues(scores)
            .forEach((name, score) -> parts.add(name + " " + MetricTable.text(score)));
        line("fold %s/%s  %s".formatted(number, folds, String.join("  ", parts)));
      }
      case JSON -> {
        Map<String, Object> event = event("fold");
        event.put("scores", scores);
        print(event);
      }
      default -> {}
    }
  }

  private void line(String line) {
    String left = left();
    out.println(left.isEmpty() ? line : line + "  " + left);
    shown = clock.getAsLong();
  }

  private String left() {
    double share = (done + (fold > done ? pace.share() : 0)) / folds;
    return TimeLeft.of(clock.getAsLong() - begun, share, 1 - share);
  }

  private Map<String, Object> event(String name) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", name);
    event.put("fold", fold);
    return event;
  }

  private void print(Map<String, Object> event) {
    out.println(Visible.json(event));
    out.flush();
  }

  private void draw(String state) {
    double share = (done + (fold > done ? pace.share() : 0)) / folds;
    StatusLine line = new StatusLine("", share).add("fold %s/%s".formatted(fold, folds), FOLD);
    if (fold > done) {
      line.add(pace.epoch(), EPOCH);
      losses.forEach(loss -> line.add(loss, LOSS));
    }
    Status.withoutValues(sums)
        .forEach(
            (name, sum) -> line.add("mean " + name + " " + MetricTable.text(sum / done), MEAN));
    Terminal.control(out, "\r");
    out.print(line.add(state, STATE).of(width));
    Terminal.control(out, "\033[K");
    out.flush();
    open = true;
    shown = clock.getAsLong();
  }

  @Override
  public void warned(Warning warning) {
    if (mode == ProgressMode.JSON) {
      Map<String, Object> event = event("warning");
      event.put("message", warning.message());
      event.put("count", warning.count());
      print(event);
      return;
    }
    if (open) {
      Terminal.control(out, "\r\033[K");
      open = false;
    }
    WarningLines.print(out, warning);
  }

  @Override
  public void ended() {
    if (open) {
      draw(
          (done < folds ? "stopped after " : "in ")
              + TimeLeft.text((clock.getAsLong() - begun) / 1e9));
      out.println();
      open = false;
    }
  }
}
