package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.Importance;
import dev.gradus.engine.importance.PermutationImportance;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.table.Table;
import dev.gradus.report.Report;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The importance of the columns for a network that has just been trained.
 *
 * @param importance of its columns, on validation rows, or if there are none, on training rows
 * @param rows what each column contributes to some predictions, by the place of the row in the data
 */
record RunImportance(PermutationImportance importance, Map<String, Attribution> rows) {

  /** More rows would take longer, and change little. */
  private static final int MOST_ROWS = 2_000;

  /**
   * Measures it on the validation rows, or if there are none, on the training rows.
   *
   * @return empty if it could not be measured, with a sentence on standard error: the model and its
   *     report matter more
   */
  static Optional<RunImportance> of(Gradus gradus, Job job, Model model) {
    try {
      Table all = job.validationRows(model);
      int shown = Math.min(MOST_ROWS, all.rows());
      Table rows =
          all.select(
              IntStream.range(0, shown).map(i -> (int) ((long) i * all.rows() / shown)).toArray());
      Importance importance = gradus.importance(model);
      PermutationImportance permuted = importance.permutation(rows);
      return Optional.of(
          new RunImportance(
              permuted, rows.rows() > 1 ? attributions(importance, model, rows) : Map.of()));
    } catch (CancelledException e) {
      return Optional.empty();
    } catch (GradusException e) {
      return leftOut("the importance of the columns", e, Optional.empty());
    }
  }

  private static <T> T leftOut(String what, GradusException why, T instead) {
    System.err.println("gradus: %s is not in the report: %s".formatted(what, why.getMessage()));
    return instead;
  }

  /**
   * The rows with the lowest, the median and the highest predicted number; of classes and labels,
   * those of whose answer the network is least sure, moderately sure and surest.
   */
  private static Map<String, Attribution> attributions(
      Importance importance, Model model, Table rows) {
    Target.Kind kind = model.target().kind();
    double[] keys =
        Arrays.stream(model.predictor().predict(rows))
            .mapToDouble(outputs -> key(outputs, kind))
            .toArray();
    List<Integer> sorted =
        IntStream.range(0, keys.length)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> keys[row]))
            .toList();
    Map<String, Attribution> attributions = new LinkedHashMap<>();
    try {
      for (int at : new int[] {0, sorted.size() / 2, sorted.size() - 1}) {
        int row = sorted.get(at);
        attributions.computeIfAbsent(
            rows.placeOf(row), unused -> importance.attribution(rows, row + 1));
      }
    } catch (GradusException e) {
      // Not every layer has a gradient by its inputs.
      return leftOut("what each column contributes to a prediction", e, Map.of());
    }
    return attributions;
  }

  /** The key that rows are sorted by. */
  private static double key(double[] outputs, Target.Kind kind) {
    if (kind == Target.Kind.NUMERIC) {
      return outputs[0];
    }
    return kind == Target.Kind.CLASSES && outputs.length > 1
        ? Arrays.stream(outputs).max().orElse(0)
        : Arrays.stream(outputs).map(p -> Math.abs(p - 0.5)).min().orElse(0);
  }

  /** The page of the run, with this. */
  Report report(Study study) {
    return Report.of(study, importance, rows);
  }

  /** As JSON. */
  Map<String, Object> asMap() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("permutation", ImportanceText.asMap(importance));
    Map<String, Object> places = new LinkedHashMap<>();
    rows.forEach((place, attribution) -> places.put(place, ImportanceText.asMap(attribution)));
    object.put("rows", places);
    return object;
  }
}
