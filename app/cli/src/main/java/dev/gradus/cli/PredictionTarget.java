package dev.gradus.cli;

import dev.gradus.cli.text.Shell;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The target of a prediction.
 *
 * @param target the column
 * @param classes whether its values are classes rather than numbers
 * @param reason why it was chosen, for a sentence; empty if the user named it
 */
record PredictionTarget(ColumnSummary target, boolean classes, String reason) {

  /** The kind of prediction. */
  enum Task {
    /** One of some classes. */
    CLASSES,
    /** A number. */
    REGRESSION
  }

  /**
   * Decides the target and its kind; the data decide what the user has not said.
   *
   * @param columns of the data
   * @param target by name or number
   * @return empty if the user names no target and no column is suitable
   * @param place the name of the data in messages
   * @throws GradusException if there is no such column, or it is to be predicted as a number but
   *     holds text
   */
  static Optional<PredictionTarget> of(
      DetectedData found,
      List<ColumnSummary> columns,
      Optional<String> target,
      Optional<Task> task,
      String place) {
    target.filter(given -> isSeveral(given, found)).ifPresent(given -> refuseSeveral(given, place));
    return target
        .map(given -> new UsualTarget(found.table().column(found.table().nameOf(given)).name(), ""))
        .or(() -> found.usualTarget(columns))
        .flatMap(
            chosen ->
                columns.stream()
                    .filter(column -> column.name().equals(chosen.column()))
                    .findFirst()
                    .map(column -> of(column, task, chosen.reason(), place)));
  }

  /** Whether the argument has several column names with commas between them. */
  private static boolean isSeveral(String target, DetectedData found) {
    List<String> names = found.table().names();
    return !names.contains(target)
        && target.contains(",")
        && Arrays.stream(target.split(",", -1)).map(String::strip).allMatch(names::contains);
  }

  private static void refuseSeveral(String target, String place) {
    List<String> names = Arrays.stream(target.split(",", -1)).map(String::strip).toList();
    throw new GradusException(
        new Problem(
            place,
            "--target takes one column; for several, name one of them (%s), and then write target: [%s] in the configuration"
                .formatted(Shell.option("--target", names.get(0)), String.join(", ", names))));
  }

  private static PredictionTarget of(
      ColumnSummary column, Optional<Task> task, String reason, String place) {
    boolean classes = task.map(Task.CLASSES::equals).orElseGet(column::looksLikeClasses);
    if (!classes && !column.numeric()) {
      throw new GradusException(
          new Problem(
              place,
              "column '%s' has text, such as '%s', and cannot be predicted as a number; leave --task out, or name another column with --target"
                  .formatted(column.name(), String.join("', '", column.frequent()))));
    }
    return new PredictionTarget(column, classes, reason);
  }
}
