package dev.gradus.engine.data;

import dev.gradus.engine.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Guesses how a CSV file is written from its first lines. */
public final class FormatGuess {

  private static final int MOST_LINES = 200;
  private static final int MOST_CHARACTERS = 1 << 20;

  /** How many different words may stand for missing values in a column of numbers. */
  private static final int MOST_WORDS = 3;

  private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");

  /** What people write for a value that is missing. */
  private static final List<String> MARKERS =
      List.of("?", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "-");

  private FormatGuess() {}

  /**
   * Guesses.
   *
   * @throws DataException if the file cannot be read, or is empty
   */
  public static CsvFormat of(Path file) {
    List<String> lines = firstLines(file);
    if (lines.isEmpty()) {
      throw new DataException(String.valueOf(file.getFileName()), "the file is empty");
    }
    String delimiter = delimiter(lines);
    List<String[]> rows = new ArrayList<>();
    for (String line : lines) {
      rows.add(cells(line, delimiter));
    }
    Set<String> missing = new TreeSet<>();
    for (String[] row : rows) {
      for (String cell : row) {
        if (MARKERS.contains(cell)) {
          missing.add(cell);
        }
      }
    }
    return new CsvFormat(
        delimiter.equals("\t") ? "tab" : delimiter,
        "\"",
        hasHeader(rows, missing),
        List.copyOf(missing));
  }

  /**
   * The same format with the texts that, below the lines it was guessed from, turn out to stand for
   * missing values: the usual ones, and words without a digit, at most three, in a column that is
   * otherwise made of numbers.
   *
   * @param table what was read in that format
   */
  public static CsvFormat completed(CsvFormat format, Table table) {
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
                && words.stream().noneMatch(word -> word.matches(".*[0-9].*"));
        words.stream()
            .filter(word -> otherwiseNumbers || MARKERS.contains(word))
            .forEach(missing::add);
      }
    }
    return new CsvFormat(format.delimiter(), format.quote(), format.header(), List.copyOf(missing));
  }

  private static List<String> firstLines(Path file) {
    List<String> lines = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      int characters = 0;
      String line = reader.readLine();
      while (line != null && lines.size() < MOST_LINES && characters < MOST_CHARACTERS) {
        if (!line.isBlank()) {
          lines.add(line.startsWith("\uFEFF") ? line.substring(1) : line);
        }
        characters += line.length();
        line = reader.readLine();
      }
    } catch (IOException e) {
      throw new DataException(
          new Problem(file.toString(), "the file cannot be read: " + IoReason.of(e)), e);
    }
    return lines;
  }

  /** The one that cuts most lines into the same number of cells, more than one. */
  private static String delimiter(List<String> lines) {
    String best = ",";
    long most = 0;
    for (String delimiter : DELIMITERS) {
      int cells = cells(lines.get(0), delimiter).length;
      long alike =
          cells < 2
              ? 0
              : lines.stream().filter(line -> cells(line, delimiter).length == cells).count();
      if (alike > most) {
        most = alike;
        best = delimiter;
      }
    }
    return best;
  }

  /** Good enough to guess: what is in quotes is not cut. */
  private static String[] cells(String line, String delimiter) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && delimiter.charAt(0) == c) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells.toArray(String[]::new);
  }

  /**
   * The first line names columns if no number is in it, and nothing comes twice or is missing but,
   * as where rows are numbered, the first name; or if it has a word above numbers. Whoever reads
   * the file then says what is wrong with a name that comes twice or is missing.
   */
  private static boolean hasHeader(List<String[]> rows, Set<String> missing) {
    String[] first = rows.get(0);
    boolean distinct = Arrays.stream(first).distinct().count() == first.length;
    boolean anyNumber = Arrays.stream(first).anyMatch(FormatGuess::isNumber);
    boolean anyMissing =
        Arrays.stream(first).skip(1).anyMatch(cell -> cell.isEmpty() || missing.contains(cell));
    return !anyNumber && ((distinct && !anyMissing) || hasWordAboveNumbers(rows, missing));
  }

  private static boolean hasWordAboveNumbers(List<String[]> rows, Set<String> missing) {
    String[] first = rows.get(0);
    for (int i = 0; i < first.length; i++) {
      int column = i;
      boolean word = !first[i].isEmpty() && !missing.contains(first[i]);
      long numbers =
          rows.stream().filter(row -> row.length > column && isNumber(row[column])).count();
      if (word && numbers * 2 > rows.size() - 1) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNumber(String cell) {
    return !Double.isNaN(NumberText.parse(cell));
  }
}
