package dev.gradus.runtime.file;

import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The preparation of the columns as JSON, for the model file.
 *
 * <pre>{@code
 * {"inputs": [{"numeric": "age", "mean": 41.5, "deviation": 12.25},
 *             {"categorical": "colour", "categories": ["blue", "red"]}],
 *  "target": {"classes": "species", "categories": ["setosa", "virginica"], "single": true}}
 * }</pre>
 *
 * <p>A log-transformed column has {@code "log": true} after its deviation, a clipped one {@code
 * "clip": true}, and one that is mapped to a normal distribution {@code "quantiles": {"values":
 * [1.5, 2, 7], "scores": [-1.25, 0, 1.25]}}. A numeric column that may have missing cells has
 * {@code "fill": 3.5, "indicator": false}; a categorical one has {@code "fill": "red"}. The key of
 * a categorical column is {@code "code"} if an embedding takes it, and {@code "ordinal"} if its
 * names have an order. A numeric target is {@code {"columns": [{"numeric": "price", "mean": …,
 * "deviation": …}]}}.
 *
 * <p>A column of yes and no is {@code {"boolean": "smoker", "positive": [], "negative": []}}, where
 * empty lists mean the usual words, and has {@code "fill": true, "indicator": false} if cells may
 * be missing. Labels are {@code {"labels": [{"column": {"boolean": "urgent", …}, "yes": "y", "no":
 * "n"}]}}.
 *
 * <p>A column of dates is {@code {"date": "when", "format": "dd/MM/yyyy", "parts": ["year",
 * "month"], "means": [2013.5, 0], "deviations": [1.25, 1]}}, where an empty format means ISO dates,
 * and has {@code "fill": "2013-04-05", "indicator": false} if cells may be missing.
 *
 * <p>{@value RecordJson#MANY} or more consecutive plain numeric columns are one entry, {@code
 * {"numerics": ["x1", "x2", …], "means": […], "deviations": […]}}, where a list with a single
 * number applies to all.
 *
 * <p>If columns are whitened, {@code "whitening": {"columns": ["age", "size"], "weights": […]}}
 * follows the target, with a weight for each column, direction after direction.
 *
 * <p>The keys come in this order, all of them, and no others: they are the components of the
 * records, as {@link RecordJson} writes them.
 */
public final class PreparationJson {

  private PreparationJson() {}

  public static String write(Preparation preparation) {
    JsonWriter json = new JsonWriter();
    RecordJson.write(json, preparation);
    return json.toString();
  }

  /**
   * Reads it back.
   *
   * @throws IOException with half a sentence, if it is not what {@link #write} writes
   * @throws IllegalArgumentException likewise, if a column is impossible
   */
  public static Preparation read(String text) throws IOException {
    StrictJson json = new StrictJson(text);
    Preparation preparation = (Preparation) RecordJson.read(json, Preparation.class);
    json.end();
    refuseTwice(preparation);
    return preparation;
  }

  /** A column is one input, or one target. */
  private static void refuseTwice(Preparation preparation) throws IOException {
    Set<String> names = new HashSet<>();
    Stream<String> inputs = preparation.inputs().stream().map(PreparedColumn::name);
    Stream<String> all = Stream.concat(inputs, preparation.targets().names().stream());
    for (String name : all.toList()) {
      if (name.isEmpty() || !names.add(name)) {
        throw new IOException(
            name.isEmpty() ? "a column has no name" : "column '%s' is duplicated".formatted(name));
      }
    }
  }
}
