package dev.gradus.report;

import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Study;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A page on a training run, or on a comparison of several, as one HTML file.
 *
 * <p>It needs no other file and no network, shows itself in light and dark, on a phone and on
 * paper, and reads without scripts as far as it is text and tables. Immutable.
 */
public final class Report {

  private final String text;

  private Report(String text) {
    this.text = text;
  }

  /** A page on one training run: what was learned, and how. */
  public static Report of(Study study) {
    return new Report(StudyPage.of(study));
  }

  /** A page on a comparison: what each loss wanted, and what came of it. */
  public static Report of(Comparison comparison) {
    return new Report(ComparisonPage.of(comparison));
  }

  /** The whole page. */
  public String text() {
    return text;
  }

  /**
   * Writes the page in UTF-8; whatever was there is replaced at once, or not at all.
   *
   * @throws dev.gradus.runtime.problem.DataException with the path and the cause, if that is not
   *     possible
   */
  public void write(Path file) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(bytes));
  }
}
