package dev.gradus.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Predictor;
import dev.gradus.engine.table.Table;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
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
      description = "Writes the CSV to a file instead of standard output.")
  private Path output;

  @Option(names = "--keep", description = "Puts the columns of DATA in front of the predictions.")
  private boolean keep;

  @Option(
      names = "--json",
      description =
          "Prints one JSON object to standard output. It has columns, the list of the names, and rows, a list of objects with these names as keys. Numbers are numbers, labels are true or false, and classes are strings.")
  private boolean json;

  @Mixin private ThresholdOption threshold;

  @Mixin private FormatOptions format;

  @Mixin private EarlierResults earlier;

  @Mixin private DataPluginOptions plugins;

  @Override
  public Integer call() throws IOException {
    try (Gradus gradus = plugins.open()) {
      // Reject options that make no sense for the model before the data are read.
      Model model = ModelArgument.load(gradus, modelFile, data, "predict");
      Predictor predictor = model.predictor(threshold.thresholds());
      Table table = DataArgument.read(gradus, data, model, format.overrides());
      PredictedColumns predicted = PredictedColumns.of(model, predictor, table, keep);
      if (output != null) {
        write(predicted, output);
      }
      if (json) {
        System.out.println(Visible.json(plugins.warnings().with(asMap(predicted))));
      } else if (output == null) {
        StringWriter text = new StringWriter();
        writeCsv(text, predicted);
        Terminal.data(System.out, text.toString());
      }
    }
    return Main.DONE;
  }

  private void write(PredictedColumns predicted, Path file) {
    earlier.keepFile(file);
    try {
      AtomicFile.write(
          file,
          stream -> writeCsv(new OutputStreamWriter(stream, StandardCharsets.UTF_8), predicted));
    } finally {
      earlier.finish(System.err);
    }
  }

  private static void writeCsv(Writer writer, PredictedColumns predicted) throws IOException {
    CsvWriter csv = CsvWriter.builder().build(writer);
    csv.writeRecord(predicted.names());
    predicted.texts().forEach(csv::writeRecord);
    csv.flush();
  }

  private Map<String, Object> asMap(PredictedColumns predicted) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", modelFile.toString());
    object.put("data", data.toString());
    object.put("columns", predicted.names());
    object.put("rows", predicted.objects());
    if (output != null) {
      object.put("output", output.toString());
    }
    return object;
  }
}
