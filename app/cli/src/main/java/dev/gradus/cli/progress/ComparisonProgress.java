package dev.gradus.cli.progress;

import dev.gradus.cli.text.History;
import dev.gradus.cli.text.Screen;
import dev.gradus.cli.text.Status;
import dev.gradus.cli.text.Terminal;
import dev.gradus.cli.text.Visible;
import dev.gradus.cli.text.WarningLines;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.study.ComparisonListener;
import dev.gradus.runtime.problem.Warning;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a comparison. In a terminal there is a line for each variant, with its
 * losses, and a line below them with the time left for all. Elsewhere it prints lines now and then,
 * or JSON.
 */
public final class ComparisonProgress implements ComparisonListener {

  private static final long NANOS_BETWEEN_REDRAWS = 100_000_000;
  private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;
  private static final int LONGEST_NAME = 24;

  // Fields with a low rank are the last to be left out.
  private static final int EPOCH = 0;
  private static final int STATE = 1;
  private static final int VALIDATION = 2;
  private static final int LOSS = 3;
  private static final int SEED = 4;

  private final PrintStream out;
  private final ProgressMode mode;
  private final Screen screen;
  private final BooleanSupplier stopWanted;
  private final int runs;
  private final int seeds;
  private final LongSupplier clock;
  private final long begun;

  private final Map<String, Row> rows = new LinkedHashMap<>();
  private Optional<Row> current = Optional.empty();
  private int run;
  private long firstRun;
  private long shown;

  /** The number of lines of the block above the cursor. */
  private int drawn;

  private boolean finished;

  /** Whether a step was made. Before the first one, a stop has nothing to save. */
  private boolean learning;

  /** The progress and the results of a variant. */
  private static final class Row {

    private final String name;
    private int seeds;
    private Throughput pace = Throughput.NONE;
    private Optional<EpochReport> last = Optional.empty();
    private boolean over;
    private boolean stopped;

    Row(String name) {
      this.name = name;
    }

    double share() {
      return over ? 1 : pace.share();
    }

    List<String> losses() {
      return last.map(Status::losses).orElse(List.of());
    }
  }

  /**
   * Makes a listener.
   *
   * @param mode not {@link ProgressMode#AUTO}
   * @param variants the number of variants
   * @param seeds the number of seeds of each variant
   * @param clock in nanoseconds, as {@link System#nanoTime}
   */
  public ComparisonProgress(
      PrintStream out,
      ProgressMode mode,
      Screen screen,
      BooleanSupplier stopWanted,
      int variants,
      int seeds,
      LongSupplier clock) {
    this.out = out;
    this.mode = mode;
    this.screen = screen;
    this.stopWanted = stopWanted;
    this.runs = variants * seeds;
    this.seeds = seeds;
    this.clock = clock;
    this.begun = clock.getAsLong();
    this.firstRun = begun;
    this.shown = begun;
  }

  @Override
  public boolean wantsToStop() {
    return learning && stopWanted.getAsBoolean();
  }

  @Override
  public TrainingListener watch(String variant, long seed) {
    endRun();
    run++;
    Row row = rows.computeIfAbsent(variant, Row::new);
    row.seeds++;
    row.over = false;
    row.stopped = false;
    row.pace = Throughput.NONE;
    current = Optional.of(row);
    String name = "[%s/%s] %s, seed %s".formatted(run, runs, variant, seed);
    if (mode == ProgressMode.LINES) {
      out.println(name);
    } else if (mode == ProgressMode.JSON) {
      Map<String, Object> event = event("run", variant, seed);
      event.put("run", run);
      event.put("runs", runs);
      print(event);
    }
    return new TrainingListener() {
      @Override
      public boolean wantsToStop() {
        learning = true;
        return stopWanted.getAsBoolean();
      }

      @Override
      public void started(TrainingPlan plan) {
        row.pace = new Throughput(plan, clock);
        if (run == 1) {
          // The time for reading and verification does not count, because it says nothing about
          // training.
          firstRun = clock.getAsLong();
        }
      }

      @Override
      public void stepDone(int epoch, int step, double loss) {
        row.pace.at(epoch, step);
        drawNowAndThen();
      }

      @Override
      public void epochDone(EpochReport report) {
        row.last = Optional.of(report);
        if (mode == ProgressMode.JSON) {
          Map<String, Object> event = event("epoch", variant, seed);
          event.putAll(History.asMap(report));
          print(event);
        } else if (mode == ProgressMode.LINES
            && (report.epoch() == report.epochs()
                || clock.getAsLong() - shown >= NANOS_BETWEEN_LINES)) {
          line(name + "  " + row.pace.epoch() + "  " + Status.inWords(report));
        }
        drawNowAndThen();
      }

      @Override
      public void stopped(String reason) {
        row.stopped = true;
        if (mode == ProgressMode.LINES) {
          line(name + "  " + reason);
        } else if (mode == ProgressMode.JSON) {
          Map<String, Object> event = event("stopped", variant, seed);
          event.put("reason", reason);
          print(event);
        }
      }
    };
  }

