package dev.gradus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What there is to do with plugin jars. */
@Command(
    description = "Looks at plugin jars, checks them, trusts them, or begins a new one.",
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
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
