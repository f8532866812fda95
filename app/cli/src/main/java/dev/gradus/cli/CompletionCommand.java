package dev.gradus.cli;

import dev.gradus.cli.text.Terminal;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints a script for shell completion. */
@Command(
    description =
        "Prints a script that lets a shell complete commands, options and names of plugins with Tab.",
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

  /** The supported shells. */
  static final class Shells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("bash", "zsh").iterator();
    }
  }

  @Parameters(
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "bash or zsh.")
  private String shell = "";

  @ParentCommand private Main main;

  @Override
  public Integer call() {
    CompletionScript script = new CompletionScript(Main.complete(main.interrupt()));
    String text =
        switch (shell) {
          case "bash" -> script.bash();
          case "zsh" -> script.zsh();
          default ->
              throw new GradusException(
                  Problem.of(
                      "there is no completion for '%s'; the shells are bash and zsh"
                          .formatted(shell)));
        };
    Terminal.data(System.out, text);
    return Main.DONE;
  }
}
