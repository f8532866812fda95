package dev.gradus.cli;

import dev.gradus.cli.text.PlanText;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.data.DateGaps;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.FormatGuess;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TableCache;
import dev.gradus.engine.table.TextColumn;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A CSV file.
 *
 * @param format the detected format
 * @param sentences what was detected but could be wrong
 */
record DetectedCsv(Path file, CsvFormat format, Table table, List<String> sentences)
    implements DetectedData {

  /** The number of cells of the first line that are shown. */
  private static final int MOST_SHOWN = 5;

  /** The length of a line before the table that is shown. */
  private static final int LONGEST_SHOWN = 40;

  /** How often a file is read; each time may show more of its format. */
  private static final int MOST_READINGS = 3;

  private static final CsvFormat USUAL = new CsvFormat();

  /** Names for decimal signs that are not clear by themselves. */
  private static final Map<String, String> DECIMALS =
      Map.of(",", "a comma", "both", "a comma or a point");

  /** Cells of a row that sums up those above it. */
  private static final Pattern TOTAL =
      Pattern.compile(
          "(?i)((grand|sub)[ -]?)?totals?|sum|average|mean|summe|gesamt(summe)?|insgesamt|durchschnitt|mittelwert");

  DetectedCsv {
    sentences = List.copyOf(sentences);
  }

  /**
   * Reads the file.
   *
   * @param cache keeps a table that does not fit into memory
   * @param said about the format
   * @param target the column to predict, if the user names one; then the first line names the
   *     columns if it has this name
   * @throws DataException with the line, if something is wrong with it
   */
  static DetectedCsv read(TableCache cache, Path file, SaidFormat said, Optional<String> target) {
    if (said.whole().isPresent()) {
      return read(cache, file, new FormatGuess(said.whole().get(), List.of(), List.of(), false));
    }
    if (mayNotFit(file) || !FormatGuess.beginsInUtf8(file)) {
      return read(cache, file, said.header(), target, FormatGuess.encoding(file));
    }
    try {
      return read(cache, file, said.header(), target, USUAL.encoding());
    } catch (DataException e) {
      // The rest may be in another encoding, which only a look at all of it tells.
      String encoding = FormatGuess.encoding(file);
      if (encoding.equals(USUAL.encoding())) {
        throw e;
      }
      return read(cache, file, said.header(), target, encoding);
    }
  }

  /**
   * Whether the table may not fit into memory. Then it is kept in a file, which should not be made
   * in vain.
   */
  private static boolean mayNotFit(Path file) {
    return file.toFile().length() > Runtime.getRuntime().maxMemory() / 4;
  }

  private static DetectedCsv read(
      TableCache cache,
      Path file,
      Optional<Boolean> header,
      Optional<String> target,
      String encoding) {
    FormatGuess guess = FormatGuess.of(file, header, encoding);
    if (header.isEmpty() && target.filter(name -> isName(name, guess)).isPresent()) {
      // The user names what the guess took for a cell of the first row; this may be wrong, too.
      FormatGuess named = FormatGuess.of(file, Optional.of(true), encoding);
      return read(
          cache, file, new FormatGuess(named.format(), named.first(), named.before(), true));
    }
    return read(cache, file, guess);
  }

  /**
   * Whether the first line, which is read as a row, has a name that is not the number of a column.
   */
  private static boolean isName(String name, FormatGuess guess) {
    boolean isNumber =
        ColumnNames.isNumber(name)
            && new BigInteger(name).compareTo(BigInteger.valueOf(guess.first().size())) <= 0;
    return !guess.format().header() && !isNumber && guess.first().contains(name);
  }

  private static DetectedCsv read(TableCache cache, Path file, FormatGuess guess) {
    CsvFormat format = guess.format();
    Table table = cache.read(file, format, Integer.MAX_VALUE);
    List<String> sentences = new ArrayList<>();
    doubtOfBefore(guess).ifPresent(sentences::add);
    doubtOfHeader(guess).ifPresent(sentences::add);
    doubtOfEncoding(format).ifPresent(sentences::add);
    doubtOfTotal(table).ifPresent(sentences::add);
    for (int reading = 1; reading < MOST_READINGS; reading++) {
      List<DateGaps> gaps = DateGaps.in(table);
      CsvFormat completed = withMissing(FormatGuess.completed(format, table), gaps);
      if (completed.equals(format)) {
        break;
      }
      gaps.stream()
          .filter(each -> each.mistaken() > 0)
          .map(DetectedCsv::doubtOfDates)
          .forEach(sentences::add);
      format = completed;
      table = cache.read(file, format, Integer.MAX_VALUE);
    }
    return new DetectedCsv(file, format, table, sentences);
  }

  private static CsvFormat withMissing(CsvFormat format, List<DateGaps> gaps) {
    Set<String> missing = new TreeSet<>(format.missing());
    gaps.forEach(each -> missing.addAll(each.texts()));
    return format.missing(List.copyOf(missing));
  }

  @Override
  public List<Warning> doubts(String name) {
    return sentences.stream().map(sentence -> Warning.of(name + ": " + sentence)).toList();
  }

  private static Optional<String> doubtOfBefore(FormatGuess guess) {
    return guess.before().stream()
        .findFirst()
        .map(
            line ->
                "the table begins in line %s; the lines before it ('%s' ...) are left out (format: {skip-lines: %s})"
                    .formatted(
                        guess.format().skipLines() + 1,
                        line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) : line,
                        guess.format().skipLines()));
  }

  /** That a file is not UTF-8 is certain; what else it is may be wrong. */
  private static Optional<String> doubtOfEncoding(CsvFormat format) {
    return Optional.of(format.encoding())
        .filter(encoding -> !encoding.startsWith("utf-"))
        .map(
            "the file is not UTF-8 and is read as %s; if its letters then look wrong, name its encoding (in a configuration, format: {encoding: …})"
                ::formatted);
  }

  private static Optional<String> doubtOfHeader(FormatGuess guess) {
    return Optional.of(guess)
        .filter(FormatGuess::doubtful)
        .map(
            each ->
                (each.format().header()
                        ? "the first line (%s) is read as the names of the columns; if it is the first row of the data, use --header=false (in a configuration, format: {header: false})"
                        : "the first line (%s) is read as the first row of the data; if it names the columns, use --header=true (in a configuration, leave header: false out of format)")
                    .formatted(beginning(each.first())));
  }

  private static Optional<String> doubtOfTotal(Table table) {
    int last = table.rows() - 1;
    return table.columns().stream()
        .filter(TextColumn.class::isInstance)
        .filter(column -> TOTAL.matcher(column.text(last)).matches())
        .filter(column -> isAlone(column, last))
        .findFirst()
        .map(
            column ->
                "the last row, in line %s, has '%s' in column '%s'; if it sums up the rows above, remove it from the file"
                    .formatted(table.lineOf(last), column.text(last), column.name()));
  }

  private static boolean isAlone(Column column, int row) {
    String text = column.text(row);
    return IntStream.range(0, row).noneMatch(other -> column.text(other).equals(text));
  }

  private static String doubtOfDates(DateGaps gaps) {
    return (gaps.mistaken() == 1
            ? "column '%1$s' has 1 cell that is not a date (%3$s) and counts as missing (format: {missing: …})"
            : "column '%s' has %s cells that are not dates (%s) and count as missing (format: {missing: …})")
        .formatted(
            gaps.column(),
            gaps.mistaken(),
            gaps.texts().stream()
                .filter(text -> text.matches(".*[0-9].*"))
                .collect(Collectors.joining("', '", "'", "'")));
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
