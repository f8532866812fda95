package dev.gradus.cli;

import java.io.PrintStream;
import picocli.CommandLine.Option;

/**
 * The options that say how progress is shown.
 *
 * <p>Whether standard error is a terminal is told by the start script, in the system property
 * {@code gradus.terminal}.
 */
final class ProgressOptions {

  @Option(
      names = "--progress",
      paramLabel = "MODE",
      defaultValue = "auto",
      completionCandidates = Candidates.OfProgress.class,
      description =
          "How progress is shown on standard error: bar (a line that stays in place), lines (one now and then), json (one object per line), none, or auto (bar in a terminal, lines elsewhere).")
  private ProgressMode mode = ProgressMode.AUTO;

  @Option(
      names = {"-q", "--quiet"},
      description = "Shows no progress; the same as --progress none.")
  private boolean quiet;

  /**
   * A listener that shows it.
   *
   * @param out where
   * @param interrupt whether training shall stop
   * @param warnings are shown by it from now on
   */
  Progress open(PrintStream out, Interrupt interrupt, WarningLines warnings) {
    ProgressView view = viewOn(out);
    warnings.shownBy(view::warned);
    return new Progress(view, interrupt);
  }

  private ProgressView viewOn(PrintStream out) {
    return switch (quiet ? ProgressMode.NONE : mode) {
      case BAR -> new BarView(out);
      case LINES -> new LinesView(out);
      case JSON -> new JsonView(out);
      case NONE -> new SilentView(out);
      case AUTO -> Boolean.getBoolean("gradus.terminal") ? new BarView(out) : new LinesView(out);
    };
  }
}
