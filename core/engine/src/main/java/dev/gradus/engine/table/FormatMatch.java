package dev.gradus.engine.table;

import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The format of a CSV file that has the columns of another file, but possibly another format:
 * another delimiter, with or without a header, decimal commas instead of points.
 *
 * <p>The format of the other file is preferred wherever the file can be read with it.
 */
public final class FormatMatch {

  private final CsvFormat format;
  private final Optional<List<String>> names;
  private final List<String> differences;

  private FormatMatch(CsvFormat format, Optional<List<String>> names, List<String> differences) {
    this.format = format;
    this.names = names;
    this.differences = differences;
  }

  /**
   * The parts of a format that are set, and therefore not recognised.
   *
   * @param delimiter the delimiter of cells: one character, or {@code tab}
   * @param header whether the first line names the columns
   */
  public record Overrides(Optional<String> delimiter, Optional<Boolean> header) {

    /** Sets nothing: the whole format is recognised. */
    public static final Overrides NONE = new Overrides(Optional.empty(), Optional.empty());
  }

  /**
   * Examines a file.
   *
   * @param known the format of the other file
   * @param needed the names of required columns
   * @throws DataException if it cannot be read, is empty, or has neither a header nor the required
   *     number of columns
   */
  public static FormatMatch of(
      Path file, CsvFormat known, List<String> needed, Overrides overrides) {
    String encoding = chosen(FormatGuess.encoding(file), known.encoding());
    return new Search(
            FormatGuess.firstLines(file, encoding),
            encoding,
            String.valueOf(file.getFileName()),
            known,
            needed,
            overrides)
        .match();
  }

  /**
   * Examines the beginning of a stream.
   *
   * @param beginning of the stream; read to its end
   * @param origin its name in messages
   */
  public static FormatMatch of(
      InputStream beginning,
      String origin,
      CsvFormat known,
      List<String> needed,
      Overrides overrides)
      throws IOException {
    byte[] bytes = beginning.readAllBytes();
    String guess = TextEncoding.ofBeginning(new ByteArrayInputStream(bytes));
    String encoding = chosen(guess, known.encoding());
    List<String> lines = FormatGuess.firstLines(new ByteArrayInputStream(bytes), encoding);
    // What follows may have letters; so far all encodings of bytes agree.
    boolean open = TextEncoding.isOfBytes(known.encoding()) && isPlain(lines);
    return new Search(lines, open ? known.encoding() : encoding, origin, known, needed, overrides)
        .match();
  }

  /**
   * The encoding of the other file, unless this one shows another.
   *
   * @param guess that this file is not UTF-8, but in an encoding of bytes, is no more than a guess
   */
  private static String chosen(String guess, String known) {
    boolean keeps =
        TextEncoding.isSame(guess, known)
            || (TextEncoding.isDoubtful(guess)
                && TextEncoding.isOfBytes(known)
                && !TextEncoding.isSame(known, TextEncoding.USUAL));
    return keeps ? known : guess;
  }

  /** Whether all characters are those of ASCII, which most encodings have in common. */
  private static boolean isPlain(List<String> lines) {
    return lines.stream().allMatch(line -> line.chars().allMatch(c -> c < 128));
  }

  /** The format of the file. */
  public CsvFormat format() {
    return format;
  }

  /**
   * A table read in that format, with the column names of the other file.
   *
   * @param table without names, if the file has no header although the other one has
   */
  public Table named(Table table) {
    return names.map(table::renamed).orElse(table);
  }

