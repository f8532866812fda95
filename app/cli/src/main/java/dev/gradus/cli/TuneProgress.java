package dev.gradus.cli;

import dev.gradus.engine.config.Search;
import dev.gradus.engine.tuning.Trial;
import dev.gradus.engine.tuning.TuningListener;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Shows how a search goes on: a line for each trial. */
final class TuneProgress implements TuningListener {

  private final PrintStream out;
  private final boolean quiet;
  private final BooleanSupplier stopWanted;
  private List<Search.Round> rounds = List.of();

  /**
   * Makes a listener.
   *
   * @param out where it is shown
   * @param quiet whether nothing is to be shown
   * @param stopWanted whether the search shall stop
   */
  TuneProgress(PrintStream out, boolean quiet, BooleanSupplier stopWanted) {
    this.out = out;
    this.quiet = quiet;
    this.stopWanted = stopWanted;
  }

  @Override
  public boolean wantsToStop() {
    return stopWanted.getAsBoolean();
  }

  @Override
  public void started(List<Search.Round> planned) {
    rounds = planned;
    if (!quiet) {
      out.println(
          planned.stream()
              .map(round -> round.trials() + " trials of " + round.epochs() + " epochs")
              .collect(Collectors.joining(", then the best ")));
    }
  }

  @Override
  public void trialDone(int round, int done, Trial trial) {
    if (quiet) {
      return;
    }
    String position = done + "/" + rounds.get(round - 1).trials();
    if (rounds.size() > 1) {
      position = "round " + round + "/" + rounds.size() + ", " + position;
    }
    String values =
        trial.values().entrySet().stream()
            .map(value -> value.getKey() + ": " + value.getValue().text())
            .collect(Collectors.joining(", "));
    out.println(position + "  " + result(trial) + "  " + values);
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
}
