package dev.gradus.report;

import dev.gradus.engine.model.ClassReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The confusion matrix; of many classes, the pairs that are confused most often. */
final class ConfusionTable {

  /** A larger table could not be read. */
  private static final int MOST_CLASSES = 20;

  private static final int MOST_PAIRS = 20;

  /** More pairs would make the sentence too long. */
  private static final int MOST_TIED = 3;

  /** The style sheet has this many shades above none. */
  private static final int SHADES = 9;

  private static final int LONGEST_NAME = 24;

  private ConfusionTable() {}

  /** A true class, and the class that was predicted instead. */
  private record Pair(String truth, String predicted, int examples, double share) {}

  static void add(PageBuilder page, ClassAnswers answers) {
    ClassReport report = answers.report();
    page.heading("Confusion matrix");
    if (report.classes().size() <= MOST_CLASSES) {
      page.add(matrix(report));
    }
    List<Pair> pairs = pairs(report);
    page.note(sentence(report, pairs));
    if (report.classes().size() > MOST_CLASSES && !pairs.isEmpty()) {
      page.add(listed(pairs));
      page.note(
          "A table of %s classes would be too large; these are the %s pairs that are confused most often."
              .formatted(report.classes().size(), Math.min(MOST_PAIRS, pairs.size())));
    }
  }

  private static Html matrix(ClassReport report) {
    List<String> columns = new ArrayList<>(List.of("true ↓  predicted →"));
    report.classes().forEach(name -> columns.add(Prose.cut(name, LONGEST_NAME)));
    columns.addAll(List.of("precision", "recall"));
    HtmlTable table =
        new HtmlTable(
            "Confusion matrix: rows are true classes, columns are predicted classes", columns);
    for (int i = 0; i < report.classes().size(); i++) {
      int row = i;
      List<Integer> counts = report.counts().get(i);
      ClassReport.OfClass quality = report.of(i);
      table.row(
          Prose.cut(report.classes().get(i), LONGEST_NAME),
          html -> {
            for (int k = 0; k < counts.size(); k++) {
              html.element(
                  "td",
                  Prose.number(counts.get(k)),
                  "class",
                  (k == row ? "right" : "wrong")
                      + " shade-"
                      + shade(counts.get(k), quality.examples()));
            }
            html.element("td", Prose.percent(quality.precision()), "class", "apart");
            html.element("td", Prose.percent(quality.recall()));
          });
    }
    return table.end();
  }

  private static int shade(int count, int examples) {
    return count == 0 ? 0 : (int) Math.ceil((double) SHADES * count / examples);
  }

  private static List<Pair> pairs(ClassReport report) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < report.classes().size(); i++) {
      int row = i;
      int examples = report.of(i).examples();
      IntStream.range(0, report.classes().size())
          .filter(k -> k != row && report.counts().get(row).get(k) > 0)
          .forEach(
              k -> {
                int count = report.counts().get(row).get(k);
                pairs.add(
                    new Pair(
                        report.classes().get(row),
                        report.classes().get(k),
                        count,
                        (double) count / examples));
              });
    }
    pairs.sort(Comparator.comparingInt(Pair::examples).reversed());
    return pairs;
  }

  private static String sentence(ClassReport report, List<Pair> pairs) {
    if (pairs.isEmpty()) {
      return "Every example is classified correctly.";
    }
    String most = mostFrequent(pairs);
    return report.classes().size() <= MOST_CLASSES
        ? "Correct predictions are on the diagonal; the darker a cell, the larger its share of the row. "
            + most
        : most;
  }

  /** The pairs that are confused most often, of which there may be several. */
  private static String mostFrequent(List<Pair> pairs) {
    Pair worst = pairs.get(0);
    List<Pair> tied = pairs.stream().filter(pair -> pair.examples() == worst.examples()).toList();
    if (tied.size() == 1) {
      return "The most frequent mistake: %s, %s, %s of that class."
          .formatted(
              confused(worst), Prose.count(worst.examples(), "time"), Prose.percent(worst.share()));
    }
    if (worst.examples() == 1) {
      return "No two mistakes are of the same kind.";
    }
    return "The most frequent mistakes, %s each: %s."
        .formatted(
            Prose.count(worst.examples(), "time"),
            tied.size() > MOST_TIED
                ? "%s pairs of classes".formatted(tied.size())
                : Prose.list(tied.stream().map(ConfusionTable::confused).toList()));
  }

  private static String confused(Pair pair) {
    return "%s is predicted as %s"
        .formatted(
            Prose.code(Prose.cut(pair.truth(), LONGEST_NAME)),
            Prose.code(Prose.cut(pair.predicted(), LONGEST_NAME)));
  }

  private static Html listed(List<Pair> pairs) {
    HtmlTable table =
        new HtmlTable(
            "Pairs that are confused most often",
            List.of("true class", "predicted as", "times", "share of the class"));
    pairs.stream()
        .limit(MOST_PAIRS)
        .forEach(
            pair ->
                table.row(
                    Prose.cut(pair.truth(), LONGEST_NAME),
                    List.of(
                        Prose.cut(pair.predicted(), LONGEST_NAME),
                        Prose.number(pair.examples()),
                        Prose.percent(pair.share()))));
    return table.end();
  }
}
