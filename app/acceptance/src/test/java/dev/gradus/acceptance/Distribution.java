package dev.gradus.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The finished distribution, used as a user does: in processes or, if a test does not depend on
 * processes, within this JVM.
 */
final class Distribution {

  /** The folder of this module. */
  static final Path MODULE =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize();

  /** The folder of the whole project. */
  static final Path PROJECT = MODULE.resolve(Path.of("..", "..")).normalize();

  static final Path EXAMPLES = PROJECT.resolve(Path.of("app", "examples"));

  static final Path HOME = PROJECT.resolve(Path.of("app", "cli", "target", "gradus"));

  static final Path LIB = HOME.resolve("lib");

  private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

  private static final long SECONDS_AT_MOST = 120;

  private Distribution() {}

  /** The result of a process: its exit status and its output. */
  record Result(int status, String out, String err) {}

  /**
   * Runs {@code gradus} in a folder. In a {@link WorkingFolder}, the command runs within this JVM,
   * which takes a tenth of the time; elsewhere, it runs by its start script.
   */
  static Result gradus(Path folder, String... arguments) throws IOException, InterruptedException {
    return WorkingFolder.Factory.isOne(folder)
        ? WithinThisJava.gradus(arguments)
        : process(folder, arguments);
  }

  /** Runs {@code bin/gradus} in a folder. */
  static Result process(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(HOME.resolve(Path.of("bin", "gradus")).toString()));
    command.addAll(List.of(arguments));
    return run(folder, command);
  }

  /** Runs the Java that runs these tests, by default without its second compiler. */
  static Result java(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                FIRST_COMPILER,
                "-XX:+UseSerialGC"));
    command.addAll(List.of(arguments));
    return run(folder, command);
  }

  /**
   * A process with the Java of these tests that has not been started yet. Most such processes are
   * too short for the second compiler, which would need a processor of its own. Copies of the
   * distribution make no class archive, since that goes on after the command has ended.
   */
  static ProcessBuilder process(Path folder, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("GRADUS_JAVA_OPTIONS", FIRST_COMPILER);
    builder.environment().put("GRADUS_ARCHIVE", "off");
    builder.environment().put("GRADUS_VECTORS", "off");
    return builder;
  }

  /** Runs any command. */
  static Result run(Path folder, List<String> command) throws IOException, InterruptedException {
    return run(folder, command, SECONDS_AT_MOST);
  }

  /** Runs a command that may take long. */
  static Result run(Path folder, List<String> command, long seconds)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    try {
      Process process =
          process(folder, command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end");
      }
      return new Result(process.exitValue(), read(out), read(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
