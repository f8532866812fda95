package dev.gradus.cli.text;

import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The only way out for warnings. Each one is a line on standard error, once, however often it
 * occurs, and an entry in the JSON that the command prints.
 */
public final class WarningLines implements Consumer<Warning> {

  private final Warnings warnings = new Warnings(this::show);
  private Consumer<Warning> view;

  public WarningLines(PrintStream out) {
    view = warning -> print(out, warning);
  }

  /** Prints the warnings as lines for people. */
  public static void print(PrintStream out, Warning warning) {
    Terminal.control(out, Style.ofErrors().warning("warning:"));
    out.println(" " + Visible.line(warning.toString()));
  }

  /** Lets the progress view show the warnings from now on, because it controls the terminal. */
  public void shownBy(Consumer<Warning> progress) {
    view = progress;
  }

  @Override
  public void accept(Warning warning) {
    warnings.accept(warning);
  }

  private void show(Warning warning) {
    view.accept(warning);
  }

  /** The JSON that a command prints, with the warnings so far at the end. */
  public Map<String, Object> with(Map<String, Object> object) {
    Map<String, Object> all = new LinkedHashMap<>(object);
    all.put("warnings", warnings.list());
    return all;
  }
}
