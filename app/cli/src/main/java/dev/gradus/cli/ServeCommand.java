package dev.gradus.cli;

import dev.gradus.cli.text.Visible;
import dev.gradus.engine.Gradus;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.serve.Limits;
import dev.gradus.serve.ModelServer;
import dev.gradus.serve.Serving;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Serves models over HTTP. */
@Command(
    description =
        "Serves models over HTTP until it is stopped: the Open Inference Protocol and the requests of MLflow for programs, CSV, and a page with a form for people. A model file that changes is read again.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  private static final int MOMENT_IN_MILLIS = 100;
  private static final int MEBIBYTE = 1 << 20;
  private static final int MOST_MEBIBYTES = 1024;
  private static final int LAST_PORT = 65_535;

  @Parameters(
      paramLabel = "[NAME=]MODEL...",
      arity = "1..*",
      description =
          "A model file, or the folder of the run that wrote it. NAME is its name in addresses; without it, the name of the file or the folder.")
  private List<String> given = List.of();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The port; 0 for any that is free.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "The address to listen at, such as 0.0.0.0 for all of this machine (default: the loopback address, which only programs on this machine can reach). There is no encryption and no password.")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--max-body",
      paramLabel = "MIB",
      defaultValue = "4",
      description = "The largest body of a request in MiB.")
  private int maxBody;

  @Option(
      names = "--max-rows",
      paramLabel = "N",
      defaultValue = "10000",
      description = "The most rows of a request.")
  private int maxRows;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "The time for a request to arrive, and for its answer to be read.")
  private int timeout;

  @Mixin private ThresholdOption threshold;

  @Mixin private PluginOptions plugins;

  @ParentCommand private Main main;

  @Override
  public Integer call() {
    check("--port", port, 0, LAST_PORT);
    check("--max-body", maxBody, 1, MOST_MEBIBYTES);
    check("--max-rows", maxRows, 1, Integer.MAX_VALUE);
    check("--timeout", timeout, 1, Integer.MAX_VALUE);
    Map<String, Path> files = files();
    try (Gradus gradus = plugins.openToServe()) {
      Serving serving =
          Serving.create()
              .thresholds(threshold.thresholds())
              .limits(
                  Limits.DEFAULT
                      .withBodyBytes(maxBody * MEBIBYTE)
                      .withRows(maxRows)
                      .withTime(Duration.ofSeconds(timeout)))
              .log(ServeCommand::say);
      files.forEach((name, file) -> serving.file(name, gradus, ModelArgument.file(file)));
      try (ModelServer server = serving.start(address())) {
        announce(server, files);
        waitForTheEnd();
      }
    }
    return Main.DONE;
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new GradusException(
          Problem.of(
              "%s is %s, but must be %s"
                  .formatted(
                      option,
                      value,
                      most == Integer.MAX_VALUE
                          ? "at least " + least
                          : "from %s to %s".formatted(least, most))));
    }
  }

  private InetSocketAddress address() {
    return host.map(name -> new InetSocketAddress(name, port))
        .orElseGet(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String argument : given) {
      int equals = argument.indexOf('=');
      // A path may have an equals sign, too.
      boolean named = equals > 0 && !exists(argument);
      Path file = file(named ? argument.substring(equals + 1) : argument);
      String name = named ? argument.substring(0, equals) : nameOf(file);
      Path other = files.putIfAbsent(name, file);
      if (other != null) {
        throw new GradusException(
            Problem.of(
                "%s and %s would both be served as '%s'; name one of them, as in other=%s"
                    .formatted(other, file, name, file)));
      }
    }
    return files;
  }

  private static Path file(String name) {
    try {
      return new FileArgument().convert(name);
    } catch (IllegalArgumentException e) {
      throw new GradusException(Problem.of(FileArgument.refusal(name)), e);
    }
  }

  private static boolean exists(String argument) {
    try {
      return Files.exists(Path.of(argument));
    } catch (InvalidPathException e) {
      // On Windows a name such as iris=C:/iris is not a path.
      return false;
    }
  }

  /** The name of the file without its ending, or that of its folder if all runs name it alike. */
  private static String nameOf(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    boolean isOfRun = whole.endsWith(TrainCommand.MODEL_FILE);
    Path named = isOfRun && whole.getNameCount() > 1 ? whole.resolveSibling("") : whole;
    String name = String.valueOf(named.getFileName());
    return Files.isDirectory(named) ? name : name.replaceFirst("[.]safetensors$", "");
  }

  private static void announce(ModelServer server, Map<String, Path> files) {
    for (String name : files.keySet()) {
      System.out.println("serving %s at %s".formatted(Visible.line(name), server.page(name)));
    }
    System.out.println("for programs: %sopenapi.json".formatted(server.address()));
    System.out.flush();
  }

  private static void say(String sentence) {
    System.err.println("gradus: " + Visible.line(sentence));
    System.err.flush();
  }

  /** Until Ctrl-C, or a request to terminate; then requests that have begun are answered. */
  private void waitForTheEnd() {
    try {
      while (!main.interrupt().isWanted()) {
        Thread.sleep(MOMENT_IN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
