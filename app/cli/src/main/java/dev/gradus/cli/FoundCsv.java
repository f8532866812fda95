package dev.gradus.cli;

import dev.gradus.engine.data.CsvFormat;
import dev.gradus.engine.data.CsvReader;
import dev.gradus.engine.data.FormatGuess;
import dev.gradus.engine.data.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A CSV file.
 *
 * @param format how it is written, as far as can be guessed
 */
record FoundCsv(Path file, CsvFormat format, Table table) implements Found {

  /**
   * Reads it.
   *
   * @throws dev.gradus.engine.data.DataException naming the line, if something is wrong with it
   */
  static FoundCsv read(Path file) {
    CsvFormat guessed = FormatGuess.of(file);
    Table table = CsvReader.read(file, guessed);
    CsvFormat format = FormatGuess.completed(guessed, table);
    return new FoundCsv(
        file, format, format.equals(guessed) ? table : CsvReader.read(file, format));
  }

  @Override
  public String description() {
    return "%s rows, %s columns, delimiter %s, %s%s"
        .formatted(
            table.rows(),
            table.columns().size(),
            format.delimiter(),
            format.header() ? "with a header" : "without a header",
            format.missing().isEmpty()
                ? ""
                : ", missing values are " + String.join(" ", format.missing()));
  }

  @Override
  public Map<String, Object> asMap() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("format", "csv");
    object.put("delimiter", format.delimiter());
    object.put("header", format.header());
    object.put("missing", format.missing());
    return object;
  }

  /** The last one, as is the custom. */
  @Override
  public Optional<String> usualTarget() {
    return Optional.of(table.names().get(table.names().size() - 1));
  }

  @Override
  public List<String> source(YamlPlace place) {
    List<String> lines = new ArrayList<>(List.of("csv: " + place.nameOf(file)));
    if (!format.equals(new CsvFormat())) {
      lines.add("format: " + formatText());
    }
    return lines;
  }

  private String formatText() {
    List<String> parts = new ArrayList<>();
    CsvFormat usual = new CsvFormat();
    if (!format.delimiter().equals(usual.delimiter())) {
      parts.add("delimiter: " + YamlPlace.quoted(format.delimiter()));
    }
    if (!format.header()) {
      parts.add("header: false");
    }
    if (!format.missing().isEmpty()) {
      parts.add(
          format.missing().stream()
              .map(YamlPlace::quoted)
              .collect(Collectors.joining(", ", "missing: [", "]")));
    }
    return parts.stream().collect(Collectors.joining(", ", "{", "}"));
  }
}
