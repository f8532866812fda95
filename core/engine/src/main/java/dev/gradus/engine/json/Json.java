package dev.gradus.engine.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.gradus.runtime.column.Digits;
import dev.gradus.spi.Options;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * Writes values as JSON: maps and collections in their order, records by their components, optional
 * values, numbers and booleans, and everything else as a string. A number that JSON cannot hold,
 * such as NaN, and an empty optional value become {@code null}.
 */
public final class Json {

  /** Its digits are those of {@link Digits}. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private final JsonGenerator json;
  private final Function<RecordComponent, String> names;
  private final DoubleFunction<Number> numbers;

  private Json(
      JsonGenerator json, Function<RecordComponent, String> names, DoubleFunction<Number> numbers) {
    this.json = json;
    this.names = names;
    this.numbers = numbers;
  }

  /** One line, for programs: numbers with all their digits, components in kebab case. */
  public static String line(Object value) {
    return write(value, Options::nameOf, number -> number, json -> {});
  }

  /**
   * JSON in a custom form.
   *
   * @param names the key for a component of a record
   * @param numbers converts a finite double to the number that is written: a double or a whole
   *     number
   * @param style sets up spaces and escapes
   */
  public static String write(
      Object value,
      Function<RecordComponent, String> names,
      DoubleFunction<Number> numbers,
      Consumer<JsonGenerator> style) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      style.accept(json);
      new Json(json, names, numbers).write(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * The components of a record by their names in kebab case, so that the caller can remove or add
   * some.
   */
  public static Map<String, Object> entries(Record data) {
    return entries(data, Options::nameOf);
  }

  private static Map<String, Object> entries(Record data, Function<RecordComponent, String> names) {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (RecordComponent component : data.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        entries.put(names.apply(component), component.getAccessor().invoke(data));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(component + " cannot be read", e);
      }
    }
    return entries;
  }

  private void write(Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        write(entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(element);
      }
      json.writeEndArray();
    } else if (value instanceof Record data) {
      write(entries(data, names));
    } else if (value instanceof Optional<?> optional && optional.isPresent()) {
      write(optional.get());
    } else if (value instanceof Optional<?>
        || (value instanceof Double number && !Double.isFinite(number))) {
      json.writeNull();
    } else if (value instanceof Number number) {
      Number written = number instanceof Double given ? numbers.apply(given) : number;
      if (written instanceof Double fraction) {
        json.writeNumber(fraction);
      } else if (written instanceof BigDecimal digits) {
        json.writeNumber(digits);
      } else {
        json.writeNumber(written.longValue());
      }
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else {
      json.writeString(value.toString());
    }
  }
}
