package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is to be predicted.
 *
 * @param target the column
 * @param classes whether its values are names of classes, and not numbers
 */
record PredictionTarget(ColumnSummary target, boolean classes) {

  /** What kind of answer is wanted. */
  enum Task {
    /** One of some classes. */
    CLASSES,
    /** A number. */
    REGRESSION
  }

  /**
   * Decides it: what is not said follows from the data.
   *
   * @param columns of the data
   * @param target by name or number
   * @return empty if no target is named, and none offers itself
   * @param place what the data are called in messages
   * @throws GradusException if there is no such column, or it holds texts where numbers are wanted
   */
  static Optional<PredictionTarget> of(
      DetectedData found,
      List<ColumnSummary> columns,
      Optional<String> target,
      Optional<Task> task,
      String place) {
    target.filter(given -> isSeveral(given, found)).ifPresent(given -> refuseSeveral(given, place));
    return target
        .map(given -> found.table().column(found.table().nameOf(given)).name())
        .or(found::usualTarget)
        .flatMap(name -> columns.stream().filter(column -> column.name().equals(name)).findFirst())
        .map(column -> of(column, task, place));
  }

  /** Whether columns are named with commas between them. */
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
            "--target takes one column; for several, name one of them (--target %s), and then write target: [%s] in the configuration"
                .formatted(names.get(0), String.join(", ", names))));
  }

  private static PredictionTarget of(ColumnSummary column, Optional<Task> task, String place) {
    boolean classes = task.map(Task.CLASSES::equals).orElseGet(column::looksLikeClasses);
    if (!classes && !column.numeric()) {
      throw new GradusException(
          new Problem(
              place,
              "column '%s' has texts, such as '%s', and cannot be predicted as a number; leave --task out, or name another column with --target"
                  .formatted(column.name(), String.join("', '", column.frequent()))));
    }
    return new PredictionTarget(column, classes);
  }
}
