package dev.gradus.engine.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.gradus.engine.data.BooleanColumn;
import dev.gradus.engine.data.ClassTarget;
import dev.gradus.engine.data.CodeColumn;
import dev.gradus.engine.data.Label;
import dev.gradus.engine.data.LabelTarget;
import dev.gradus.engine.data.NumericTarget;
import dev.gradus.engine.data.OneHotColumn;
import dev.gradus.engine.data.OrdinalColumn;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.data.PreparedColumn;
import dev.gradus.engine.data.ScaledColumn;
import dev.gradus.engine.data.TargetColumns;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A preparation as JSON, for the model file.
 *
 * <pre>{@code
 * {"inputs": [{"numeric": "age", "mean": 41.5, "deviation": 12.25},
 *             {"categorical": "colour", "categories": ["blue", "red"]}],
 *  "target": {"classes": "species", "categories": ["setosa", "virginica"], "single": true}}
 * }</pre>
 *
 * <p>A number of which the logarithm is taken has {@code "log": true} behind its deviation, and one
 * that may be missing {@code "fill": 3.5, "indicator": false}; names that may be missing have
 * {@code "fill": "red"}. A categorical column that an embedding takes is {@code "code"} in place of
 * {@code "categorical"}, one whose names have an order {@code "ordinal"}. A numeric target is
 * {@code {"columns": [{"numeric": "price", "mean": …, "deviation": …}]}}.
 *
 * <p>A column of yes and no is {@code {"boolean": "smoker", "positive": [], "negative": []}}, where
 * no words mean the usual ones, and has {@code "fill": true, "indicator": false} if it may be
 * missing. Labels are {@code {"labels": [{"column": {"boolean": "urgent", …}, "yes": "y", "no":
 * "n"}]}}.
 *
 * <p>From {@value #MANY} plain columns of numbers behind each other on, they are one entry, {@code
 * {"numerics": ["x1", "x2", …], "means": […], "deviations": […]}}, where a list of a single number
 * says that it is that of all.
 *
 * <p>The keys come in this order, all of them, and no others.
 */
final class PreparationJson {

  private static final JsonFactory JSON = new JsonFactory();

  /** The number of columns from which on they are written together. */
  static final int MANY = 1000;

  private PreparationJson() {}

  static String write(Preparation preparation) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("inputs");
      List<PreparedColumn> inputs = preparation.inputs();
      int from = 0;
      while (from < inputs.size()) {
        int to = endOfPlain(inputs, from);
        if (to - from >= MANY) {
          writePlain(json, inputs.subList(from, to));
          from = to;
        } else {
          writeColumn(json, inputs.get(from));
          from++;
        }
      }
      json.writeEndArray();
      json.writeObjectFieldStart("target");
      writeTarget(json, preparation.targets());
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Where the columns end that are plain numbers, and begin at a place. */
  private static int endOfPlain(List<PreparedColumn> inputs, int from) {
    int to = from;
    while (to < inputs.size() && isPlain(inputs.get(to))) {
      to++;
    }
    return to;
  }

  private static boolean isPlain(PreparedColumn column) {
    return column instanceof ScaledColumn scaled && !scaled.log() && scaled.fill().isEmpty();
  }

  private static void writePlain(JsonGenerator json, List<PreparedColumn> columns)
      throws IOException {
    List<ScaledColumn> scaled = columns.stream().map(ScaledColumn.class::cast).toList();
    json.writeStartObject();
    writeStrings(json, "numerics", scaled.stream().map(ScaledColumn::name).toList());
    writeNumbers(json, "means", scaled.stream().map(ScaledColumn::mean).toList());
    writeNumbers(json, "deviations", scaled.stream().map(ScaledColumn::deviation).toList());
    json.writeEndObject();
  }

