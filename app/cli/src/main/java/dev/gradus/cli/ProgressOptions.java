package dev.gradus.cli;

import dev.gradus.cli.progress.BarView;
import dev.gradus.cli.progress.Interrupt;
import dev.gradus.cli.progress.JsonView;
import dev.gradus.cli.progress.LinesView;
import dev.gradus.cli.progress.Progress;
import dev.gradus.cli.progress.ProgressMode;
import dev.gradus.cli.progress.ProgressView;
import dev.gradus.cli.progress.SilentView;
import dev.gradus.cli.text.Screen;
import dev.gradus.cli.text.WarningLines;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/**
 * The options that say how progress is shown.
 *
 * <p>{@link Screen} knows whether standard error is a terminal, and its size.
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
   * A listener that shows progress.
   *
   * @param out where it is shown
   * @param interrupt whether training should stop
   * @param warnings are shown by this listener from now on
   */
  Progress open(PrintStream out, Interrupt interrupt, WarningLines warnings) {
    return open(viewOn(out), interrupt, warnings);
  }

  /** The same with another view. */
  Progress open(ProgressView view, Interrupt interrupt, WarningLines warnings) {
    warnings.shownBy(view::warned);
    interrupt.speaksAfter(view::ended);
    return new Progress(view, interrupt);
  }

  private ProgressView viewOn(PrintStream out) {
    Screen screen = Screen.ofStandardError();
    return switch (mode(screen)) {
      case BAR -> new BarView(out, screen.width());
      case JSON -> new JsonView(out);
      case NONE -> new SilentView(out);
      default -> new LinesView(out);
    };
  }

  /** How progress is shown; not {@link ProgressMode#AUTO}. */
  ProgressMode mode(Screen screen) {
    if (quiet) {
      return ProgressMode.NONE;
    }
    if (mode == ProgressMode.AUTO) {
      return screen.terminal() ? ProgressMode.BAR : ProgressMode.LINES;
    }
    return mode;
  }
}
