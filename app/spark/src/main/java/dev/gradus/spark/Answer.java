package dev.gradus.spark;

import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.RowPredictor;
import dev.gradus.spi.Target;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a model predicts, as values of columns.
 *
 * <table>
 *   <caption>The columns by target</caption>
 *   <tr><th>target</th><th>prediction</th><th>probability</th></tr>
 *   <tr><td>a number</td><td>double</td><td>none</td></tr>
 *   <tr><td>several numbers</td><td>vector</td><td>none</td></tr>
 *   <tr><td>classes that are all numbers, such as 0 and 1</td><td>double</td><td>vector, in the order of the classes</td></tr>
 *   <tr><td>other classes</td><td>string</td><td>vector, in the order of the classes</td></tr>
 *   <tr><td>several labels</td><td>array of the labels that apply</td><td>vector, in the order of the labels</td></tr>
 * </table>
 *
 * @param kind of the prediction
 * @param classes the classes, or the labels, in the order of the probabilities; empty for numbers
 */
record Answer(Kind kind, List<String> classes) implements Serializable {

  /** What the prediction of a row is. */
  enum Kind {
    NUMBER,
    NUMBERS,
    NUMERIC_CLASS,
    CLASS,
    LABELS;

    /** The type of the column of predictions. */
    DataType type() {
      return switch (this) {
        case NUMBER, NUMERIC_CLASS -> DataTypes.DoubleType;
        case NUMBERS -> SQLDataTypes.VectorType();
        case CLASS -> DataTypes.StringType;
        case LABELS -> DataTypes.createArrayType(DataTypes.StringType, false);
      };
    }

    /** Whether there may be probabilities: the target is no number. */
    boolean mayEstimate() {
      return this != NUMBER && this != NUMBERS;
    }

    /**
     * A schema with the columns that a model appends.
     *
     * @param prediction the name of the column of predictions; empty for none
     * @param probability the name of the column of probabilities; empty for none
     */
    StructType appended(StructType schema, String prediction, String probability) {
      StructType with = schema;
      if (!prediction.isEmpty()) {
        with = with(with, prediction, type());
      }
      if (!probability.isEmpty() && mayEstimate()) {
        with = with(with, probability, SQLDataTypes.VectorType());
      }
      return with;
    }

    private static StructType with(StructType schema, String name, DataType type) {
      if (Arrays.asList(schema.fieldNames()).contains(name)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "there is a column '%s' already; drop it, or give the output of the model another name (setPredictionCol, setProbabilityCol)",
                name));
      }
      return schema.add(name, type, type.equals(SQLDataTypes.VectorType()));
    }
  }

  /** The answer of a predictor. */
  static Answer of(RowPredictor predictor) {
    Target target = predictor.target();
    return switch (target.kind()) {
      case NUMERIC ->
          new Answer(target.outputs().size() == 1 ? Kind.NUMBER : Kind.NUMBERS, List.of());
      case LABELS -> new Answer(Kind.LABELS, List.copyOf(target.outputs()));
      case BINARY, CLASSES -> {
        List<String> classes = classes(predictor);
        boolean numeric = classes.stream().allMatch(Answer::isNumber);
        yield new Answer(numeric ? Kind.NUMERIC_CLASS : Kind.CLASS, classes);
      }
    };
  }

  /** The classes; for a single label its cells for no and yes. */
  private static List<String> classes(RowPredictor predictor) {
    return predictor.classes().isEmpty()
        ? List.of(
            predictor.answersOf(new double[] {0}).get(0),
            predictor.answersOf(new double[] {1}).get(0))
        : List.copyOf(predictor.classes());
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** The value of the column of predictions. */
  Object prediction(RowPredictor predictor, Prediction prediction) {
    double[] outputs = prediction.outputs();
    return switch (kind) {
      case NUMBER -> outputs[0];
      case NUMBERS -> Vectors.dense(outputs);
      case NUMERIC_CLASS -> Double.parseDouble(predictor.answersOf(outputs).get(0));
      case CLASS -> predictor.answersOf(outputs).get(0);
      case LABELS -> prediction.labels().toArray(String[]::new);
    };
  }

  /**
   * The probabilities, in the order of the classes or labels.
   *
   * @return empty if the last layer outputs scores
   */
  Optional<double[]> probabilities(Prediction prediction) {
    double[] given;
    try {
      given =
          prediction.probabilities().values().stream().mapToDouble(Double::doubleValue).toArray();
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
    return Optional.of(
        kind != Kind.LABELS && given.length == 1 ? new double[] {1 - given[0], given[0]} : given);
  }
}
