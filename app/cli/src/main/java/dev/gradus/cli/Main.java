package dev.gradus.cli;

import dev.gradus.runtime.problem.Bytes;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.OutputException;
import dev.gradus.runtime.problem.Problem;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command itself: it hands over to its subcommands, and turns what they throw into an exit
 * status.
 */
@Command(
    name = "gradus",
    description = "Trains neural networks that are written in YAML.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

  /** All is done. */
  static final int DONE = 0;

  /** Something else went wrong than the input. */
  static final int FAILED = 1;

  /** The input of the user is wrong. */
  static final int WRONG_INPUT = 2;

  /** In the order in which the help lists them. */
  private static final List<Map.Entry<String, Class<?>>> COMMANDS =
      List.of(
          Map.entry("data", DataCommand.class),
          Map.entry("init", InitCommand.class),
          Map.entry("train", TrainCommand.class),
          Map.entry("compare", CompareCommand.class),
          Map.entry("cross-validate", CrossValidateCommand.class),
          Map.entry("tune", TuneCommand.class),
          Map.entry("evaluate", EvaluateCommand.class),
          Map.entry("predict", PredictCommand.class),
          Map.entry("check", CheckCommand.class),
          Map.entry("explain", ExplainCommand.class),
          Map.entry("list", ListCommand.class),
          Map.entry("describe", DescribeCommand.class),
          Map.entry("schema", SchemaCommand.class),
          Map.entry("plugin", PluginCommand.class));

  @Spec private CommandSpec spec;

  private final Interrupt interrupt;

  private Main(Interrupt interrupt) {
    this.interrupt = interrupt;
  }

  /** Tells a command that learns whether it shall stop. */
  Interrupt interrupt() {
    return interrupt;
  }

  /** Runs the command and ends the process with its status. */
  public static void main(String... arguments) {
    Locale.setDefault(Locale.ROOT);
    ForeignExit watch = ForeignExit.watch();
    int status =
        run(
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            arguments);
    watch.forget();
    System.exit(status);
  }

  /** Runs the command with these as standard output and standard error; returns its status. */
  static int run(OutputStream standardOutput, OutputStream standardError, String... arguments) {
    Terminal out = Terminal.on(standardOutput);
    Terminal err = Terminal.on(standardError);
    System.setOut(out);
    System.setErr(err);
    int status = run(arguments);
    Optional<String> failure = out.failure();
    failure.ifPresent(
        reason -> err.println("gradus: not all could be written to standard output: " + reason));
    err.flush();
    return status == DONE && failure.isPresent() ? FAILED : status;
  }

  /** Runs the command and returns its status. */
  static int run(String... arguments) {
    try (Interrupt interrupt = new Interrupt()) {
      return commandLine(interrupt, arguments.length == 0 ? "" : arguments[0])
          .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
          .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
          .setParameterExceptionHandler(Main::explainUsage)
          .setExecutionExceptionHandler(
              (e, command, parsed) -> interrupt.explains(e) ? FAILED : explain(e, command))
          .setCaseInsensitiveEnumValuesAllowed(true)
          .execute(arguments);
    } catch (OutOfMemoryError e) {
      System.err.println(
          String.format(
              "gradus: out of memory; this process may use %s. Allow more, for example with GRADUS_JAVA_OPTIONS=-Xmx4g, or use less data, smaller layers or a smaller batch-size",
              Bytes.text(Runtime.getRuntime().maxMemory())));
      return FAILED;
    }
  }

  /**
   * The command with the subcommand that is asked for, or with all of them if it asks for another
   * thing: to put one together takes longer than what many of them do.
   */
  private static CommandLine commandLine(Interrupt interrupt, String asked) {
    boolean isCommand = COMMANDS.stream().anyMatch(command -> command.getKey().equals(asked));
    CommandLine commandLine = new CommandLine(new Main(interrupt));
    COMMANDS.stream()
        .filter(command -> !isCommand || command.getKey().equals(asked))
        .filter(command -> !asked.equals("--version"))
        .forEach(command -> commandLine.addSubcommand(command.getKey(), command.getValue()));
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int explainUsage(ParameterException e, String[] arguments) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("gradus: " + Visible.line(String.valueOf(e.getMessage())));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return WRONG_INPUT;
  }

  private static int explain(Exception e, CommandLine command) {
    if (e instanceof GradusException wrong) {
      for (Problem problem : wrong.problems()) {
        System.err.println(
            "gradus: " + Visible.line(Hints.of(ConfigOptions.placed(problem, command)).toString()));
      }
      return e instanceof OutputException ? FAILED : WRONG_INPUT;
    }
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    System.err.println("gradus: something went wrong inside; please report this:");
    System.err.print(trace.toString());
    return FAILED;
  }
}