  /**
   * Describes how the file differs from the other one in parts that were not set; empty if it does
   * not.
   */
  public Optional<Warning> warning(String origin) {
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Warning.of(
                "%s differs in format from the training data: %s. Gradus reads it as it is written."
                    .formatted(origin, String.join(", ", differences))));
  }

  /** The search for the format. */
  private static final class Search {

    private static final List<String> DELIMITERS = List.of(",", ";", "tab", "|");

    private final List<String> lines;
    private final String encoding;
    private final String origin;
    private final CsvFormat known;
    private final List<String> needed;
    private final Overrides overrides;
    private final List<String> differences = new ArrayList<>();

    Search(
        List<String> lines,
        String encoding,
        String origin,
        CsvFormat given,
        List<String> needed,
        Overrides overrides) {
      this.lines = lines;
      this.encoding = encoding;
      this.origin = origin;
      this.known = given.encoding(encoding).quote(quote(lines, given));
      if (!TextEncoding.isSame(encoding, given.encoding()) && !isPlain(lines)) {
        differences.add("it is in %s and not in %s".formatted(encoding, given.encoding()));
      }
      if (!known.quote().equals(given.quote())) {
        differences.add("its quotes are %s and not %s".formatted(known.quote(), given.quote()));
      }
      this.needed = needed;
      this.overrides = overrides;
      if (lines.stream().allMatch(String::isBlank)) {
        throw new DataException(origin, "the file is empty");
      }
    }

    FormatMatch match() {
      FormatGuess guess = FormatGuess.of(lines, encoding, origin, overrides.header());
      CsvFormat format =
          known.header() && !overrides.header().equals(Optional.of(false))
              ? withHeader(guess).orElseGet(() -> withoutHeader(guess))
              : withoutHeader(guess);
      Optional<List<String>> names =
          known.header() && !format.header() ? Optional.of(needed) : Optional.empty();
      if (!format.delimiter().equals(known.delimiter()) && overrides.delimiter().isEmpty()) {
        differences.add(
            0,
            "its cells are separated by '%s' and not by '%s'"
                .formatted(format.delimiter(), known.delimiter()));
      }
      return new FormatMatch(withNumbers(format, guess), names, List.copyOf(differences));
    }

    /** The format in which the header names all required columns, if there is one. */
    private Optional<CsvFormat> withHeader(FormatGuess guess) {
      for (int skip : distinct(known.skipLines(), guess.format().skipLines(), 0)) {
        for (String delimiter : delimiters(guess)) {
          List<String> cells = cellsOf(skip, delimiter);
          if (cells.containsAll(needed)) {
            return Optional.of(known.delimiter(delimiter).skipLines(skip));
          }
        }
      }
      // The most likely format is the best one to report missing columns in.
      boolean asKnown =
          cellsOf(known.skipLines(), known.delimiter()).stream().anyMatch(needed::contains);
      String delimiter = overrides.delimiter().orElse(guess.format().delimiter());
      return asKnown
          ? Optional.of(known)
          : guess.format().header() || overrides.header().isPresent()
              ? Optional.of(known.delimiter(delimiter).skipLines(guess.format().skipLines()))
              : Optional.empty();
    }

    /** The format of a file whose columns have no names. */
    private CsvFormat withoutHeader(FormatGuess guess) {
      String delimiter =
          overrides
              .delimiter()
              .orElseGet(
                  () ->
                      cellsOf(known.skipLines(), known.delimiter()).size() > 1
                          ? known.delimiter()
                          : guess.format().delimiter());
      int skip = Math.min(known.skipLines(), guess.format().skipLines());
      if (!known.header()) {
        boolean hasHeader =
            overrides.header().orElseGet(() -> guess.format().header() && !guess.doubtful());
        if (hasHeader && overrides.header().isEmpty()) {
          differences.add("it has a header line, which is skipped");
        }
        return known
            .delimiter(delimiter)
            .skipLines(hasHeader ? guess.format().skipLines() + 1 : known.skipLines());
      }
      int columns = cellsOf(skip, delimiter).size();
      if (columns != needed.size()) {
        throw new DataException(
            origin,
            "the first line (%s) does not name the columns, and there are %s of them where the model takes %s, so it is not known which is which; add a header line with the names of its columns; the model needs %s"
                .formatted(
                    ColumnNames.list(cellsOf(skip, delimiter)),
                    columns,
                    needed.size(),
                    ColumnNames.list(needed)));
      }
      if (overrides.header().isEmpty()) {
        differences.add(
            "it has no header line, so its columns are taken for %s, in this order"
                .formatted(ColumnNames.list(needed)));
      }
      return known.unnamed(false).header(false).delimiter(delimiter).skipLines(skip);
    }

    /** The quotes of the known format, unless the lines have others. */
    private static String quote(List<String> lines, CsvFormat known) {
      String guessed = FormatGuess.quote(lines);
      boolean others =
          guessed.equals(FormatGuess.SINGLE_QUOTE)
              || lines.stream().anyMatch(line -> line.contains(FormatGuess.QUOTE));
      boolean usual = FormatGuess.QUOTES.contains(known.quote());
      return usual && others ? guessed : known.quote();
    }

    private Set<Integer> distinct(int... numbers) {
      Map<Integer, Boolean> seen = new LinkedHashMap<>();
      for (int number : numbers) {
        seen.put(number, true);
      }
      return seen.keySet();
    }

    private Set<String> delimiters(FormatGuess guess) {
      Map<String, Boolean> all = new LinkedHashMap<>();
      if (overrides.delimiter().isPresent()) {
        all.put(overrides.delimiter().get(), true);
      } else {
        all.put(known.delimiter(), true);
        all.put(guess.format().delimiter(), true);
        DELIMITERS.forEach(delimiter -> all.put(delimiter, true));
      }
      return all.keySet();
    }

    /** The cells of the first line that is not blank, after a number of other lines. */
    private List<String> cellsOf(int skipped, String delimiter) {
      return lines.stream()
          .skip(skipped)
          .filter(line -> !line.isBlank())
          .findFirst()
          .map(line -> List.of(FormatGuess.cells(line, character(delimiter), known.quote())))
          .orElse(List.of());
    }

    private static String character(String delimiter) {
      return delimiter.equals("tab") ? "\t" : delimiter;
    }

    /** The number style that parses more cells as numbers; if equal, the known one. */
    private CsvFormat withNumbers(CsvFormat format, FormatGuess guess) {
      CsvFormat other =
          format
              .thousands("")
              .decimal(guess.format().decimal())
              .thousands(guess.format().thousands())
              .units(known.units().isEmpty() ? guess.format().units() : known.units());
      if (numbers(format) >= numbers(other)) {
        return format;
      }
      add("its decimals follow %s and not %s", CsvFormat::decimal, other);
      add("its thousands are separated by %s and not by %s", CsvFormat::thousands, other);
      add("its numbers have the units %s and not %s", f -> String.join(" ", f.units()), other);
      return other;
    }

    private void add(String sentence, Function<CsvFormat, String> part, CsvFormat other) {
      if (!part.apply(known).equals(part.apply(other))) {
        differences.add(sentence.formatted(quoted(part.apply(other)), quoted(part.apply(known))));
      }
    }

    private static String quoted(String text) {
      return text.isEmpty()
          ? "nothing"
          : text.equals(CsvFormat.BOTH) ? "'.' or ','" : "'" + text + "'";
    }

    private long numbers(CsvFormat format) {
      NumberStyle style = format.numbers();
      return lines.stream()
          .skip(format.skipLines())
          .filter(line -> !line.isBlank())
          .skip(format.header() ? 1 : 0)
          .flatMap(
              line ->
                  Arrays.stream(
                      FormatGuess.cells(line, character(format.delimiter()), format.quote())))
          .filter(cell -> !Double.isNaN(style.parse(cell)))
          .count();
    }
  }
}
