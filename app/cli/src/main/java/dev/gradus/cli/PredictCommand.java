package dev.gradus.cli;

import dev.gradus.cli.text.PredictedColumns;
import dev.gradus.cli.text.PredictedCsv;
import dev.gradus.cli.text.PredictedJson;
import dev.gradus.cli.text.Terminal;
import dev.gradus.cli.text.UnseenColumn;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Predictor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts the rows of a file. */
@Command(
    description =
        "Predicts the target for every row of a file, and prints a CSV with the predictions.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "MODEL",
      description = "The model file, or the folder of the run that wrote it.")
  private Path modelFile;

  @Parameters(
      paramLabel = "DATA",
      description =
          "A file with the input columns of the training data: CSV, IDX, LIBSVM, or the format of a plugin; - for standard input. The target may be missing.")
  private Path data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Writes the CSV to a file instead of standard output; - is standard output.")
  private Path output;

  @Option(names = "--keep", description = "Puts the columns of DATA in front of the predictions.")
  private boolean keep;

  @Option(
      names = "--mark-unseen",
      description =
          "Adds a column that names, for each row, the cells unlike those in training: a number or date outside of the range seen there, or an unknown category. The predictions of such rows are guesses.")
  private boolean markUnseen;

  @Option(
      names = "--json",
      description =
          "Prints one JSON object to standard output. It has columns, the list of the names, and rows, a list of objects with these names as keys. Numbers are numbers, labels are true or false, classes are strings, and sets of classes are lists of strings.")
  private boolean json;

  @Mixin private ThresholdOption threshold;

  @Mixin private FormatOptions format;

  @Mixin private EarlierResults earlier;

  @Mixin private DataPluginOptions plugins;

  @Override
  public Integer call() {
    try (Gradus gradus = plugins.open()) {
      // Reject options that make no sense for the model before the data are read.
      Model model = ModelArgument.load(gradus, modelFile, data, "predict");
      Predictor predictor = model.predictor(threshold.thresholds());
      if (markUnseen) {
        UnseenColumn.unknownRanges(model).ifPresent(plugins.warnings()::accept);
      }
      DataArgument.readParts(
          gradus,
          data,
          model,
          format.overrides(),
          rows ->
              write(
                  receiver ->
                      predictor.predictions(
                          rows,
                          (table, predictions) ->
                              receiver.accept(
                                  PredictedColumns.of(
                                      model, predictor, table, predictions, keep, markUnseen)))));
    } catch (NobodyReadsException e) {
      // The caller reports why not everything could be printed.
      return Main.DONE;
    }
    return Main.DONE;
  }

  /** Whether the predictions go to a file, and not to standard output. */
  private boolean writesFile() {
    return output != null
        && !output.equals(Path.of(OutputArgument.STANDARD))
        && !AtomicFile.isStandardOutput(output);
  }

  /** Predicts all rows, and passes on those of each part. */
  private interface Prediction {
    void into(Consumer<PredictedColumns> receiver);
  }

  private void write(Prediction all) {
    if (json) {
      try (PredictedJson objects = new PredictedJson()) {
        if (writesFile()) {
          writeFile(receiver -> all.into(receiver.andThen(objects::add)));
        } else {
          all.into(objects::add);
        }
        objects.print(System.out, before(), plugins.warnings().with(behind()));
      }
    } else if (writesFile()) {
      writeFile(all);
    } else {
      all.into(new PredictedCsv(PredictCommand::print));
    }
  }

  private void writeFile(Prediction all) {
    try (AtomicFile.Draft file = AtomicFile.draft(output)) {
      all.into(
          new PredictedCsv(
              text -> file.write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)))));
      earlier.keepFile(output);
      file.finish();
    } finally {
      earlier.finish(System.err);
    }
  }

  private static void print(String text) {
    Terminal.data(System.out, text);
    if (System.out.checkError()) {
      throw new NobodyReadsException();
    }
  }

  /** Ends the reading of rows when their predictions cannot be printed any more. */
  private static final class NobodyReadsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NobodyReadsException() {
      super("standard output cannot be written");
    }
  }

  private Map<String, Object> before() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", modelFile.toString());
    object.put("data", data.toString());
    return object;
  }

  private Map<String, Object> behind() {
    return writesFile() ? Map.of("output", output.toString()) : Map.of();
  }
}
