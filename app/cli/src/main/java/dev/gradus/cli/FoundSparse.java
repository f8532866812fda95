package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.data.SourceReader;
import dev.gradus.engine.data.Table;
import dev.gradus.spi.DataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
  private static final Pattern LABEL = Pattern.compile("[-+0-9.eE]+");
  private static final Pattern PAIR = Pattern.compile("[0-9]+:[-+0-9.eE]+");

  /** Whether the first lines of a file are labels followed by pairs of a column and a value. */
  static boolean isIn(Path file) {
    int pairs = 0;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      for (int i = 0; i < MOST_LINES && line != null; i++) {
        String[] parts = line.replaceFirst("#.*", "").strip().split("\\s+", -1);
        if (!parts[0].isEmpty() && !LABEL.matcher(parts[0]).matches()) {
          return false;
        }
        for (int j = 1; j < parts.length; j++) {
          if (!PAIR.matcher(parts[j]).matches()) {
            return false;
          }
          pairs++;
        }
        line = reader.readLine();
      }
    } catch (IOException e) {
      // Whoever reads the file as another format says what is wrong with it.
      return false;
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
    return "%s rows, %s columns and the label, in the format of LIBSVM"
        .formatted(table.rows(), table.columns().size() - 1);
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
