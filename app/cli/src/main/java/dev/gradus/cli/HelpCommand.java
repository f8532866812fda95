package dev.gradus.cli;

import dev.gradus.cli.text.Style;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows the help of a command, or all commands. */
@Command(
    description = "Shows the help of a command, or all commands.",
    mixinStandardHelpOptions = true)
final class HelpCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      completionCandidates = Candidates.OfCommands.class,
      description = "The command, such as train, or plugin new.")
  private List<String> path = List.of();

  @ParentCommand private Main main;

  @Override
  public Integer call() {
    CommandLine shown = main.commandLine();
    for (String name : path) {
      CommandLine below = shown.getSubcommands().get(name);
      if (below == null) {
        throw UsageMistake.unknownCommand(shown, name);
      }
      shown = below;
    }
    HelpText.printOn(System.out, shown, Style.ofOutput());
    return Main.DONE;
  }
}
