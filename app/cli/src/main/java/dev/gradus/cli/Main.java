package dev.gradus.cli;

import dev.gradus.cli.progress.Interrupt;
import dev.gradus.cli.text.Style;
import dev.gradus.cli.text.Terminal;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.plugin.Names;
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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The command {@code gradus}. It passes control to its subcommands, and turns their exceptions into
 * an exit status.
 */
@Command(
    name = "gradus",
    description = "Trains neural networks described in YAML, and shows what they learn.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

  /** Success. */
  static final int DONE = 0;

  /** A failure that is not caused by the input. */
  static final int FAILED = 1;

  /** The input is wrong, or training diverged. */
  static final int WRONG_INPUT = 2;

  /** The reader closed standard output: the status that shells report for an end by SIGPIPE. */
  static final int CLOSED_PIPE = 141;

  private static final String VERSION = "--version";

  private static final Set<String> ASKS_VERSION = Set.of("version", VERSION, "-V");

  /** No option has a type of these packages, whose converters picocli would load at each start. */
  private static final String UNUSED_TYPES = "java[.](sql|time)[.].*";

  @Spec private CommandSpec spec;

  private final Interrupt interrupt;

  private Main(Interrupt interrupt) {
    this.interrupt = interrupt;
  }

  /** The command with those of its subcommands that were added. */
  CommandLine commandLine() {
    return spec.commandLine();
  }

  /** The complete command with every subcommand, for generated documents. */
  static CommandLine complete(Interrupt interrupt) {
    return commandLine(new Main(interrupt), "");
  }

  /** Tells a command that learns whether it should stop. */
  Interrupt interrupt() {
    return interrupt;
  }

  /** Runs the command and ends the process with its status. */
  public static void main(String... arguments) {
    Locale.setDefault(Locale.ROOT);
    ClassArchive.renewIfUnused();
    ForeignExit watch = ForeignExit.watch();
    if (arguments.length > 1) {
      WarmUp.load(arguments);
    }
    int status = run(new FileOutputStream(FileDescriptor.out), StandardError.open(), arguments);
    watch.forget();
    System.exit(status);
  }

  /** Runs the command with the given standard output and standard error, and returns its status. */
  static int run(OutputStream standardOutput, OutputStream standardError, String... arguments) {
    Terminal out = Terminal.on(standardOutput);
    Terminal err = Terminal.on(standardError);
    System.setOut(out);
    System.setErr(err);
    int status = run(arguments);
    // No lambdas up to here: the version needs none, and the first one is slow.
    Optional<String> failure = out.failure();
    if (failure.isPresent() && Terminal.isClosedPipe(failure.get())) {
      err.flush();
      return status == DONE ? CLOSED_PIPE : status;
    }
    if (failure.isPresent()) {
      err.println(
          "gradus: not all of the output could be written to standard output: " + failure.get());
    }
    err.flush();
    return status == DONE && failure.isPresent() ? FAILED : status;
  }

  /** Runs the command and returns its status. */
  static int run(String... given) {
    if (given.length == 1 && ASKS_VERSION.contains(given[0])) {
      // Fast, because other programs often ask for the version first.
      for (String line : VersionText.lines()) {
        System.out.println(line);
      }
      return DONE;
    }
    String[] arguments = canonical(given);
    try (Interrupt interrupt = new Interrupt()) {
      Handlers handlers = new Handlers(interrupt);
      return commandLine(new Main(interrupt), arguments.length == 0 ? "" : arguments[0])
          .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
          .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
          .setParameterExceptionHandler(handlers)
          .setExecutionExceptionHandler(handlers)
          .setExecutionStrategy(handlers)
          .execute(arguments);
    } catch (OutOfMemoryError e) {
      System.err.println(
          String.format(
              "gradus: out of memory; this process may use %s. Allow more, for example with GRADUS_JAVA_OPTIONS=-Xmx4g, or use less data, smaller layers or a smaller batch-size",
              Bytes.text(Runtime.getRuntime().maxMemory())));
      return FAILED;
    }
  }

  /** The arguments, with the name of the command spelled correctly. */
  private static String[] canonical(String... given) {
    String[] arguments = given.clone();
    if (arguments.length > 0) {
      arguments[0] =
          arguments[0].equals("version")
              ? VERSION
              : Names.spelled(arguments[0], Commands.names()).orElse(arguments[0]);
    }
    return arguments;
  }

  /**
   * The command with the requested subcommand, or with all of them for any other request. Creating
   * a subcommand takes longer than many of them run.
   */
  private static CommandLine commandLine(Main main, String asked) {
    Optional<Commands> only = Commands.find(asked).filter(command -> command != Commands.HELP);
    System.setProperty("picocli.converters.excludes", UNUSED_TYPES);
    CommandLine commandLine = new CommandLine(main);
    Arrays.stream(Commands.values())
        .filter(command -> only.isEmpty() || only.get() == command)
        .filter(command -> !asked.equals(VERSION))
        .forEach(command -> commandLine.addSubcommand(command.toString(), command.type()));
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Path.class, new FileArgument());
  }

  /** Shows help or the version on request, otherwise runs the last subcommand. */
  private static int execute(ParseResult parsed) {
    for (CommandLine command : parsed.asCommandLineList()) {
      if (command.isUsageHelpRequested()) {
        HelpText.printOn(System.out, command, Style.ofOutput());
        return DONE;
      }
      if (command.isVersionHelpRequested()) {
        command.printVersionHelp(command.getOut());
        return DONE;
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /**
   * What picocli calls. This is a class, because the class files of picocli are old: the archive of
   * classes leaves out those of its interfaces that a lambda implements.
   */
  private record Handlers(Interrupt interrupt)
      implements CommandLine.IExecutionStrategy,
          CommandLine.IParameterExceptionHandler,
          CommandLine.IExecutionExceptionHandler {

    @Override
    public int execute(ParseResult parsed) {
      return Main.execute(parsed);
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
      return explainUsage(e, arguments);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
      return interrupt.explains(e) ? FAILED : explain(e, command);
    }
  }

  /** Without a subcommand, shows the help; this is not a mistake. */
  @Override
  public void run() {
    HelpText.printOn(System.out, spec.commandLine(), Style.ofOutput());
  }

  private static int explainUsage(ParameterException e, String[] arguments) {
    error(UsageMistake.sentence(e, List.of(arguments)));
    System.err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return WRONG_INPUT;
  }

  /** Prints an error. */
  static void error(String sentence) {
    Terminal.control(System.err, Style.ofErrors().error("gradus:"));
    System.err.println(" " + Visible.line(sentence));
  }

  private static int explain(Exception e, CommandLine command) {
    if (e instanceof GradusException wrong) {
      for (Problem problem : wrong.problems()) {
        error(Hints.of(ConfigOptions.placed(problem, command), command).toString());
      }
      return e instanceof OutputException ? FAILED : WRONG_INPUT;
    }
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    error("this is a bug in Gradus; please report it with these lines:");
    System.err.print(trace.toString());
    return FAILED;
  }
}
