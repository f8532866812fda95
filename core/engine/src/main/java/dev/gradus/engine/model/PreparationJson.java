package dev.gradus.engine.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
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
 * <p>The keys come in this order, all of them, and no others.
 */
final class PreparationJson {

  private static final JsonFactory JSON = new JsonFactory();

  /** The kinds of columns that hold names. */
  private static final Set<String> NAMED = Set.of("categorical", "ordinal", "code");

  private PreparationJson() {}

  static String write(Preparation preparation) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("inputs");
      for (PreparedColumn column : preparation.inputs()) {
        writeColumn(json, column);
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
   * @throws IOException if it is not what {@link #write} writes
   */
  static Preparation read(String text) throws IOException {
    try (JsonParser json = JSON.createParser(text)) {
      expect(json, JsonToken.START_OBJECT);
      expectKey(json, "inputs");
      expect(json, JsonToken.START_ARRAY);
      List<PreparedColumn> inputs = new ArrayList<>();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        inputs.add(readColumn(json));
      }
      expectKey(json, "target");
      expect(json, JsonToken.START_OBJECT);
      TargetColumns target = readTarget(json);
      expect(json, JsonToken.END_OBJECT);
      expect(json, JsonToken.END_OBJECT);
      return new Preparation(inputs, target);
    }
  }

  private static PreparedColumn readColumn(JsonParser json) throws IOException {
    String kind = json.nextFieldName();
    if ("numeric".equals(kind)) {
      return readScaled(json);
    }
    if ("boolean".equals(kind)) {
      return readBoolean(json);
    }
    if (kind != null && NAMED.contains(kind)) {
      return readNamed(json, kind);
    }
    throw new IOException("a column of the preparation is '" + kind + "'");
  }

  private static PreparedColumn readNamed(JsonParser json, String kind) throws IOException {
    String name = readString(json);
    List<String> names = readStrings(json, "categories");
    Optional<String> fill = Optional.empty();
    if ("fill".equals(json.nextFieldName())) {
      fill = Optional.of(readString(json));
      json.nextToken();
    }
    expectNow(json, JsonToken.END_OBJECT);
    return switch (kind) {
      case "code" -> new CodeColumn(name, names, fill);
      case "ordinal" -> new OrdinalColumn(name, names, fill);
      default -> new OneHotColumn(name, names, fill);
    };
  }

  private static ScaledColumn readScaled(JsonParser json) throws IOException {
    String name = readString(json);
    double mean = readNumber(json, "mean");
    double deviation = readNumber(json, "deviation");
    String key = json.nextFieldName();
    boolean log = "log".equals(key);
    if (log) {
      expect(json, JsonToken.VALUE_TRUE);
      key = json.nextFieldName();
    }
    Optional<Double> fill = Optional.empty();
    boolean indicator = false;
    if ("fill".equals(key)) {
      fill = Optional.of(readNumber(json));
      expectKey(json, "indicator");
      indicator = Boolean.TRUE.equals(json.nextBooleanValue());
      json.nextToken();
    }
    expectNow(json, JsonToken.END_OBJECT);
    return new ScaledColumn(name, mean, deviation, log, fill, indicator);
  }

  private static BooleanColumn readBoolean(JsonParser json) throws IOException {
    String name = readString(json);
    List<String> positive = readStrings(json, "positive");
    List<String> negative = readStrings(json, "negative");
    Optional<Boolean> fill = Optional.empty();
    boolean indicator = false;
    if ("fill".equals(json.nextFieldName())) {
      fill = Optional.of(Boolean.TRUE.equals(json.nextBooleanValue()));
      expectKey(json, "indicator");
      indicator = Boolean.TRUE.equals(json.nextBooleanValue());
      json.nextToken();
    }
    expectNow(json, JsonToken.END_OBJECT);
    return new BooleanColumn(name, positive, negative, fill, indicator);
  }

  private static TargetColumns readTarget(JsonParser json) throws IOException {
    String kind = json.nextFieldName();
    if ("classes".equals(kind)) {
      String name = readString(json);
      List<String> classes = readStrings(json, "categories");
      expectKey(json, "single");
      boolean single = json.nextBooleanValue();
      return new ClassTarget(name, classes, single);
    }
    if ("columns".equals(kind)) {
      expect(json, JsonToken.START_ARRAY);
      List<ScaledColumn> columns = new ArrayList<>();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        expectKey(json, "numeric");
        columns.add(readScaled(json));
      }
      return new NumericTarget(columns);
    }
    if ("labels".equals(kind)) {
      expect(json, JsonToken.START_ARRAY);
      List<Label> labels = new ArrayList<>();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        labels.add(readLabel(json));
      }
      return new LabelTarget(labels);
    }
    throw new IOException("the target of the preparation is '" + kind + "'");
  }

  private static Label readLabel(JsonParser json) throws IOException {
    expectKey(json, "column");
    expect(json, JsonToken.START_OBJECT);
    expectKey(json, "boolean");
    BooleanColumn column = readBoolean(json);
    expectKey(json, "yes");
    String yes = readString(json);
    expectKey(json, "no");
    String no = readString(json);
    expect(json, JsonToken.END_OBJECT);
    return new Label(column, yes, no);
  }

  private static String readString(JsonParser json) throws IOException {
    expect(json, JsonToken.VALUE_STRING);
    return json.getText();
  }

  private static List<String> readStrings(JsonParser json, String key) throws IOException {
    expectKey(json, key);
    expect(json, JsonToken.START_ARRAY);
    List<String> values = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      values.add(json.getText());
    }
    return values;
  }

  private static double readNumber(JsonParser json, String key) throws IOException {
    expectKey(json, key);
    return readNumber(json);
  }

  private static double readNumber(JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    if (token == null || !token.isNumeric()) {
      throw new IOException("'" + json.currentName() + "' of the preparation is no number");
    }
    return json.getDoubleValue();
  }

  private static void expect(JsonParser json, JsonToken token) throws IOException {
    json.nextToken();
    expectNow(json, token);
  }

  private static void expectNow(JsonParser json, JsonToken token) throws IOException {
    if (json.currentToken() != token) {
      throw new IOException("the preparation has " + json.currentToken() + " in place of " + token);
    }
  }

  private static void expectKey(JsonParser json, String key) throws IOException {
    if (!key.equals(json.nextFieldName())) {
      throw new IOException("the preparation lacks '" + key + "'");
    }
  }
}
