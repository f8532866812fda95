package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.data.SourceReader;
import dev.gradus.engine.data.Table;
import dev.gradus.spi.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A file in the sparse format of LIBSVM. */
record FoundSparse(Path file, Table table) implements Found {

  private static final int MOST_LINES = 50;

  /** No more is looked at, however long the lines are. */
  private static final int FIRST_BYTES = 1 << 16;

  private static final Pattern NAME = Pattern.compile("(?i).*[.](svm|libsvm|svmlight)");

  /** A label, or several. */
  private static final Pattern LABEL = Pattern.compile("[-+0-9.eE]+(,[-+0-9.eE]+)*");

  /** A column, or the group of a ranking, and a value, whatever it is. */
  private static final Pattern PAIR = Pattern.compile("([0-9]+|qid):[^:]*");

  /**
   * Whether the first lines of a file are labels followed by pairs of a column and a value, or its
   * name says that they should be.
   */
  static boolean isIn(Path file) {
    if (NAME.matcher(String.valueOf(file.getFileName())).matches()) {
      return true;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return isIn(in);
    } catch (IOException e) {
      // Whoever reads the file as another format says what is wrong with it.
      return false;
    }
  }

  /**
   * The same of the first bytes of a file. Pairs with a mistake count: whoever reads them as what
   * they are says what it is.
   */
  static boolean isIn(InputStream in) throws IOException {
    byte[] first = in.readNBytes(FIRST_BYTES);
    String[] lines = new String(first, StandardCharsets.UTF_8).split("\\R", MOST_LINES + 1);
    int whole = Math.min(MOST_LINES, first.length < FIRST_BYTES ? lines.length : lines.length - 1);
    int pairs = 0;
    for (int i = 0; i < Math.max(1, whole); i++) {
      String[] parts = lines[i].replaceFirst("#.*", "").strip().split("\\s+", -1);
      boolean cut = i >= whole;
      for (int j = 0; j < parts.length; j++) {
        boolean pair = PAIR.matcher(parts[j]).matches();
        if (cut && j == parts.length - 1 && !pair) {
          // The beginning of a pair may look like anything.
          break;
        }
        boolean label = j == 0 && (parts[j].isEmpty() || LABEL.matcher(parts[j]).matches());
        if (!pair && !label) {
          return false;
        }
        pairs += pair ? 1 : 0;
      }
    }
    return pairs > 0;
  }

  /**
   * Reads it.
   *
   * @param columns how many there are; as many as the largest number says, if empty
   * @throws dev.gradus.engine.data.DataException naming the line, if something is wrong with it
   */
  static FoundSparse read(Gradus gradus, Path file, Optional<Integer> columns) {
    DataSource source =
        gradus.plugin(
            DataSource.class, "libsvm", Map.of("file", Optional.of(file), "columns", columns));
    return new FoundSparse(file, SourceReader.read(source, String.valueOf(file.getFileName())));
  }

  @Override
  public String description() {
    return "%s, %s and the label, in the format of LIBSVM"
        .formatted(
            Plans.counted(table.rows(), "row"),
            Plans.counted(table.columns().size() - 1, "column"));
  }

  @Override
  public Map<String, Object> asMap() {
    return Map.of("format", "libsvm");
  }

  @Override
  public Optional<String> usualTarget() {
    return Optional.of("label");
  }

  @Override
  public List<String> source(YamlPlace place) {
    return List.of("source: {libsvm: {file: " + place.nameOf(file) + "}}");
  }
}
