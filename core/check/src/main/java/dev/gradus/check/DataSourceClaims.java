package dev.gradus.check;

import dev.gradus.spi.DataSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** The claims about a {@link DataSource}; it must have something to read. */
final class DataSourceClaims {

  private DataSourceClaims() {}

  static void addTo(Claims claims, DataSource source) {
    claims
        .that("it names its columns once, and has rows that fit them", () -> checkRows(source))
        .that("read again, it returns the same", () -> checkAgain(source))
        .that("several threads read the same", () -> checkThreads(source))
        .that(
            "to recognise a file it reads little and changes nothing",
            () -> RecognitionClaims.checkAnyFile(source))
        .that(
            "it can read the files that it recognises",
            () -> RecognitionClaims.checkOwnFile(source));
  }

  /** The names of the columns that a source reads. */
  static List<String> columnsOf(DataSource source) throws IOException {
    return read(source).names;
  }

  /** Everything that was read, cell by cell. */
  private static final class Written implements DataSource.Rows {

    private final List<String> names = new ArrayList<>();
    private final List<String> cells = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    @Override
    public void columns(List<String> given) {
      if (!names.isEmpty()) {
        wrong.add("names its columns twice");
      }
      if (given.isEmpty()
          || new HashSet<>(given).size() < given.size()
          || given.stream().anyMatch(String::isBlank)) {
        wrong.add("names its columns %s; names must not be blank or duplicated".formatted(given));
      }
      names.addAll(given);
    }

    @Override
    public void row(String... row) {
      add(List.of(row));
    }

    @Override
    public void numbers(double... numbers) {
      for (double number : numbers) {
        if (Double.isInfinite(number)) {
          wrong.add("has the number " + number);
        }
      }
      add(Arrays.stream(numbers).mapToObj(Double::toString).toList());
    }

    private void add(List<String> row) {
      if (row.size() != names.size()) {
        wrong.add("has a row of %s cells for %s columns".formatted(row.size(), names.size()));
      }
      cells.addAll(row);
    }

    private List<String> all() {
      List<String> all = new ArrayList<>(names);
      all.addAll(cells);
      return all;
    }
  }

  private static Written read(DataSource source) throws IOException {
    Written written = new Written();
    source.read(written);
    return written;
  }

  private static void checkRows(DataSource source) throws IOException {
    Written written = read(source);
    if (written.cells.isEmpty()) {
      written.wrong.add("has no rows");
    }
    if (!written.wrong.isEmpty()) {
      throw new BrokenClaim(source, written.wrong.get(0));
    }
  }

  private static void checkAgain(DataSource source) throws IOException {
    if (!read(source).all().equals(read(source).all())) {
      throw new BrokenClaim(source, "returns something else when it is read again");
    }
  }

  private static void checkThreads(DataSource source) throws Exception {
    Claims.sameFromAllThreads(source, () -> new double[] {read(source).all().hashCode()});
  }
}
