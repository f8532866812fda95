package dev.gradus.report;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.PartialDependence;
import dev.gradus.engine.importance.PermutationImportance;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Study;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A page on a training run, on a comparison of several, or on what a model uses, as one HTML file.
 *
 * <p>It needs no other file and no network, has a light and a dark theme, fits phones and paper,
 * and shows its text and tables without scripts. Immutable.
 */
public final class Report {

  private final String text;

  private Report(String text) {
    this.text = text;
  }

  /** A page on one training run: what was learned, and how. */
  public static Report of(Study study) {
    return new Report(StudyPage.of(study, page -> {}));
  }

  /**
   * A page on one training run, and on what its network uses.
   *
   * @param importance of all columns, on validation rows, or if the model has none, on training
   *     rows
   * @param rows what each column contributes to the predictions of some of these rows, by their
   *     place in the data
   */
  public static Report of(
      Study study, PermutationImportance importance, Map<String, Attribution> rows) {
    requireNonNull(importance, "importance must not be null");
    requireNonNull(rows, "rows must not be null");
    return new Report(
        StudyPage.of(study, page -> ImportanceSection.add(page, study, importance, rows)));
  }

  /**
   * A page on a comparison: the gradients of the losses, and what the networks learned from them.
   */
  public static Report of(Comparison comparison) {
    return of(comparison, Optional.empty());
  }

  /**
   * A page on a comparison, with a link to where its networks can be watched as they learn.
   *
   * @param playground the address of that page, relative to this one; empty for no link
   */
  public static Report of(Comparison comparison, Optional<String> playground) {
    requireNonNull(playground, "playground must not be null");
    return new Report(ComparisonPage.of(comparison, playground));
  }

  /**
   * A page on what a model uses: the importance of its columns, and how its predictions depend on
   * some of them.
   *
   * @param importance of all columns
   * @param dependence on the columns that are shown in detail; may be empty
   * @param attribution what each column contributes to the prediction of one row, if it is shown
   */
  public static Report of(
      Model model,
      PermutationImportance importance,
      List<PartialDependence> dependence,
      Optional<Attribution> attribution) {
    return new Report(ImportancePage.of(model, importance, dependence, attribution));
  }

  /** The whole page. */
  public String text() {
    return text;
  }

  /**
   * Writes the page in UTF-8; an existing file is replaced atomically.
   *
   * @throws dev.gradus.runtime.problem.DataException with the path and the cause, if that is not
   *     possible
   */
  public void write(Path file) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(bytes));
  }
}
