package dev.gradus.spark;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.NumberText;
import dev.gradus.spi.DataSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that an estimator reads and writes.
 *
 * @param targets the names of the target columns
 * @param declared the columns that the configuration declares
 * @param order the column that the rows are sorted by, if any
 */
record TrainingColumns(
    List<String> targets, Map<String, ColumnSpec> declared, Optional<String> order) {

  /** The name of the rows in messages. */
  static final String ORIGIN = "the DataFrame";

  /**
   * The columns of an estimator.
   *
   * @param schema of the DataFrame; columns that the configuration numbers get their names from it
   */
  static TrainingColumns of(
      GradusEstimator estimator, Configuration configuration, StructType schema) {
    DataSpec data =
        configuration
            .data()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the configuration names no target; set labelCol, or data: {target: …} in the configuration"));
    Optional<String> order = Optional.of(estimator.getOrderCol()).filter(name -> !name.isEmpty());
    List<String> names =
        Arrays.stream(schema.fieldNames())
            .filter(name -> data.columns().containsKey(name) || !order.equals(Optional.of(name)))
            .toList();
    DataSpec named = data.named(Table.ofRows(names, new double[1][names.size()]));
    return new TrainingColumns(named.target(), named.columns(), order);
  }

  /**
   * Checks the columns of a DataFrame.
   *
   * @throws IllegalArgumentException with a sentence
   */
  void check(StructType schema) {
    List<String> names = List.of(schema.fieldNames());
    order.ifPresent(name -> checkThere(names, name, "orderCol names"));
    targets.forEach(name -> checkThere(names, name, "the target is"));
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
    return declared.get(name) instanceof IgnoredSpec;
  }

  /** The columns that are read: all, but the order only if the configuration mentions it. */
  private List<StructField> read(StructType schema) {
    return Arrays.stream(schema.fields())
        .filter(
            field -> declared.containsKey(field.name()) || !order.equals(Optional.of(field.name())))
        .toList();
  }

  /**
   * What a model will predict. The declarations and the types of the target columns decide that,
   * but for one case: strings that are all numbers are taken for strings here, and for numbers when
   * a model is trained.
   */
  Answer.Kind announced(StructType schema) {
    List<ColumnSpec> specs =
        targets.stream()
            .map(
                name ->
                    Optional.ofNullable(declared.get(name)).orElseGet(() -> typed(schema, name)))
            .toList();
    if (specs.size() > 1) {
      return specs.stream().allMatch(NumericSpec.class::isInstance)
          ? Answer.Kind.NUMBERS
          : Answer.Kind.LABELS;
    }
    if (specs.get(0) instanceof NumericSpec) {
      return Answer.Kind.NUMBER;
    }
    return isNumeric(schema, targets.get(0)) ? Answer.Kind.NUMERIC_CLASS : Answer.Kind.CLASS;
  }

  /** The declaration of a target that has none. */
  private static ColumnSpec typed(StructType schema, String name) {
    return isNumeric(schema, name) ? new NumericSpec() : new CategoricalSpec();
  }

  private static boolean isNumeric(StructType schema, String name) {
    return schema.apply(name).dataType() instanceof NumericType;
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
        double[] numbers = numeric ? numbers(row, places) : new double[0];
        if (numeric && Arrays.stream(numbers).noneMatch(TrainingColumns::mayLoseDigits)) {
          sink.numbers(numbers);
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
    if (mayLoseDigits(wide) && !(number instanceof Double || number instanceof Float)) {
      return number.toString();
    }
    return Double.isNaN(wide) ? "" : NumberText.plain(wide);
  }

  /** Whether a number comes from one that may be no double, such as a large identifier. */
  private static boolean mayLoseDigits(double number) {
    return Math.abs(number) >= NumericColumn.FIRST_INEXACT;
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
