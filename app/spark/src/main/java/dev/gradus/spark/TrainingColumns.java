package dev.gradus.spark;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.runtime.column.NumberText;
import dev.gradus.spi.DataSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that an estimator reads and writes.
 *
 * @param targets the names of the target columns
 * @param ignored the columns that the configuration ignores
 * @param declared the columns that the configuration mentions
 * @param order the column that the rows are sorted by, if any
 * @param prediction the column of predictions, if any
 * @param probability the column of probabilities, if any
 */
record TrainingColumns(
    List<String> targets,
    Set<String> ignored,
    Set<String> declared,
    Optional<String> order,
    Optional<String> prediction,
    Optional<String> probability) {

  /** The name of the rows in messages. */
  static final String ORIGIN = "the DataFrame";

  /** The columns of an estimator. */
  static TrainingColumns of(GradusEstimator estimator, Configuration configuration) {
    DataSpec data =
        configuration
            .data()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the configuration names no target; set labelCol, or data: {target: …} in the configuration"));
    return new TrainingColumns(
        data.target(),
        data.columns().entrySet().stream()
            .filter(each -> each.getValue() instanceof IgnoredSpec)
            .map(each -> each.getKey())
            .collect(Collectors.toSet()),
        data.columns().keySet(),
        named(estimator.getOrDefault(estimator.orderCol())),
        named(estimator.getOrDefault(estimator.predictionCol())),
        named(estimator.getOrDefault(estimator.probabilityCol())));
  }

  private static Optional<String> named(String name) {
    return Optional.of(name).filter(each -> !each.isEmpty());
  }

  /**
   * Checks the columns of a DataFrame.
   *
   * @throws IllegalArgumentException with a sentence
   */
  void check(StructType schema) {
    List<String> names = List.of(schema.fieldNames());
    order.ifPresent(name -> checkThere(names, name, "orderCol names"));
    targets.stream()
        .filter(name -> !name.matches("[0-9]+"))
        .forEach(name -> checkThere(names, name, "the target is"));
    read(schema).stream().filter(field -> !isIgnored(field.name())).forEach(Cells::check);
  }

  private static void checkThere(List<String> names, String name, String who) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "there is no column '%s', which %s; the columns are: %s",
              name,
              who,
              String.join(", ", names)));
    }
  }

  private boolean isIgnored(String name) {
    return ignored.contains(name);
  }

  /** The columns that are read: all, but the order only if the configuration mentions it. */
  private List<StructField> read(StructType schema) {
    return Arrays.stream(schema.fields())
        .filter(
            field -> declared.contains(field.name()) || !order.equals(Optional.of(field.name())))
        .toList();
  }

  /** The schema of predictions, as far as it is known before training. */
  StructType predicted(StructType schema) {
    check(schema);
    StructType with = schema;
    if (prediction.isPresent()) {
      with = with.add(prediction.get(), typeOfPrediction(schema), false);
    }
    if (probability.isPresent() && targets.size() == 1) {
      with = with.add(probability.get(), SQLDataTypes.VectorType(), true);
    }
    return with;
  }

  private DataType typeOfPrediction(StructType schema) {
    boolean numeric =
        targets.stream()
            .filter(name -> Arrays.asList(schema.fieldNames()).contains(name))
            .allMatch(name -> schema.apply(name).dataType() instanceof NumericType);
    if (targets.size() > 1) {
      return numeric
          ? SQLDataTypes.VectorType()
          : DataTypes.createArrayType(DataTypes.StringType, false);
    }
    return numeric ? DataTypes.DoubleType : DataTypes.StringType;
  }

  /** The rows of a DataFrame in their order, read by the driver one partition after the other. */
  DataSource source(Dataset<?> dataset) {
    StructType schema = dataset.schema();
    List<StructField> fields = read(schema);
    Dataset<Row> rows = order.map(name -> sorted(dataset, name)).orElseGet(dataset::toDF);
    Cells cells = Cells.of(dataset.sparkSession());
    boolean numeric = fields.stream().allMatch(field -> field.dataType() instanceof NumericType);
    int[] places = fields.stream().mapToInt(field -> schema.fieldIndex(field.name())).toArray();
    boolean[] empty = new boolean[places.length];
    for (int i = 0; i < empty.length; i++) {
      empty[i] = !Cells.isCell(fields.get(i).dataType());
    }
    return sink -> {
      sink.columns(fields.stream().map(StructField::name).toList());
      Iterator<Row> each = rows.toLocalIterator();
      OrderCheck check = new OrderCheck(order, order.map(schema::fieldIndex).orElse(-1));
      while (each.hasNext()) {
        Row row = each.next();
        check.next(row);
        if (numeric) {
          sink.numbers(numbers(row, places));
        } else {
          sink.row(texts(row, places, empty, cells));
        }
      }
    };
  }

  private static Dataset<Row> sorted(Dataset<?> dataset, String name) {
    Column column = functions.col("`" + name.replace("`", "``") + "`");
    return dataset.toDF().sort(column);
  }

  private static double[] numbers(Row row, int[] places) {
    double[] numbers = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      numbers[i] =
          row.isNullAt(places[i]) ? Double.NaN : ((Number) row.get(places[i])).doubleValue();
    }
    return numbers;
  }

  private static String[] texts(Row row, int[] places, boolean[] empty, Cells cells) {
    String[] texts = new String[places.length];
    for (int i = 0; i < places.length; i++) {
      texts[i] = empty[i] || row.isNullAt(places[i]) ? "" : text(cells.of(row.get(places[i])));
    }
    return texts;
  }

  private static String text(Object value) {
    if (!(value instanceof Number number)) {
      return value.toString();
    }
    double wide = number.doubleValue();
    return Double.isNaN(wide) ? "" : NumberText.plain(wide);
  }

  /** Checks that the values of the column that the rows are sorted by are unique. */
  private static final class OrderCheck {

    private final Optional<String> name;
    private final int place;
    private Optional<Object> before = Optional.empty();
    private boolean any;

    OrderCheck(Optional<String> name, int place) {
      this.name = name;
      this.place = place;
    }

    void next(Row row) {
      if (name.isEmpty()) {
        return;
      }
      Optional<Object> now = Optional.ofNullable(row.get(place));
      if (any && Objects.equals(before, now)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "column '%s' has %s twice, so it does not give the rows one order; set orderCol to a column of unique values",
                name.get(),
                now.map(value -> "'" + value + "'").orElse("no value")));
      }
      before = now;
      any = true;
    }
  }
}
