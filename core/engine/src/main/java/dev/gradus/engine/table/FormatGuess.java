package dev.gradus.engine.table;

import dev.gradus.runtime.column.NumberText;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The format of a CSV file, guessed from its first lines.
 *
 * @param format the format
 * @param first the cells of the first line of the table
 * @param before the lines before the table, such as a title, that are not blank and are skipped; a
 *     line that names the delimiter is not among them
 * @param doubtful whether the header could be a row, or the reverse
 */
public record FormatGuess(
    CsvFormat format, List<String> first, List<String> before, boolean doubtful) {

  private static final int MOST_LINES = 200;

  /** The number of characters after which no further line is read, except the second. */
  private static final int ENOUGH_CHARACTERS = 1 << 19;

  /** The maximum number of characters of a line that are examined. */
  private static final int MOST_CHARACTERS = 1 << 22;

  /** The number of cells of a column that show how numbers are written. */
  private static final int MOST_CELLS = 1_000;

  /** The maximum number of different words for missing values in a numeric column. */
  private static final int MOST_WORDS = 3;

  private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");

  static final String QUOTE = "\"";

  static final String SINGLE_QUOTE = "'";

  static final List<String> QUOTES = List.of(QUOTE, SINGLE_QUOTE);

  /** A whole cell in single quotes. */
  private static final Pattern IN_SINGLE_QUOTES =
      Pattern.compile("(?:^|[,;\t|])\\s*'[^']*'\\s*(?:$|[,;\t|])");

  private static final Pattern HAS_DIGIT = Pattern.compile("[0-9]");

  /** Words that always mean a missing value. */
  private static final Set<String> MARKERS =
      Set.of("?", "N/A", "n/a", "NaN", "nan", "null", "NULL");

  /**
   * Words that mean a missing value among numbers; among names they may be a name, such as the code
   * of Namibia.
   */
  private static final Set<String> MARKERS_AMONG_NUMBERS = Set.of("NA", "None", "-");

  /** Excel's first line that names the delimiter. */
  private static final String SEPARATOR = "sep=";

  public FormatGuess {
    first = List.copyOf(first);
    before = List.copyOf(before);
  }

  /**
   * Guesses the format.
   *
   * @throws DataException if the file cannot be read, or is empty
   */
  public static FormatGuess of(Path file) {
    return of(file, Optional.empty());
  }

  /**
   * Guesses the parts of the format that are not set.
   *
   * @param saidHeader whether the file has a header
   * @throws DataException if the file cannot be read, or is empty
   */
  public static FormatGuess of(Path file, Optional<Boolean> saidHeader) {
    return of(file, saidHeader, encoding(file));
  }

  /** The same for a file whose encoding is known. */
  public static FormatGuess of(Path file, Optional<Boolean> saidHeader, String encoding) {
    return of(firstLines(file, encoding), encoding, String.valueOf(file.getFileName()), saidHeader);
  }

  /**
   * Guesses the encoding of a file, from all of it: UTF-8 if it is that, or UTF-16, or an encoding
   * of Western Europe.
   *
   * @throws DataException if the file cannot be read
   */
  public static String encoding(Path file) {
    try {
      return TextEncoding.of(file);
    } catch (IOException e) {
      throw cannotBeRead(file, e);
    }
  }

  /** Whether the beginning of a file is UTF-8; then all of it mostly is. */
  public static boolean beginsInUtf8(Path file) {
    try {
      return TextEncoding.ofBeginning(file).equals(TextEncoding.USUAL);
    } catch (IOException e) {
      throw cannotBeRead(file, e);
    }
  }

  private static DataException cannotBeRead(Path file, IOException e) {
    return new DataException(
        new Problem(file.toString(), "the file cannot be read: " + IoReason.of(e)), e);
  }

  /**
   * Guesses the format from the first lines.
   *
   * @param encoding of the file
   */
  static FormatGuess of(
      List<String> all, String encoding, String name, Optional<Boolean> saidHeader) {
    boolean separatorIsSaid =
        all.size() > 1 && all.get(0).matches("(?i)\\Q" + SEPARATOR + "\\E[^A-Za-z0-9\"]");
    List<String> lines =
        all.subList(separatorIsSaid ? 1 : 0, all.size()).stream()
            .filter(line -> !line.isBlank())
            .toList();
    if (lines.isEmpty()) {
      throw new DataException(name, "the file is empty");
    }
    String quote = quote(lines);
    LinesBefore search = new LinesBefore(lines, quote, saidHeader);
    String delimiter =
        separatorIsSaid ? all.get(0).substring(SEPARATOR.length()) : delimiter(search);
    int before = search.count(delimiter);
    List<String[]> rows =
        lines.stream().skip(before).map(line -> cells(line, delimiter, quote)).toList();
    Set<String> missing = missing(rows);
    HeaderGuess guess = new HeaderGuess(rows, missing);
    boolean header = saidHeader.orElseGet(guess::isHeader);
    NumberGuess numbers =
        new NumberGuess(
            NumberGuess.columns(rows.subList(header ? 1 : 0, rows.size()), missing), delimiter);
    CsvFormat format =
        new CsvFormat(
            delimiter.equals("\t") ? "tab" : delimiter,
            quote,
            header,
            List.copyOf(missing),
            numbers.decimal(),
            numbers.thousands(),
            numbers.units(),
            header && Arrays.stream(rows.get(0)).anyMatch(String::isEmpty),
            before > 0 ? place(all, before + (separatorIsSaid ? 1 : 0)) : separatorIsSaid ? 1 : 0,
            encoding);
    return new FormatGuess(
        format,
        List.of(rows.get(0)),
        lines.subList(0, before),
        saidHeader.isEmpty() && guess.isDoubtful());
  }

  /** The number of lines before one that is not blank, of which a number of others are not. */
  private static int place(List<String> all, int others) {
    int place = 0;
    int left = others;
    while (left > 0 || all.get(place).isBlank()) {
      left -= all.get(place).isBlank() ? 0 : 1;
      place++;
    }
    return place;
  }

  /** The markers of missing values in the file, and those in numeric columns. */
  static Set<String> missing(List<String[]> rows) {
    Set<String> missing = new TreeSet<>();
    int width = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    for (int i = 0; i < width; i++) {
      int column = i;
      List<String> cells =
          rows.stream().filter(row -> row.length > column).map(row -> row[column]).toList();
      List<String> body = body(rows, column);
      boolean numbers =
          body.stream().filter(FormatGuess::isNumberLike).count()
              > body.stream().filter(cell -> !isMarker(cell) && !isNumberLike(cell)).count();
      cells.stream()
          .filter(
              cell -> MARKERS.contains(cell) || (numbers && MARKERS_AMONG_NUMBERS.contains(cell)))
          .forEach(missing::add);
    }
    return missing;
  }

  private static boolean isMarker(String cell) {
    return cell.isEmpty() || MARKERS.contains(cell) || MARKERS_AMONG_NUMBERS.contains(cell);
  }

  /**
   * The same format with what is found below the lines that it was guessed from. These are further
   * strings for missing values: the usual ones, and words without a digit, at most three, in a
   * column that otherwise contains numbers. And it is the style of numbers, if cells of a column
   * could not be read because they have another one.
   *
   * @param table read in that format; if another one is returned, read in that, it may have more
   */
  public static CsvFormat completed(CsvFormat format, Table table) {
    return withNumbers(withMissing(format, table), table);
  }

  private static CsvFormat withMissing(CsvFormat format, Table table) {
    Set<String> missing = new TreeSet<>(format.missing());
    for (Column column : table.columns()) {
      if (column instanceof TextColumn texts) {
        Set<String> words = new TreeSet<>();
        int numbers = 0;
        for (int row = 0; row < texts.rows(); row++) {
          if (!Double.isNaN(texts.number(row))) {
            numbers++;
          } else if (!texts.isMissing(row) && words.size() <= MOST_WORDS) {
            words.add(texts.text(row));
          }
        }
        boolean otherwiseNumbers =
            numbers * 2 > texts.rows()
                && words.size() <= MOST_WORDS
                && words.stream().noneMatch(word -> HAS_DIGIT.matcher(word).find());
        words.stream()
            .filter(word -> otherwiseNumbers || MARKERS.contains(word))
            .forEach(missing::add);
      }
    }
    return format.missing(List.copyOf(missing));
  }

  /**
   * The style in which cells can be read that could not be read in the style of the format. A
   * column that could be read keeps its numbers. If commas separate the cells, a late cell such as
   * "1,2" is rather two values than a number with another decimal sign.
   */
  private static CsvFormat withNumbers(CsvFormat format, Table table) {
    List<Column> late =
        table.columns().stream()
            .filter(column -> NumberGuess.areNumbers(unread(column, format.missing())))
            .toList();
    boolean isKnownHow =
        table.columns().stream()
            .allMatch(column -> !(column instanceof NumericColumn numbers) || numbers.hasTexts());
    if (late.isEmpty() || !isKnownHow) {
      return format;
    }
    List<List<String>> cells = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (Column column : table.columns()) {
      List<String> read = read(column);
      if (late.contains(column)) {
        read.addAll(unread(column, format.missing()));
        cells.add(read);
      } else if (column instanceof NumericColumn) {
        kept.addAll(read);
        cells.add(read);
      }
    }
    NumberGuess guess = new NumberGuess(cells, format.delimiter());
    if (format.delimiter().equals(",") && !guess.decimal().equals(format.decimal())) {
      return format;
    }
    Set<String> units = new TreeSet<>(format.units());
    units.addAll(guess.units());
    CsvFormat other =
        format
            .thousands("")
            .decimal(guess.decimal())
            .thousands(guess.thousands())
            .units(List.copyOf(units));
    NumberStyle style = other.numbers();
    NumberStyle known = format.numbers();
    return kept.stream().allMatch(cell -> style.parse(cell) == known.parse(cell)) ? other : format;
  }

  /**
   * The first cells of a column of texts that have digits, but are not numbers; none if the column
   * has many words, or more than a few different ones.
   */
  private static List<String> unread(Column column, List<String> missing) {
    if (!(column instanceof TextColumn)) {
      return List.of();
    }
    List<String> cells = new ArrayList<>();
    Set<String> words = new TreeSet<>();
    int difference = 0;
    for (int row = 0; row < column.rows() && cells.size() < MOST_CELLS; row++) {
      String text = column.text(row);
      if (!column.isMissing(row) && !missing.contains(text)) {
        boolean isWord = !HAS_DIGIT.matcher(text).find();
        difference += isWord ? -1 : 1;
        if (isWord) {
          words.add(text);
        } else if (Double.isNaN(column.number(row))) {
          cells.add(text);
        }
        if (words.size() > MOST_WORDS) {
          return List.of();
        }
      }
    }
    return difference > 0 ? cells : List.of();
  }

  /** The first numbers of a column, as they are written. */
  private static List<String> read(Column column) {
    List<String> cells = new ArrayList<>();
    for (int row = 0; row < column.rows() && cells.size() < MOST_LINES; row++) {
      if (!Double.isNaN(column.number(row))) {
        cells.add(column.text(row));
      }
    }
    return cells;
  }

  /**
   * The first lines, including blank ones; if they are very long, only a few, or only their
   * beginning.
   */
  static List<String> firstLines(Path file, String encoding) {
    try (InputStream in = CsvFile.open(file)) {
      return firstLines(in, encoding);
    } catch (IOException e) {
      throw cannotBeRead(file, e);
    }
  }

  /** The same for the beginning of a stream, which is read to its end. */
  static List<String> firstLines(InputStream in, String encoding) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, TextEncoding.named(encoding)))) {
      StringBuilder line = new StringBuilder();
      int characters = 0;
      int last = 0;
      boolean enough = false;
      while (!enough) {
        int c = reader.read();
        boolean lineFeedOfPair = c == '\n' && last == '\r';
        if (c < 0 || ((c == '\n' || c == '\r') && !lineFeedOfPair)) {
          lines.add(line.toString());
          line.setLength(0);
        } else if (!lineFeedOfPair && !(characters == 0 && c == '\uFEFF')) {
          line.append((char) c);
        }
        characters++;
        last = c;
        enough =
            c < 0
                || lines.size() == MOST_LINES
                || (characters >= ENOUGH_CHARACTERS && lines.size() > 1)
                || characters >= MOST_CHARACTERS;
      }
      if (lines.isEmpty()) {
        lines.add(line.toString());
      }
    }
    return lines;
  }

  /** Single quotes if most lines have a cell in them, and none has double quotes. */
  static String quote(List<String> lines) {
    List<String> body = lines.subList(Math.min(1, lines.size() - 1), lines.size());
    long single = body.stream().filter(line -> IN_SINGLE_QUOTES.matcher(line).find()).count();
    return single * 2 > body.size() && lines.stream().noneMatch(line -> line.contains(QUOTE))
        ? SINGLE_QUOTE
        : QUOTE;
  }

  /**
   * The delimiter that splits most lines into the same number of cells, more than one. Blanks are
   * taken if nothing else splits the lines, and they split all of them alike, with numbers.
   */
  private static String delimiter(LinesBefore search) {
    List<String> lines = search.lines();
    String quote = search.quote();
    String best = ",";
    long most = 0;
    for (String delimiter : DELIMITERS) {
      long alike = alike(lines.subList(search.count(delimiter), lines.size()), delimiter, quote);
      if (alike > most) {
        most = alike;
        best = delimiter;
      }
    }
    // A tab among columns of blanks is one more of them, and a decimal comma none.
    boolean open =
        most == 0
            || search.count(best) > 0
            || (best.equals("\t") && lines.stream().allMatch(line -> line.contains("  ")));
    return open && areOfBlanks(lines, quote) ? CsvFormat.BLANKS : best;
  }

  /** The number of lines with as many cells as the first; 0 if it has only one. */
  private static long alike(List<String> lines, String delimiter, String quote) {
    int cells = cells(lines.get(0), delimiter, quote).length;
    return cells < 2
        ? 0
        : lines.stream().filter(line -> cells(line, delimiter, quote).length == cells).count();
  }

  private static boolean areOfBlanks(List<String> lines, String quote) {
    return lines.size() > 1
        && alike(lines, CsvFormat.BLANKS, quote) == lines.size()
        && lines.stream()
            .skip(1)
            .allMatch(
                line ->
                    Arrays.stream(cells(line, CsvFormat.BLANKS, quote))
                        .anyMatch(FormatGuess::isNumberLike));
  }

  /** Splits a line, except within quotes; good enough for a guess. */
  static String[] cells(String text, String delimiter, String quote) {
    boolean blanks = delimiter.equals(CsvFormat.BLANKS);
    String line = blanks ? text.strip() : text;
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length() && cells.size() <= CsvReader.MOST_COLUMNS; i++) {
      char c = line.charAt(i);
      if (c == quote.charAt(0) && (quoted || quote.equals(QUOTE) || cell.toString().isBlank())) {
        quoted = !quoted;
      } else if (!quoted && blanks && (c == ' ' || c == '\t')) {
        if (line.charAt(i - 1) != ' ' && line.charAt(i - 1) != '\t') {
          cells.add(cell.toString().strip());
          cell.setLength(0);
        }
      } else if (!quoted && !blanks && delimiter.charAt(0) == c) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells.toArray(String[]::new);
  }

  /** The cells of a column below the first. */
  static List<String> body(List<String[]> rows, int column) {
    return rows.stream()
        .skip(1)
        .filter(row -> row.length > column)
        .map(row -> row[column])
        .toList();
  }

  private static boolean isNumber(String cell) {
    return !Double.isNaN(NumberText.parse(cell));
  }

  /** A number in any style: digits, signs, separators and at most a short unit. */
  static boolean isNumberLike(String cell) {
    return isNumber(cell)
        || cell.matches(
            "[-+]?[^0-9A-Za-z]{0,2}[-+]?[0-9][0-9., '\\u00A0\\u202F]*[^0-9A-Za-z]{0,2}");
  }
}
