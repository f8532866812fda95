package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TableCache;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Recognised;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Data found in a file: what they are, and how a configuration names them. */
sealed interface DetectedData permits DetectedCsv, DetectedByPlugin {

  /**
   * Reads a file with the data source that recognises it, or as CSV.
   *
   * @param gradus reads data that a plugin recognises, into memory
   * @param cache keeps the table of a CSV file that does not fit into memory
   * @param labels the file of the labels, for images
   * @param said about the format of a CSV file
   * @param target the column to predict, if the user names one
   * @throws GradusException if the file cannot be read, or something is wrong with it
   */
  static DetectedData in(
      Gradus gradus,
      TableCache cache,
      Path file,
      Optional<Path> labels,
      SaidFormat said,
      Optional<String> target) {
    if (said.whole().isPresent()) {
      return DetectedCsv.read(cache, file, said, target);
    }
    return DetectedByPlugin.recognise(gradus, file, labels, ", and name their column with --target")
        .<DetectedData>map(recognised -> DetectedByPlugin.read(gradus, file, recognised))
        .orElseGet(() -> DetectedCsv.read(cache, file, said, target));
  }

  /** The file. */
  Path file();

  /** Its rows. */
  Table table();

  /** A description in words: {@code 150 rows, 5 columns, delimiter ,, with a header}. */
  String description();

  /** The description as the entries of a JSON object. */
  Map<String, Object> asMap();

  /**
   * The column to predict unless the user names another one; empty if no column is suitable.
   *
   * @param columns of the table
   */
  Optional<UsualTarget> usualTarget(List<ColumnSummary> columns);

  /** The lines of the section {@code data} that locate the rows. */
  List<String> source(YamlPlace place);

  /**
   * What was detected but could be wrong, as far as the user should know.
   *
   * @param name the name of the file, for the messages
   */
  default List<Warning> doubts(String name) {
    return List.of();
  }

  /** Whether a column has no name in the file and is named by its number. */
  default boolean isUnnamed(String column) {
    return false;
  }

  /** The size of the images, if the rows are images. */
  default Optional<Recognised.Images> images() {
    return Optional.empty();
  }
}
