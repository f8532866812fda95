package dev.gradus.sources;

import dev.gradus.spi.DataSource;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sparse format of LIBSVM: a line for each example, the label and then pairs of a number of a
 * column, from 1, and its value; what is left out is 0. Behind a # is a comment.
 *
 * @param file the file
 * @param columns how many columns there are; empty for as many as the largest number says
 */
@Plugin(
    name = "libsvm",
    summary =
        "The sparse format of LIBSVM, label 1:0.5 7:2: columns x1, x2, ..., 0 where nothing is said, and label.",
    reference = "C.-C. Chang, C.-J. Lin, LIBSVM: A Library for Support Vector Machines, 2011")
public record LibSvm(
    @Option("the file") Optional<Path> file,
    @Option(value = "how many columns; if left out, as many as the largest number says", min = 1)
        Optional<Integer> columns)
    implements DataSource {

  private static final int MOST_COLUMNS = 65_535;

  /** Without a file, which has to be named. */
  public LibSvm() {
    this(Optional.empty(), Optional.empty());
  }

  /** Checks the options. */
  public LibSvm {
    Options.check(LibSvm.class, file, columns);
  }

  @Override
  public void read(Rows rows) throws IOException {
    Path path = file.orElseThrow(() -> new IllegalArgumentException("file must name the file"));
    int width = columns.isPresent() ? columns.get() : largest(path);
    List<String> names = new ArrayList<>();
    for (int j = 1; j <= width; j++) {
      names.add("x" + j);
    }
    names.add("label");
    rows.columns(names);
    each(
        path,
        (line, parts) -> {
          double[] row = new double[width + 1];
          row[width] = number(path, line, parts[0]);
          for (int i = 1; i < parts.length; i++) {
            int colon = parts[i].indexOf(':');
            int column = column(path, line, parts[i], colon);
            if (column > width) {
              throw refusal(path, line, "column %s, but there are %s".formatted(column, width));
            }
            row[column - 1] = number(path, line, parts[i].substring(colon + 1));
          }
          rows.numbers(row);
        });
  }

  private static int largest(Path path) throws IOException {
    int[] largest = {1};
    each(
        path,
        (line, parts) -> {
          for (int i = 1; i < parts.length; i++) {
            largest[0] = Math.max(largest[0], column(path, line, parts[i], parts[i].indexOf(':')));
          }
        });
    return largest[0];
  }

  private interface Line {
    void take(int number, String[] parts);
  }

  private static void each(Path path, Line taker) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(path)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        int comment = line.indexOf('#');
        String text = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (!text.isEmpty()) {
          taker.take(number, text.split("\\s+", -1));
        }
      }
    }
  }

  private static int column(Path path, int line, String pair, int colon) {
    String digits = colon < 0 ? "" : pair.substring(0, colon);
    if (!digits.matches("[0-9]{1,6}")) {
      throw refusal(path, line, "'%s', which is no pair of a column and a value".formatted(pair));
    }
    int column = Integer.parseInt(digits);
    if (column < 1 || column > MOST_COLUMNS) {
      throw refusal(path, line, "column %s; they go from 1 to %s".formatted(column, MOST_COLUMNS));
    }
    return column;
  }

  private static double number(Path path, int line, String text) {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw refusal(path, line, "'%s', which is no finite number".formatted(text));
  }

  private static IllegalArgumentException refusal(Path path, int line, String what) {
    return new IllegalArgumentException("%s:%s has %s".formatted(path.getFileName(), line, what));
  }
}
