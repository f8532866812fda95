package dev.gradus.cli.progress;

import dev.gradus.cli.text.WarningLines;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.runtime.problem.Warning;
import java.io.PrintStream;
import java.util.List;

/** Shows no progress, only warnings and the reason why training stopped. */
public final class SilentView implements ProgressView {

  private final PrintStream out;

  public SilentView(PrintStream out) {
    this.out = out;
  }

  @Override
  public void warned(Warning warning) {
    WarningLines.print(out, warning);
  }

  @Override
  public void resumed(List<EpochReport> reports, String sentence) {
    out.println(sentence);
  }

  @Override
  public void stopped(String reason) {
    out.println(reason);
  }
}