  private void line(String line) {
    String left = left();
    out.println(left.isEmpty() ? line : line + "  " + left + " for all");
    shown = clock.getAsLong();
  }

  private static Map<String, Object> event(String name, String variant, long seed) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", name);
    event.put("variant", variant);
    event.put("seed", seed);
    return event;
  }

  private void print(Map<String, Object> event) {
    out.println(Visible.json(event));
    out.flush();
  }

  private void endRun() {
    current.ifPresent(row -> row.over = true);
    current = Optional.empty();
  }

  /** Shows a warning above the lines that stay in place. */
  public void warned(Warning warning) {
    if (mode == ProgressMode.JSON) {
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("event", "warning");
      event.put("message", warning.message());
      event.put("count", warning.count());
      print(event);
      return;
    }
    boolean redraw = drawn > 0;
    wipe();
    WarningLines.print(out, warning);
    if (redraw) {
      draw(false);
    }
  }

  private void drawNowAndThen() {
    if (mode == ProgressMode.BAR && clock.getAsLong() - shown >= NANOS_BETWEEN_REDRAWS) {
      draw(false);
      shown = clock.getAsLong();
    }
  }

  private String left() {
    double done = (run - 1 + current.map(Row::share).orElse(1.0)) / runs;
    return TimeLeft.of(clock.getAsLong() - firstRun, done, 1 - done);
  }

  /** The lines of the block: all variants if they fit, otherwise the one that is being trained. */
  public List<String> lines(boolean ended) {
    List<Row> shownRows = new ArrayList<>(rows.values());
    if (shownRows.size() + 2 > screen.rows()) {
      shownRows =
          current.map(List::of).orElse(shownRows.subList(0, Math.max(1, screen.rows() - 2)));
    }
    int longest =
        Math.min(
            LONGEST_NAME,
            shownRows.stream().mapToInt(row -> Visible.line(row.name).length()).max().orElse(0));
    List<String> lines = new ArrayList<>();
    for (Row row : shownRows) {
      lines.add(line(row, longest, ended));
    }
    String taken = TimeLeft.text((clock.getAsLong() - begun) / 1e9);
    String left = left();
    lines.add(
        ended
            ? (current.isPresent() ? "stopped in run %s of %s after %s" : "%s of %s runs in %s")
                .formatted(run, runs, taken)
            : "run %s of %s%s".formatted(run, runs, left.isEmpty() ? "" : ", " + left));
    return lines.stream()
        .map(line -> line.substring(0, Math.min(screen.width(), line.length())))
        .toList();
  }

  private String line(Row row, int longest, boolean ended) {
    StatusLine line = new StatusLine(padded(Visible.line(row.name), longest), row.share());
    line.add(row.pace.epoch(), EPOCH);
    if (seeds > 1) {
      line.add("run %s/%s".formatted(row.seeds, seeds), SEED);
    }
    for (String loss : row.losses()) {
      line.add(loss, loss.startsWith("val") ? VALIDATION : LOSS);
    }
    boolean cut = ended && current.filter(row::equals).isPresent();
    line.add(row.stopped || cut ? "stopped" : row.over ? "done" : "", STATE);
    return line.of(screen.width());
  }

  private static String padded(String name, int width) {
    return name.length() > width
        ? name.substring(0, width - 1) + "…"
        : name + " ".repeat(width - name.length());
  }

  private void draw(boolean ended) {
    wipe();
    List<String> lines = lines(ended);
    lines.forEach(out::println);
    out.flush();
    drawn = lines.size();
  }

  /** Moves the cursor to the beginning of the block and clears everything below. */
  private void wipe() {
    if (drawn > 0) {
      Terminal.control(out, "\r\033[" + drawn + "A\033[J");
      drawn = 0;
    }
  }

  /** Ends the block, and shows how each run ended. */
  public void finish() {
    if (finished) {
      return;
    }
    finished = true;
    // A run that was interrupted is not finished.
    if (!learning || !stopWanted.getAsBoolean()) {
      endRun();
    }
    if (mode == ProgressMode.BAR && run > 0) {
      draw(true);
      drawn = 0;
    }
  }
}
