package dev.gradus.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Predictor;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.Predictions;
import dev.gradus.runtime.column.Digits;
import dev.gradus.spi.Target;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts from data. */
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
          "A file with the input columns of the training data: CSV in their format, IDX, LIBSVM, or the format of a plugin; - for standard input. The target may be missing.")
  private Path data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Writes the CSV to a file instead of standard output.")
  private Path output;

  @Option(names = "--keep", description = "Puts the columns of DATA in front of the predictions.")
  private boolean keep;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private DataPluginOptions plugins;

  @Override
  public Integer call() throws IOException {
    try (Gradus gradus = plugins.open()) {
      Model model = ModelArgument.load(gradus, modelFile, data, "predict");
      Table table = DataArgument.read(gradus, data, model);
      List<List<String>> rows = rows(model, table);
      if (output != null) {
        AtomicFile.write(
            output,
            stream -> writeCsv(new OutputStreamWriter(stream, StandardCharsets.UTF_8), rows));
      }
      if (json) {
        System.out.println(Visible.json(plugins.warnings().with(asMap(rows))));
      } else if (output == null) {
        StringWriter text = new StringWriter();
        writeCsv(text, rows);
        Terminal.data(System.out, text.toString());
      }
    }
    return Main.DONE;
  }

  /**
   * The header and the predictions: the answers and the outputs for classes and labels, the values
   * otherwise; behind the columns of the data, if they are kept.
   */
  private List<List<String>> rows(Model model, Table table) {
    Predictor predictor = model.predictor();
    boolean answers = predictor.target().kind() != Target.Kind.NUMERIC;
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(keep ? table.names() : List.of());
    if (answers) {
      model.preparation().targets().names().forEach(name -> header.add(free(name, header)));
    }
    for (String name : predictor.target().outputs()) {
      header.add(free(answers ? "probability_" + name : name, header));
    }
    Predictions predictions = predictor.predictions(table);
    if (predictions.deviations().isPresent()) {
      predictor.target().outputs().forEach(name -> header.add(free(name + "_deviation", header)));
    }
    for (double level : predictions.quantiles().keySet()) {
      predictor.target().outputs().forEach(name -> header.add(free(name + "_q" + level, header)));
    }
    rows.add(header);
    for (int i = 0; i < predictions.rows().length; i++) {
      double[] outputs = predictions.rows()[i];
      List<String> row = new ArrayList<>();
      if (keep) {
        for (Column column : table.columns()) {
          row.add(column.text(i));
        }
      }
      row.addAll(predictor.answersOf(outputs));
      for (double value : outputs) {
        row.add(answers ? Digits.of((float) value) : text(value));
      }
      if (predictions.deviations().isPresent()) {
        for (double deviation : predictions.deviations().get()[i]) {
          row.add(text(deviation));
        }
      }
      for (double[][] quantile : predictions.quantiles().values()) {
        for (double value : quantile[i]) {
          row.add(text(value));
        }
      }
      rows.add(row);
    }
    return rows;
  }

  /**
   * A number in the unit of the data, with the digits that tell it from its neighbours. (A
   * probability is a float, and has fewer.)
   */
  private static String text(double value) {
    double size = Math.abs(value);
    return size >= 1e7 && size < 1e15
        ? new BigDecimal(Digits.of(value)).toPlainString()
        : Digits.of(value);
  }

  /** The name of a column that is not there yet. */
  private static String free(String name, List<String> taken) {
    return taken.contains(name) ? free("predicted_" + name, taken) : name;
  }

  private static void writeCsv(Writer writer, List<List<String>> rows) throws IOException {
    CsvWriter csv = CsvWriter.builder().build(writer);
    rows.forEach(csv::writeRecord);
    csv.flush();
  }

  private Map<String, Object> asMap(List<List<String>> rows) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", modelFile.toString());
    object.put("data", data.toString());
    object.put("columns", rows.get(0));
    object.put("rows", rows.subList(1, rows.size()));
    if (output != null) {
      object.put("output", output.toString());
    }
    return object;
  }
}
