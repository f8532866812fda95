package dev.gradus.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Does what people do with the command, one after the other; the build runs it, so that Java writes
 * down which classes that takes.
 */
public final class Rehearsal {

  private Rehearsal() {}

  /**
   * Rehearses.
   *
   * @param folders the examples, and one for what is made
   */
  public static void main(String... folders) throws IOException {
    Locale.setDefault(Locale.ROOT);
    PrintStream err = System.err;
    ClassArchive.renewIfUnused();
    ForeignExit.watch().forget();
    String configuration = Path.of(folders[0], "iris.yaml").toString();
    String data = Path.of(folders[0], "iris.csv").toString();
    Path made = Files.createDirectories(Path.of(folders[1]));
    String output = made.resolve("run").toString();
    String model = made.resolve("run").resolve(TrainCommand.MODEL_FILE).toString();
    String few = "--set=training.epochs=2";
    Path written = made.resolve("iris.yaml");
    Files.deleteIfExists(written);
    for (List<String> command :
        List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("data", data),
            List.of("init", data, "--output", written.toString()),
            List.of("check", configuration),
            List.of("train", configuration, "--overwrite", "--output", output),
            List.of("train", configuration, few, "--no-report", "--overwrite", "--output", output),
            List.of("predict", model, data),
            List.of("evaluate", model, data),
            List.of("describe", model),
            List.of("describe", "adam"),
            List.of("list"),
            List.of("explain", configuration, few),
            List.of("cross-validate", configuration, few, "--folds", "2"),
            List.of("schema"))) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      int status = Main.run(said, said, command.toArray(String[]::new));
      if (status != Main.DONE) {
        System.setErr(err);
        throw new IllegalStateException(command + " fails: " + said);
      }
    }
  }
}
