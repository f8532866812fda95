package dev.gradus.engine.importance;

import dev.gradus.runtime.problem.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a network uses, in short.
 *
 * @param permutation the importance of all columns
 * @param rows what each column contributes to some predictions, by the place of the row in the data
 * @param refusal why there are no such rows, although there is more than one row; empty otherwise
 */
public record ImportanceSummary(
    PermutationImportance permutation, Map<String, Attribution> rows, Optional<Problem> refusal) {

  /** More rows would take longer, and change little. */
  public static final int MOST_ROWS = 2_000;

  /** Copies the rows. */
  public ImportanceSummary {
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
  }
}
