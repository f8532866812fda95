package dev.gradus.cli;

import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The one way out of warnings: each is a line on standard error, once, however often it is given,
 * and an entry of the JSON that the command prints.
 */
final class WarningLines implements Consumer<Warning> {

  private final Warnings warnings = new Warnings(this::show);
  private Consumer<Warning> view;

  WarningLines(PrintStream out) {
    view = warning -> print(out, warning);
  }

  /** Prints the line for people. */
  static void print(PrintStream out, Warning warning) {
    Terminal.control(out, Style.ofErrors().warning("warning:"));
    out.println(" " + Visible.line(warning.toString()));
  }

  /** Has them shown by the view of the progress from now on, which has the terminal. */
  void shownBy(Consumer<Warning> progress) {
    view = progress;
  }

  @Override
  public void accept(Warning warning) {
    warnings.accept(warning);
  }

  private void show(Warning warning) {
    view.accept(warning);
  }

  /** What a command prints as JSON, and behind it the warnings until now. */
  Map<String, Object> with(Map<String, Object> object) {
    Map<String, Object> all = new LinkedHashMap<>(object);
    all.put("warnings", warnings.list());
    return all;
  }
}
