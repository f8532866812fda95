package dev.gradus.report;

import dev.gradus.engine.study.ImageExamples;
import dev.gradus.engine.study.Outcome;
import java.util.List;
import java.util.Map;

/** The images that were classified wrongly. */
final class MistakesGallery {

  private static final int LONGEST_NAME = 18;

  private MistakesGallery() {}

  /**
   * Adds them, if there are any.
   *
   * @param classes their names, in the order of the outputs
   */
  static void add(PageBuilder page, Outcome outcome, List<String> classes, ImageExamples images) {
    if (images.mistakes().isEmpty()) {
      return;
    }
    page.heading("Images that are classified wrongly");
    Html list = new Html().open("ul", "class", "thumbnails");
    for (Map.Entry<Integer, List<Integer>> mistake : images.mistakes().entrySet()) {
      int i = mistake.getKey();
      int predicted = ClassAnswers.classOf(outcome.predictions().get(i));
      String truth = name(classes, ClassAnswers.classOf(outcome.targets().get(i)));
      list.open("li");
      list.add(Thumbnail.of(images.shape(), mistake.getValue(), "line " + outcome.lines().get(i)));
      list.sentence(
          "line %s: true %s, predicted %s (%s)"
              .formatted(
                  outcome.lines().get(i),
                  Prose.code(truth),
                  Prose.code(name(classes, predicted)),
                  Prose.number(outcome.predictions().get(i).get(predicted))));
      list.close("li");
    }
    page.add(list.close("ul"));
    int wrong = outcome.predictions().size() - ClassAnswers.of(outcome, classes).right();
    page.note(
        wrong > images.mistakes().size()
            ? "Of %s mistakes, the %s with the largest outputs are shown; the output stands in parentheses."
                .formatted(Prose.number(wrong), images.mistakes().size())
            : "All mistakes, the largest outputs first; the output stands in parentheses.");
  }

  private static String name(List<String> classes, int k) {
    return Prose.cut(classes.get(k), LONGEST_NAME);
  }
}
