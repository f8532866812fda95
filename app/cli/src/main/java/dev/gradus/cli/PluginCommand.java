package dev.gradus.cli;

import dev.gradus.cli.text.Style;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Creates and manages plugin jars. */
@Command(
    description = "Creates new plugins, and lists, checks and locks plugin jars.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PluginListCommand.class,
      PluginVerifyCommand.class,
      PluginLockCommand.class,
      PluginNewCommand.class
    })
final class PluginCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    HelpText.printOn(System.out, spec.commandLine(), Style.ofOutput());
  }
}