  private static void writeNumbers(JsonGenerator json, String key, List<Double> numbers)
      throws IOException {
    boolean same = numbers.stream().allMatch(numbers.get(0)::equals);
    json.writeArrayFieldStart(key);
    for (double number : same ? numbers.subList(0, 1) : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  private static void writeColumn(JsonGenerator json, PreparedColumn column) throws IOException {
    json.writeStartObject();
    if (column instanceof ScaledColumn scaled) {
      json.writeStringField("numeric", scaled.name());
      json.writeNumberField("mean", scaled.mean());
      json.writeNumberField("deviation", scaled.deviation());
      if (scaled.log()) {
        json.writeBooleanField("log", true);
      }
      if (scaled.fill().isPresent()) {
        json.writeNumberField("fill", scaled.fill().get());
        json.writeBooleanField("indicator", scaled.indicator());
      }
    } else if (column instanceof BooleanColumn yesNo) {
      json.writeStringField("boolean", yesNo.name());
      writeStrings(json, "positive", yesNo.positive());
      writeStrings(json, "negative", yesNo.negative());
      if (yesNo.fill().isPresent()) {
        json.writeBooleanField("fill", yesNo.fill().get());
        json.writeBooleanField("indicator", yesNo.indicator());
      }
    } else if (column instanceof OneHotColumn oneHot) {
      writeNames(json, "categorical", oneHot.name(), oneHot.categories(), oneHot.fill());
    } else if (column instanceof CodeColumn codes) {
      writeNames(json, "code", codes.name(), codes.categories(), codes.fill());
    } else if (column instanceof OrdinalColumn ordinal) {
      writeNames(json, "ordinal", ordinal.name(), ordinal.order(), ordinal.fill());
    }
    json.writeEndObject();
  }

  private static void writeNames(
      JsonGenerator json, String kind, String name, List<String> names, Optional<String> fill)
      throws IOException {
    json.writeStringField(kind, name);
    writeStrings(json, "categories", names);
    if (fill.isPresent()) {
      json.writeStringField("fill", fill.get());
    }
  }

  private static void writeTarget(JsonGenerator json, TargetColumns target) throws IOException {
    if (target instanceof NumericTarget numeric) {
      json.writeArrayFieldStart("columns");
      for (ScaledColumn column : numeric.columns()) {
        writeColumn(json, column);
      }
      json.writeEndArray();
    } else if (target instanceof ClassTarget classes) {
      json.writeStringField("classes", classes.name());
      writeStrings(json, "categories", classes.classes());
      json.writeBooleanField("single", classes.single());
    } else if (target instanceof LabelTarget labelled) {
      json.writeArrayFieldStart("labels");
      for (Label label : labelled.labels()) {
        json.writeStartObject();
        json.writeFieldName("column");
        writeColumn(json, label.column());
        json.writeStringField("yes", label.yes());
        json.writeStringField("no", label.no());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private static void writeStrings(JsonGenerator json, String key, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /**
   * Reads it back.
   *
   * @throws IOException with half a sentence, if it is not what {@link #write} writes
   * @throws IllegalArgumentException likewise, if what it says of a column cannot be
   */
  static Preparation read(String text) throws IOException {
    try (StrictJson json = new StrictJson(text)) {
      json.take(JsonToken.START_OBJECT);
      json.key("inputs");
      List<PreparedColumn> inputs =
          json.list(PreparationJson::readColumns).stream().flatMap(List::stream).toList();
      json.key("target");
      json.take(JsonToken.START_OBJECT);
      TargetColumns target = readTarget(json);
      json.take(JsonToken.END_OBJECT);
      json.take(JsonToken.END_OBJECT);
      json.end();
      refuseTwice(inputs, target);
      return new Preparation(inputs, target);
    }
  }

  /** A column is one input, or one target. */
  private static void refuseTwice(List<PreparedColumn> inputs, TargetColumns target)
      throws IOException {
    Set<String> names = new HashSet<>();
    List<String> all = new ArrayList<>(inputs.stream().map(PreparedColumn::name).toList());
    all.addAll(target.names());
    for (String name : all) {
      if (name.isEmpty() || !names.add(name)) {
        throw new IOException(
            name.isEmpty() ? "a column has no name" : "column '%s' comes twice".formatted(name));
      }
    }
  }

  private static List<PreparedColumn> readColumns(StrictJson json) throws IOException {
    json.take(JsonToken.START_OBJECT);
    String kind = json.key();
    List<PreparedColumn> columns =
        switch (kind) {
          case "numeric" -> List.of(readScaled(json));
          case "numerics" -> readPlain(json);
          case "boolean" -> List.of(readBoolean(json));
          case "categorical", "ordinal", "code" -> List.of(readNamed(json, kind));
          default -> throw new IOException("a column is of the unknown kind '%s'".formatted(kind));
        };
    json.take(JsonToken.END_OBJECT);
    return columns;
  }

  private static List<PreparedColumn> readPlain(StrictJson json) throws IOException {
    List<String> names = json.list(StrictJson::string);
    json.key("means");
    List<Double> means = json.list(StrictJson::number);
    json.key("deviations");
    List<Double> deviations = json.list(StrictJson::number);
    List<PreparedColumn> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(
          new ScaledColumn(
              names.get(i), one(means, i, names.size()), one(deviations, i, names.size())));
    }
    return columns;
  }

  /** The number of a column; that of all, if there is only one. */
  private static double one(List<Double> numbers, int column, int columns) throws IOException {
    if (numbers.size() != 1 && numbers.size() != columns) {
      throw new IOException(
          "there are %s numbers for %s columns".formatted(numbers.size(), columns));
    }
    return numbers.get(numbers.size() == 1 ? 0 : column);
  }

  private static PreparedColumn readNamed(StrictJson json, String kind) throws IOException {
    String name = json.string();
    json.key("categories");
    List<String> names = json.list(StrictJson::string);
    if (new HashSet<>(names).size() < names.size()) {
      throw new IOException("a name in column '%s' comes twice".formatted(name));
    }
    Optional<String> fill = json.skip("fill") ? Optional.of(json.string()) : Optional.empty();
    return switch (kind) {
      case "code" -> new CodeColumn(name, names, fill);
      case "ordinal" -> new OrdinalColumn(name, names, fill);
      default -> new OneHotColumn(name, names, fill);
    };
  }

  private static ScaledColumn readScaled(StrictJson json) throws IOException {
    String name = json.string();
    json.key("mean");
    double mean = json.number();
    json.key("deviation");
    double deviation = json.number();
    boolean log = json.skip("log");
    if (log) {
      json.take(JsonToken.VALUE_TRUE);
    }
    Optional<Double> fill = Optional.empty();
    boolean indicator = false;
    if (json.skip("fill")) {
      fill = Optional.of(json.number());
      json.key("indicator");
      indicator = json.bool();
    }
    return new ScaledColumn(name, mean, deviation, log, fill, indicator);
  }

  private static BooleanColumn readBoolean(StrictJson json) throws IOException {
    String name = json.string();
    json.key("positive");
    List<String> positive = json.list(StrictJson::string);
    json.key("negative");
    List<String> negative = json.list(StrictJson::string);
    Optional<Boolean> fill = Optional.empty();
    boolean indicator = false;
    if (json.skip("fill")) {
      fill = Optional.of(json.bool());
      json.key("indicator");
      indicator = json.bool();
    }
    return new BooleanColumn(name, positive, negative, fill, indicator);
  }

  private static TargetColumns readTarget(StrictJson json) throws IOException {
    String kind = json.key();
    return switch (kind) {
      case "classes" -> {
        String name = json.string();
        json.key("categories");
        List<String> classes = json.list(StrictJson::string);
        json.key("single");
        yield new ClassTarget(name, classes, json.bool());
      }
      case "columns" -> new NumericTarget(json.list(PreparationJson::readNumericTarget));
      case "labels" -> new LabelTarget(json.list(PreparationJson::readLabel));
      default -> throw new IOException("the target is of the unknown kind '%s'".formatted(kind));
    };
  }

  private static ScaledColumn readNumericTarget(StrictJson json) throws IOException {
    json.take(JsonToken.START_OBJECT);
    json.key("numeric");
    ScaledColumn column = readScaled(json);
    json.take(JsonToken.END_OBJECT);
    return column;
  }

  private static Label readLabel(StrictJson json) throws IOException {
    json.take(JsonToken.START_OBJECT);
    json.key("column");
    json.take(JsonToken.START_OBJECT);
    json.key("boolean");
    BooleanColumn column = readBoolean(json);
    json.take(JsonToken.END_OBJECT);
    json.key("yes");
    String yes = json.string();
    json.key("no");
    String no = json.string();
    json.take(JsonToken.END_OBJECT);
    return new Label(column, yes, no);
  }
}
