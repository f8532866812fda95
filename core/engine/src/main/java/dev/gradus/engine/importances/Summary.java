package dev.gradus.engine.importances;

import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.Importance;
import dev.gradus.engine.importance.ImportanceSummary;
import dev.gradus.engine.importance.PermutationImportance;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Measures what a network uses on a sample of rows, and divides the predictions of a few. */
final class Summary {

  private final Importance importance;
  private final Model model;

  Summary(Importance importance, Model model) {
    this.importance = importance;
    this.model = model;
  }

  ImportanceSummary of(Table all) {
    Table rows = sample(all);
    PermutationImportance permutation = importance.permutation(rows);
    if (rows.rows() == 1) {
      return new ImportanceSummary(permutation, Map.of(), Optional.empty());
    }
    try {
      return new ImportanceSummary(permutation, attributions(rows), Optional.empty());
    } catch (CancelledException e) {
      throw e;
    } catch (GradusException e) {
      // Not every layer has a gradient by its inputs.
      Problem problem = e.problems().get(0);
      return new ImportanceSummary(permutation, Map.of(), Optional.of(problem));
    }
  }

  /** At most {@link ImportanceSummary#MOST_ROWS} rows, evenly spaced. */
  private static Table sample(Table all) {
    int count = Math.min(ImportanceSummary.MOST_ROWS, all.rows());
    return count == all.rows()
        ? all
        : all.select(
            IntStream.range(0, count).map(i -> (int) ((long) i * all.rows() / count)).toArray());
  }

  private Map<String, Attribution> attributions(Table rows) {
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
    for (int at : new int[] {0, sorted.size() / 2, sorted.size() - 1}) {
      int row = sorted.get(at);
      attributions.computeIfAbsent(
          rows.placeOf(row), unused -> importance.attribution(rows, row + 1));
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
}
