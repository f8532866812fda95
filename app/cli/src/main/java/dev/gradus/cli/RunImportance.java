package dev.gradus.cli;

import dev.gradus.cli.text.ImportanceText;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.importance.ImportanceSummary;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.study.Study;
import dev.gradus.report.Report;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.GradusException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The importance of the columns for a network that has just been trained.
 *
 * @param summary of what it uses, on validation rows, or if there are none, on training rows
 */
record RunImportance(ImportanceSummary summary) {

  /**
   * Measures it on the validation rows, or if there are none, on the training rows.
   *
   * @return empty if it could not be measured, with a sentence on standard error: the model and its
   *     report matter more
   */
  static Optional<RunImportance> of(Gradus gradus, Job job, Model model) {
    try {
      ImportanceSummary summary = gradus.importance(model).summary(job.validationRows(model));
      summary
          .refusal()
          .ifPresent(why -> leftOut("what each column contributes to a prediction", "" + why));
      return Optional.of(new RunImportance(summary));
    } catch (CancelledException e) {
      return Optional.empty();
    } catch (GradusException e) {
      leftOut("the importance of the columns", "" + e.getMessage());
      return Optional.empty();
    }
  }

  private static void leftOut(String what, String why) {
    System.err.println("gradus: %s is not in the report: %s".formatted(what, why));
  }

  /** The page of the run, with this. */
  Report report(Study study) {
    return Report.of(study, summary.permutation(), summary.rows());
  }

  /** As JSON. */
  Map<String, Object> asMap() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("permutation", ImportanceText.asMap(summary.permutation()));
    Map<String, Object> places = new LinkedHashMap<>();
    summary
        .rows()
        .forEach((place, attribution) -> places.put(place, ImportanceText.asMap(attribution)));
    object.put("rows", places);
    return object;
  }
}
