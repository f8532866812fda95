package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code gradus}, in a process of its own. */
final class Command {

  private Command() {}

  /**
   * The bytes of the model file that {@code gradus train} writes.
   *
   * @param settings as with {@code --set}
   */
  static byte[] train(Path yaml, Path output, String... settings)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", yaml.toString(), "--no-report", "--output", output.toString()));
    for (String setting : settings) {
      arguments.add("--set");
      arguments.add(setting);
    }
    run(arguments.toArray(String[]::new));
    return Files.readAllBytes(output.resolve("model.safetensors"));
  }

  /** Runs the command. */
  static void run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.gradus.cli.Main"));
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile("gradus", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int status = process.waitFor();
    String said = Files.readString(log);
    Files.delete(log);
    assertEquals(0, status, said);
  }
}
