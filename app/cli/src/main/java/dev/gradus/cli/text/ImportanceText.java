package dev.gradus.cli.text;

import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.PartialDependence;
import dev.gradus.engine.importance.PermutationImportance;
import dev.gradus.engine.json.Json;
import dev.gradus.runtime.column.NumberText;
import dev.gradus.runtime.column.ShortNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a model uses, as text and as JSON. */
public final class ImportanceText {

  private static final String WARNINGS = "warnings";

  /** The length of a number that people read as it is. */
  private static final int SHORT = 8;

  private ImportanceText() {}

  /** A table of the columns, the most important first. */
  public static String of(PermutationImportance importance) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "column",
            "%s %s by"
                .formatted(importance.metric(), importance.higherIsBetter() ? "falls" : "rises"),
            "deviation"));
    for (PermutationImportance.OfColumn column : importance.columns()) {
      rows.add(List.of(column.column(), number(column.mean()), number(column.deviation())));
    }
    return lines(
        String.format(
            Locale.ROOT,
            "%s is %s for %,d rows; each column is permuted %s (seed %d)",
            Visible.line(importance.metric()),
            number(importance.value()),
            importance.rows(),
            importance.repeats() == 1 ? "once" : importance.repeats() + " times",
            importance.seed()),
        Columns.layOut(rows));
  }

  /** A table of what each column contributes. */
  public static String of(Attribution attribution) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("column", "row " + attribution.row(), "baseline row", "contribution"));
    for (Attribution.OfColumn column : attribution.columns()) {
      rows.add(
          List.of(
              column.column(),
              column.cell(),
              shortened(column.baseline()),
              signed(column.contribution())));
    }
    rows.add(
        List.of(
            "together",
            number(attribution.prediction()),
            number(attribution.baseline()),
            signed(attribution.prediction() - attribution.baseline())));
    return lines(
        "prediction of %s for row %s, compared with a baseline row: the mean of each number in the data, the median of dates and the most frequent cell of other columns"
            .formatted(Visible.line(attribution.output()), attribution.row()),
        Columns.layOut(rows),
        "The contributions add up to the difference with an error of %s (%s steps)."
            .formatted(number(attribution.remainder()), attribution.steps()));
  }

  /** A table of the mean prediction for each value of the column. */
  public static String of(PartialDependence dependence) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(dependence.column()));
    header.addAll(dependence.outputs());
    rows.add(header);
    for (PartialDependence.Point point : dependence.points()) {
      List<String> row = new ArrayList<>(List.of(point.cell()));
      point.means().forEach(mean -> row.add(number(mean)));
      rows.add(row);
    }
    return lines(
        String.format(
            Locale.ROOT,
            "mean prediction over %,d rows, if all have this value of %s",
            dependence.rows(),
            Visible.line(dependence.column())),
        Columns.layOut(rows));
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), lines);
  }

  /** A mean has more digits than people read. */
  private static String shortened(String cell) {
    double number = cell.length() > SHORT ? NumberText.parse(cell) : Double.NaN;
    return Double.isNaN(number) ? cell : ShortNumber.of(number);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : ShortNumber.of(value);
  }

  private static String signed(double value) {
    return (value > 0 ? "+" : "") + number(value);
  }

  /** As JSON. */
  public static Map<String, Object> asMap(PermutationImportance importance) {
    return entries(importance);
  }

  /** As JSON. */
  public static Map<String, Object> asMap(Attribution attribution) {
    Map<String, Object> object = entries(attribution);
    object.put("remainder", attribution.remainder());
    return object;
  }

  /** As JSON. */
  public static Map<String, Object> asMap(PartialDependence dependence) {
    return entries(dependence);
  }

  /** The components; warnings stand once in the object, for all. */
  private static Map<String, Object> entries(Record data) {
    Map<String, Object> object = Json.entries(data);
    object.remove(WARNINGS);
    return object;
  }
}
