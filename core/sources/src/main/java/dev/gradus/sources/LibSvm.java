package dev.gradus.sources;

import dev.gradus.spi.DataSource;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Recognised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sparse format of LIBSVM: each line is an example with its label and then index:value pairs,
 * with indices from 1; all other values are 0. A # starts a comment.
 *
 * <p>A line has one label, a number, and each column at most once, in any order. Lines with several
 * labels, and groups of a ranking ({@code qid:1}), are refused. A column has a number up to 65,535,
 * a label or a pair at most 100 characters; a line may be as long as that allows.
 *
 * @param file the file
 * @param columns the number of columns; empty for the largest index
 */
@Plugin(
    name = "libsvm",
    summary =
        "The sparse format of LIBSVM, label 1:0.5 7:2: columns x1, x2, ..., 0 by default, and label.",
    reference = "C.-C. Chang, C.-J. Lin, LIBSVM: A Library for Support Vector Machines, 2011")
public record LibSvm(
    @Option("the file") Optional<Path> file,
    @Option(value = "the number of columns; if left out, the largest index", min = 1)
        Optional<Integer> columns)
    implements DataSource {

  private static final int MOST_COLUMNS = 65_535;

  private static final String LABEL = "label";

  private static final Pattern COLUMN = Pattern.compile("x([0-9]{1,5})");

  /** Creates a source without a file, which must be set. */
  public LibSvm() {
    this(Optional.empty(), Optional.empty());
  }

  public LibSvm {
    Options.check(LibSvm.class, file, columns);
  }

  @Override
  public void read(Rows rows) throws IOException {
    Path path = file.orElseThrow(() -> new IllegalArgumentException("file must name the file"));
    if (columns.isEmpty() && Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          path.getFileName()
              + ": this can be read only once, so set columns to the number of columns");
    }
    int width = columns.isPresent() ? columns.get() : largest(path);
    List<String> names = new ArrayList<>();
    for (int j = 1; j <= width; j++) {
      names.add("x" + j);
    }
    names.add(LABEL);
    rows.columns(names);
    try (SparseLines lines = new SparseLines(path)) {
      int[] saidInLine = new int[width];
      for (int number = 1; lines.nextLine(); number++) {
        double[] row = new double[width + 1];
        row[width] = label(lines);
        for (Optional<String> pair = lines.nextWord(); pair.isPresent(); pair = lines.nextWord()) {
          int column = column(lines, pair.get());
          if (column > width) {
            throw lines.refusal("there is no column %s: columns is %s".formatted(column, width));
          }
          if (saidInLine[column - 1] == number) {
            throw lines.refusal(
                "column %s comes twice; leave one of the two out".formatted(column));
          }
          saidInLine[column - 1] = number;
          row[column - 1] = value(lines, pair.get());
        }
        rows.numbers(row);
      }
    }
  }

  /** Recognises a file by its first lines, or by its name. */
  @Override
  public Optional<Recognised> recognise(Path path) {
    return SparseBeginning.isIn(path)
        ? Optional.of(
            Recognised.as("the format of LIBSVM", new LibSvm(Optional.of(path), Optional.empty()))
                .target(LABEL))
        : Optional.empty();
  }

  /** In another file, the last columns of the model may be 0 in every row. */
  @Override
  public Optional<DataSource> forColumns(List<String> names) {
    return names.stream()
        .map(COLUMN::matcher)
        .filter(Matcher::matches)
        .map(name -> Integer.valueOf(name.group(1)))
        .max(Integer::compare)
        .filter(most -> most > 0)
        .map(most -> new LibSvm(file, Optional.of(most)));
  }

  private static int largest(Path path) throws IOException {
    int largest = 1;
    try (SparseLines lines = new SparseLines(path)) {
      while (lines.nextLine()) {
        label(lines);
        for (Optional<String> pair = lines.nextWord(); pair.isPresent(); pair = lines.nextWord()) {
          largest = Math.max(largest, column(lines, pair.get()));
        }
      }
    }
    return largest;
  }

  private static double label(SparseLines lines) throws IOException {
    String label = lines.nextWord().orElseThrow();
    if (label.matches("[^,:]+(,[^,:]+)+")) {
      throw lines.refusal(
          "a line has one label, but here are several, %s; to predict several, write a CSV file with a column of 0 and 1 for each"
              .formatted(label));
    }
    if (label.indexOf(':') >= 0) {
      throw lines.refusal(
          "there is no label before '%s'; a line begins with its label, a number".formatted(label));
    }
    return number(lines, label);
  }

  private static int column(SparseLines lines, String pair) {
    int colon = pair.indexOf(':');
    String digits = colon < 0 ? "" : pair.substring(0, colon);
    if (digits.equals("qid")) {
      throw lines.refusal(
          "'%s' is the group of a ranking, which cannot be learned from; take the groups out of the file"
              .formatted(pair));
    }
    if (!digits.matches("[0-9]{1,6}")) {
      throw lines.refusal(
          "'%s' is not a pair of a column and a value, such as 7:0.5".formatted(pair));
    }
    int column = Integer.parseInt(digits);
    if (column < 1 || column > MOST_COLUMNS) {
      throw lines.refusal(
          "there is no column %s: columns are numbered from 1 to %s"
              .formatted(column, MOST_COLUMNS));
    }
    return column;
  }

  private static double value(SparseLines lines, String pair) {
    return number(lines, pair.substring(pair.indexOf(':') + 1));
  }

  private static double number(SparseLines lines, String text) {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number) && !text.matches(".*[xXdDfF].*")) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw lines.refusal("'%s' is not a finite number".formatted(text));
  }
}
