package dev.gradus.cli.text;

import dev.gradus.engine.model.ClassSets;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Predictor;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.Predictions;
import dev.gradus.runtime.column.Digits;
import dev.gradus.spi.Target;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The predictions for the rows of a table, as columns: the class or the labels with their
 * probabilities, or the numbers. If the columns of the data are kept, they come first.
 */
public final class PredictedColumns {

  /** The number of rows. */
  private final int rows;

  private final List<Named> columns = new ArrayList<>();

  private PredictedColumns(int rows) {
    this.rows = rows;
  }

  /**
   * A column.
   *
   * @param text the cell of a row in CSV
   * @param value the cell of a row in JSON: a string, a list of strings, a number, a boolean, or
   *     null
   * @param kept the column of the data, if it is one of them
   */
  record Named(
      String name, IntFunction<String> text, IntFunction<Object> value, Optional<Column> kept) {}

  /**
   * The predictions for the rows of a table.
   *
   * @param keep whether the columns of the table come first
   * @param unseen whether a column names the cells unlike those in training
   */
  public static PredictedColumns of(
      Model model,
      Predictor predictor,
      Table table,
      Predictions predictions,
      boolean keep,
      boolean unseen) {
    PredictedColumns predicted = new PredictedColumns(table.rows());
    if (keep) {
      table.columns().forEach(predicted::keep);
    }
    double[][] outputs = predictions.rows();
    boolean answers = predictor.target().kind() != Target.Kind.NUMERIC;
    if (answers) {
      predicted.addAnswers(model, predictor, outputs);
    }
    List<String> names = predictor.target().outputs();
    for (int k = 0; k < names.size(); k++) {
      int output = k;
      if (answers) {
        predicted.addProbability(names.get(k), row -> outputs[row][output]);
      } else {
        predicted.addNumber(names.get(k), row -> outputs[row][output]);
      }
    }
    predictions
        .deviations()
        .ifPresent(deviations -> predicted.addNumbers(names, "_deviation", deviations));
    predictions
        .quantiles()
        .forEach((level, numbers) -> predicted.addNumbers(names, "_q" + level, numbers));
    predictions.intervals().ifPresent(ends -> predicted.addIntervals(names, ends));
    if (answers && predictor.conformal().isPresent()) {
      predicted.add(
          model.preparation().targets().names().get(0) + "_set",
          row -> ClassSets.text(predictor.setOf(outputs[row])),
          row -> predictor.setOf(outputs[row]));
    }
    if (unseen) {
      UnseenColumn marks = new UnseenColumn(model.unseen(table));
      predicted.add(UnseenColumn.NAME, marks::text, marks::value);
    }
    return predicted;
  }

  private void keep(Column column) {
    columns.add(new Named(column.name(), column::text, column::text, Optional.of(column)));
  }

  /** The class; or for each label whether it applies, as written in the data, and as a boolean. */
  private void addAnswers(Model model, Predictor predictor, double[][] outputs) {
    List<String> names = model.preparation().targets().names();
    boolean labels = predictor.target().kind() == Target.Kind.LABELS;
    for (int k = 0; k < names.size(); k++) {
      int column = k;
      String name = names.get(k);
      IntFunction<String> text = row -> predictor.answersOf(outputs[row]).get(column);
      add(
          name,
          text,
          labels ? row -> predictor.labelsOf(outputs[row]).contains(name) : text::apply);
    }
  }

  /** Formats a probability, which is a float and has the digits of one. */
  private void addProbability(String name, IntFunction<Double> probability) {
    IntFunction<String> text = row -> Digits.of(probability.apply(row).floatValue());
    add("probability_" + name, text, row -> Double.valueOf(text.apply(row)));
  }

  private void addNumbers(List<String> names, String ending, double[][] numbers) {
    for (int k = 0; k < names.size(); k++) {
      int place = k;
      addNumber(names.get(k) + ending, row -> numbers[row][place]);
    }
  }

  private void addIntervals(List<String> names, double[][] ends) {
    for (int k = 0; k < names.size(); k++) {
      int low = k;
      int high = names.size() + k;
      addNumber(names.get(k) + "_low", row -> ends[row][low]);
      addNumber(names.get(k) + "_high", row -> ends[row][high]);
    }
  }

  private void addNumber(String name, IntFunction<Double> number) {
    add(name, row -> text(number.apply(row)), number::apply);
  }

  private void add(String name, IntFunction<String> text, IntFunction<Object> value) {
    columns.add(new Named(free(name), text, value, Optional.empty()));
  }

  /**
   * Formats a number in the unit of the data, with enough digits to identify the double. (A
   * probability is a float, and has fewer.)
   */
  private static String text(double value) {
    double size = Math.abs(value);
    return size >= 1e7 && size < 1e15
        ? new BigDecimal(Digits.of(value)).toPlainString()
        : Digits.of(value);
  }

  /** A column name that is not used yet. */
  private String free(String name) {
    return names().contains(name) ? free("predicted_" + name) : name;
  }

  /** The names of the columns. */
  public List<String> names() {
    return columns.stream().map(Named::name).toList();
  }

  /** The columns, those of the data first. */
  public List<Named> columns() {
    return columns;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }
}
