package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.FormatGuess;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TableCache;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.problem.Warning;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A CSV file.
 *
 * @param format the detected format
 * @param doubtful the cells of the first line if it could be a header or a row
 */
record DetectedCsv(Path file, CsvFormat format, Table table, Optional<List<String>> doubtful)
    implements DetectedData {

  /** The number of cells of the first line that are shown. */
  private static final int MOST_SHOWN = 5;

  private static final CsvFormat USUAL = new CsvFormat();

  /** Names for decimal signs that are not clear by themselves. */
  private static final Map<String, String> DECIMALS =
      Map.of(",", "a comma", "both", "a comma or a point");

  /**
   * Reads the file.
   *
   * @param cache keeps a table that does not fit into memory
   * @param header whether the first line names the columns; detected if empty
   * @param target the column to predict, if the user names one; then the first line names the
   *     columns if it has this name
   * @throws dev.gradus.runtime.problem.DataException with the line, if something is wrong with it
   */
  static DetectedCsv read(
      TableCache cache, Path file, Optional<Boolean> header, Optional<String> target) {
    FormatGuess guess = FormatGuess.of(file, header);
    if (header.isEmpty() && target.filter(name -> isName(name, guess)).isPresent()) {
      // The user names what the guess took for a cell of the first row; this may be wrong, too.
      FormatGuess named = FormatGuess.of(file, Optional.of(true));
      return read(cache, file, new FormatGuess(named.format(), named.first(), true));
    }
    return read(cache, file, guess);
  }

  /** Whether the first line, which is read as a row, has a name that is no number of a column. */
  private static boolean isName(String name, FormatGuess guess) {
    boolean isNumber =
        ColumnNames.isNumber(name)
            && new BigInteger(name).compareTo(BigInteger.valueOf(guess.first().size())) <= 0;
    return !guess.format().header() && !isNumber && guess.first().contains(name);
  }

  private static DetectedCsv read(TableCache cache, Path file, FormatGuess guess) {
    Table table = cache.read(file, guess.format(), Integer.MAX_VALUE);
    CsvFormat format = FormatGuess.completed(guess.format(), table);
    return new DetectedCsv(
        file,
        format,
        format.equals(guess.format()) ? table : cache.read(file, format, Integer.MAX_VALUE),
        Optional.of(guess.first()).filter(first -> guess.doubtful()));
  }

  @Override
  public List<Warning> doubts(String name) {
    return Stream.concat(doubtOfHeader(name).stream(), doubtOfEncoding(name).stream()).toList();
  }

  /** That a file is not UTF-8 is certain; what else it is may be wrong. */
  private Optional<Warning> doubtOfEncoding(String name) {
    return Optional.of(format.encoding())
        .filter(encoding -> !encoding.startsWith("utf-"))
        .map(
            encoding ->
                Warning.of(
                    "%s: the file is not UTF-8 and is read as %s; if its letters then look wrong, name its encoding (in a configuration, format: {encoding: …})"
                        .formatted(name, encoding)));
  }

  private Optional<Warning> doubtOfHeader(String name) {
    return doubtful.map(
        first ->
            Warning.of(
                (format.header()
                        ? "%s: the first line (%s) is read as the names of the columns; if it is the first row of the data, use --header=false (in a configuration, format: {header: false})"
                        : "%s: the first line (%s) is read as the first row of the data; if it names the columns, use --header=true (in a configuration, leave header: false out of format)")
                    .formatted(name, beginning(first))));
  }

  private static String beginning(List<String> cells) {
    return cells.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "))
        + (cells.size() > MOST_SHOWN ? " ..." : "");
  }

  @Override
  public String description() {
    List<String> parts = new ArrayList<>();
    parts.add(PlanText.counted(table.rows(), "row"));
    parts.add(PlanText.counted(table.columns().size(), "column"));
    if (!format.encoding().equals(USUAL.encoding())) {
      parts.add("in " + format.encoding());
    }
    parts.add("delimiter '" + format.delimiter() + "'");
    if (!format.quote().equals(USUAL.quote())) {
      parts.add("quotes " + format.quote());
    }
    parts.add(format.header() ? "with a header" : "without a header");
    if (format.skipLines() > 0) {
      parts.add("starting in line " + (format.skipLines() + 1));
    }
    if (!format.missing().isEmpty()) {
      parts.add("missing values are " + String.join(" ", format.missing()));
    }
    if (!format.decimal().equals(USUAL.decimal())) {
      parts.add("decimals after " + DECIMALS.getOrDefault(format.decimal(), format.decimal()));
    }
    if (!format.thousands().isEmpty()) {
      parts.add("thousands separated by '%s'".formatted(format.thousands()));
    }
    if (!format.units().isEmpty()) {
      parts.add("numbers with the units " + String.join(" ", format.units()));
    }
    return String.join(", ", parts);
  }

  @Override
  public Map<String, Object> asMap() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("format", "csv");
    object.put("encoding", format.encoding());
    object.put("delimiter", format.delimiter());
    object.put("quote", format.quote());
    object.put("header", format.header());
    object.put("missing", format.missing());
    object.put("decimal", format.decimal());
    object.put("thousands", format.thousands());
    object.put("units", format.units());
    object.put("unnamed", format.unnamed());
    object.put("skip-lines", format.skipLines());
    return object;
  }

  @Override
  public Optional<UsualTarget> usualTarget(List<ColumnSummary> columns) {
    return Optional.of(UsualTarget.of(this, columns));
  }

  @Override
  public boolean isUnnamed(String column) {
    int place = table.names().indexOf(column) + 1;
    return format.unnamed() && column.matches("(column )*" + place);
  }

  @Override
  public List<String> source(YamlPlace place) {
    List<String> lines = new ArrayList<>(List.of("csv: " + place.nameOf(file)));
    if (!format.equals(USUAL)) {
      lines.add("format: " + formatText());
    }
    return lines;
  }

  private String formatText() {
    List<String> parts = new ArrayList<>();
    if (!format.delimiter().equals(USUAL.delimiter())) {
      parts.add("delimiter: " + YamlPlace.quoted(format.delimiter()));
    }
    if (!format.quote().equals(USUAL.quote())) {
      parts.add("quote: " + YamlPlace.quoted(format.quote()));
    }
    if (!format.header()) {
      parts.add("header: false");
    }
    if (!format.missing().isEmpty()) {
      parts.add("missing: " + list(format.missing()));
    }
    if (!format.decimal().equals(USUAL.decimal())) {
      parts.add("decimal: " + YamlPlace.quoted(format.decimal()));
    }
    if (!format.thousands().isEmpty()) {
      parts.add("thousands: " + YamlPlace.quoted(format.thousands()));
    }
    if (!format.units().isEmpty()) {
      parts.add("units: " + list(format.units()));
    }
    if (format.unnamed()) {
      parts.add("unnamed: true");
    }
    if (format.skipLines() > 0) {
      parts.add("skip-lines: " + format.skipLines());
    }
    if (!format.encoding().equals(USUAL.encoding())) {
      parts.add("encoding: " + format.encoding());
    }
    return parts.stream().collect(Collectors.joining(", ", "{", "}"));
  }

  private static String list(List<String> texts) {
    return texts.stream().map(YamlPlace::quoted).collect(Collectors.joining(", ", "[", "]"));
  }
}
