package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.data.CsvFormat;
import dev.gradus.engine.data.CsvReader;
import dev.gradus.engine.data.FormatGuess;
import dev.gradus.engine.data.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is in a CSV file. */
@Command(
    description =
        "Shows what is in a CSV file: its format, columns, types, missing and different values.",
    mixinStandardHelpOptions = true)
final class DataCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The CSV file.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Override
  public Integer call() {
    CsvFormat format = FormatGuess.of(file);
    Table table = CsvReader.read(file, format);
    List<ColumnSummary> columns = table.columns().stream().map(ColumnSummary::of).toList();
    System.out.println(
        json ? Json.write(asMap(format, table, columns)) : text(table, columns, format));
    return Main.DONE;
  }

  private String text(Table table, List<ColumnSummary> columns, CsvFormat format) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("column", "type", "missing", "different", "from", "mean", "to", "most frequent"));
    for (ColumnSummary column : columns) {
      rows.add(
          List.of(
              column.name(),
              typeOf(column),
              Integer.toString(column.missing()),
              Integer.toString(column.distinct()),
              column.numeric() ? MetricTable.text(column.least()) : "",
              column.numeric() ? MetricTable.text(column.mean()) : "",
              column.numeric() ? MetricTable.text(column.largest()) : "",
              String.join(", ", column.frequent())));
    }
    return "%s: %s rows, %s columns, delimiter %s, %s%s\n\n%s\n\ngradus init %s writes a configuration for it"
        .formatted(
            file,
            table.rows(),
            columns.size(),
            format.delimiter(),
            format.header() ? "with a header" : "without a header",
            format.missing().isEmpty()
                ? ""
                : ", missing values are " + String.join(" ", format.missing()),
            Columns.layOut(rows),
            file);
  }

  private static String typeOf(ColumnSummary column) {
    if (column.looksBoolean()) {
      return "boolean";
    }
    return column.numeric() ? "numeric" : "categorical";
  }

  private Map<String, Object> asMap(CsvFormat format, Table table, List<ColumnSummary> columns) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", file.toString());
    object.put("rows", table.rows());
    object.put("delimiter", format.delimiter());
    object.put("header", format.header());
    object.put("missing", format.missing());
    List<Object> list = new ArrayList<>();
    for (ColumnSummary column : columns) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", column.name());
      entry.put("type", typeOf(column));
      entry.put("numeric", column.numeric());
      entry.put("missing", column.missing());
      entry.put("distinct", column.distinct());
      entry.put("least", column.least());
      entry.put("mean", column.mean());
      entry.put("largest", column.largest());
      entry.put("frequent", column.frequent());
      list.add(entry);
    }
    object.put("columns", list);
    return object;
  }
}
