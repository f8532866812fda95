package dev.gradus.serve;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.importance.Attributions;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Predictor;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.FormatMatch;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.Thresholds;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.GradusException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A model while it is served under a name. A request keeps the version that it began with. */
final class ModelVersion {

  private static final String ORIGIN = "the body";

  private final Model model;
  private final Predictor predictor;
  private final String number;
  private final Instant since = Instant.now();
  private final List<OutputColumn> outputs;
  private Optional<Attributions> attributions = Optional.empty();

  /**
   * Prepares a model to predict.
   *
   * @param number counted from 1
   * @throws GradusException if a threshold makes no sense for the target
   */
  ModelVersion(Model model, Thresholds thresholds, long number) {
    this.model = model;
    this.predictor = model.predictor(thresholds);
    this.number = Long.toString(number);
    this.outputs = OutputColumn.of(model, predictor);
  }

  Model model() {
    return model;
  }

  String number() {
    return number;
  }

  /** When it became the current version. */
  Instant since() {
    return since;
  }

  /** The input columns, in the order of the training data. */
  List<PreparedColumn> columns() {
    return model.preparation().inputs();
  }

  /** The names of the input columns. */
  List<String> names() {
    return predictor.inputs();
  }

  /** The columns of a prediction. */
  List<OutputColumn> outputs() {
    return outputs;
  }

  /** The classes, in the order of the outputs; empty unless the target is a class. */
  List<String> classes() {
    return predictor.classes();
  }

  /** A row that the model predicts, by the names of the columns. */
  Map<String, Object> example() {
    Map<String, Object> row = new LinkedHashMap<>();
    columns().forEach(column -> row.put(column.name(), column.example()));
    return row;
  }

  /**
   * Divides predictions among the columns; prepared when it is first asked for.
   *
   * @throws RefusedException with a sentence, if the network has no gradient
   */
  synchronized Attributions attributions() {
    if (attributions.isEmpty()) {
      try {
        attributions = Optional.of(Gradus.attributions(model));
      } catch (GradusException e) {
        throw new RefusedException(RefusedException.UNPROCESSABLE, String.valueOf(e.getMessage()));
      }
    }
    return attributions.get();
  }

  /**
   * Predicts rows.
   *
   * @param rows values by the names of the columns; at least one
   * @throws RefusedException with a sentence that names the row and the column, if one is wrong
   */
  List<Prediction> predict(List<Map<String, Object>> rows) {
    return answered(
        () ->
            rows.size() == 1
                ? List.of(predictor.predict(rows.get(0)))
                : predictor.predictAll(rows.stream()).toList());
  }

  /**
   * Predicts the rows of a CSV in the format of the training data, or in one that is recognised.
   *
   * @param most the maximum number of rows
   * @throws RefusedException as {@link #predict}, naming the line
   */
  List<Prediction> predictCsv(byte[] csv, int most) {
    return answered(
        () -> {
          Table table = table(csv);
          checkRows(table.rows(), most);
          return predictor.predictAll(table);
        });
  }

  private Table table(byte[] csv) {
    CsvFormat known = model.data().map(DataSpec::format).orElseGet(CsvFormat::new);
    try {
      FormatMatch match =
          FormatMatch.of(
              new ByteArrayInputStream(csv), ORIGIN, known, names(), FormatMatch.Overrides.NONE);
      return match.named(CsvReader.read(new ByteArrayInputStream(csv), ORIGIN, match.format()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Refuses no rows, and too many.
   *
   * @throws RefusedException with a sentence
   */
  static void checkRows(int rows, int most) {
    if (rows == 0) {
      throw RefusedException.bad("there are no rows; send at least one");
    }
    if (rows > most) {
      throw new RefusedException(
          RefusedException.TOO_LARGE,
          "there are %s rows, but a request may have %s; send them in parts".formatted(rows, most));
    }
  }

  /** Wrong data are the fault of the request; a plugin that fails is not. */
  private static List<Prediction> answered(Supplier<List<Prediction>> work) {
    try {
      return work.get();
    } catch (DataException e) {
      throw RefusedException.bad("%s", String.valueOf(e.getMessage()));
    }
  }
}
