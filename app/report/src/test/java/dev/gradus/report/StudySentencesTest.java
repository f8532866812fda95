package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.LayerSnapshot;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.study.ExampleGradient;
import dev.gradus.engine.study.RegressionScores;
import dev.gradus.engine.study.Study;
import dev.gradus.spi.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each kind of sentence on the page of a run against the numbers that it was made from, which are
 * computed here in another way, over the quick examples and random runs.
 */
class StudySentencesTest {

  /** All kinds of sentences are in the first 32; more with {@code -Pslow}. */
  private static final int RUNS = Boolean.getBoolean("gradus.slow") ? 200 : 40;

  /** The sentences of which some run must have each, or the test would say nothing about them. */
  private static final Set<String> KINDS =
      new TreeSet<>(
          Set.of(
              "classifies",
              "predicts",
              "labels",
              "frequent class",
              "fell or rose",
              "earlier weights",
              "lowest in the last",
              "lowest before",
              "advice",
              "dead",
              "saturated",
              "hardest",
              "columns",
              "mistake",
              "mistakes",
              "no two mistakes",
              "deviations",
              "errors",
              "label counts",
              "area",
              "calibration"));

  private final Set<String> seen = new TreeSet<>();

  @TempDir private Path folder;

  @Test
  void everySentenceIsTrue() throws IOException {
    try (Gradus gradus = Gradus.create()) {
      Path examples = Path.of("..", "examples");
      for (String name :
          List.of(
              "iris",
              "wine",
              "breast_cancer",
              "xor-mse",
              "xor-cross-entropy",
              "one-neuron-mse",
              "one-neuron-cross-entropy")) {
        check(name, gradus.job(gradus.read(examples.resolve(name + ".yaml"))).study());
      }
      int trained = 0;
      for (int seed = 0; trained < RUNS; seed++) {
        Path configuration = RandomRun.write(folder, new Random(seed));
        try {
          check("seed " + seed, gradus.job(gradus.read(configuration)).study());
          trained++;
        } catch (TrainingException e) {
          assertTrue(seed < 2 * RUNS, "too many runs that cannot be trained: " + e);
        }
      }
    }
    Set<String> missing = new TreeSet<>(KINDS);
    missing.removeAll(seen);
    assertEquals(Set.of(), missing, "sentences that no run had");
  }

  private void check(String run, Study study) {
    ReportContext context = ReportContext.of(study.model());
    String text =
        text(
            StudyPage.head(study, context).toString()
                + StudyPage.body(study, context, page -> {}).body());
    try {
      result(text, study, context);
      baseline(text, study, context);
      losses(text, study);
      units(text, study);
      hardest(text, study);
      answers(text, study, context);
      numbers(text, study);
    } catch (AssertionError e) {
      throw new AssertionError(run + ": " + e.getMessage(), e);
    }
  }

  /** What a reader reads, a line for each element. */
  private static String text(String page) {
    return page.replaceAll("</?(?:code|span)[^>]*>", "")
        .replaceAll("<[^>]+>", "\n")
        .replace("&#39;", "'")
        .replace("&gt;", ">")
        .replace("&lt;", "<")
        .replace("&amp;", "&")
        .replaceAll("\n+", "\n");
  }

  /** The groups of a sentence, if the page has it. */
  private Optional<MatchResult> find(String kind, String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    seen.add(kind);
    return Optional.of(matcher.toMatchResult());
  }

  private static void equal(double number, String printed) {
    assertEquals(Prose.number(number), printed);
  }

  private static int best(List<Double> outputs) {
    return outputs.size() == 1
        ? (outputs.get(0) >= 0.5 ? 1 : 0)
        : outputs.indexOf(Collections.max(outputs));
  }

  private static List<Integer> bests(List<List<Double>> rows) {
    return rows.stream().map(StudySentencesTest::best).toList();
  }

  private static double median(List<Double> numbers) {
    List<Double> sorted = numbers.stream().sorted().toList();
    int n = sorted.size();
    return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }

  private static List<Double> column(List<List<Double>> rows, int k) {
    return rows.stream().map(row -> row.get(k)).toList();
  }

  private void result(String text, Study study, ReportContext context) {
    List<List<Double>> predictions = study.outcome().predictions();
    List<List<Double>> targets = study.outcome().targets();
    int n = predictions.size();
    String part = study.plan().validationRows() > 0 ? "validation" : "training";
    assertEquals(
        n, part.equals("validation") ? study.plan().validationRows() : study.plan().trainingRows());
    String examples = n + " " + part + (n == 1 ? " example" : " examples");
    switch (context.kind()) {
      case NUMERIC -> {
        List<Double> missed =
            IntStream.range(0, n)
                .mapToObj(i -> Math.abs(predictions.get(i).get(0) - targets.get(i).get(0)))
                .toList();
        MatchResult found =
            find(
                    "predicts",
                    text,
                    "predicts \\S+ with %s of (\\S+) on (.*)\\."
                        .formatted(n == 1 ? "an error" : "a median error"))
                .orElseThrow();
        equal(median(missed), found.group(1));
        assertEquals(examples, found.group(2));
      }
      case LABELS -> {
        long right = 0;
        int labels = targets.get(0).size();
        for (int i = 0; i < n * labels; i++) {
          boolean predicted = predictions.get(i / labels).get(i % labels) >= 0.5;
          right += predicted == (targets.get(i / labels).get(i % labels) == 1) ? 1 : 0;
        }
        MatchResult found =
            find("labels", text, "gets (.*) of the labels of (.*) right\\.").orElseThrow();
        assertEquals(Prose.percent((double) right / n / labels), found.group(1));
        assertEquals(examples, found.group(2));
      }
      case BINARY, CLASSES -> {
        List<Integer> truths = bests(targets);
        List<Integer> answers = bests(predictions);
        long right =
            IntStream.range(0, n).filter(i -> truths.get(i).equals(answers.get(i))).count();
        MatchResult found =
            find("classifies", text, "classifies (\\d+) of (.*) correctly\\.").orElseThrow();
        equal((double) right, found.group(1));
        assertEquals(examples, found.group(2));
      }
    }
    assertEquals(part.equals("training"), text.contains("No examples were held out"));
  }

  private void baseline(String text, Study study, ReportContext context) {
    List<List<Double>> targets = study.outcome().targets();
    find("frequent class", text, "most frequent class, (.*), would be right for (\\d+)\\.")
        .ifPresent(
            found -> {
              List<Integer> truths = bests(targets);
              int most = context.classes().indexOf(found.group(1));
              int count = Collections.frequency(truths, most);
              equal(count, found.group(2));
              truths.forEach(other -> assertTrue(Collections.frequency(truths, other) <= count));
            });
    find("predicts", text, "Always predicting the median would have a median error of (\\S+)\\. ")
        .ifPresent(
            found -> {
              List<Double> truths = column(targets, 0);
              double middle = median(truths);
              equal(
                  median(truths.stream().map(t -> Math.abs(t - middle)).toList()), found.group(1));
            });
  }

  private static double validation(EpochReport report, String name) {
    return report.validation().getOrDefault(name, Double.NaN);
  }

  private void losses(String text, Study study) {
    List<EpochReport> history = study.training().history();
    EpochReport first = history.get(0);
    EpochReport last = history.get(history.size() - 1);
    find(
            "fell or rose",
            text,
            "The training loss (fell|rose) from (\\S+) in .* to (\\S+) in the last\\.")
        .ifPresent(
            found -> {
              equal(first.loss(), found.group(2));
              equal(last.loss(), found.group(3));
              assertEquals(last.loss() < first.loss() ? "fell" : "rose", found.group(1));
            });
    double table =
        study
            .training()
            .metrics()
            .getOrDefault("validation", Map.of())
            .getOrDefault("loss", Double.NaN);
    Optional<EarlyStopping> early = study.configuration().training().earlyStopping();
    Optional<MatchResult> earlier =
        find(
            "earlier weights",
            text,
            "The model has the weights of epoch (\\S+), the best by (validation|training) (\\S+): (\\S+), against (\\S+) in epoch (\\S+), the last\\.");
    earlier.ifPresent(
        found -> {
          assertTrue(early.orElseThrow().restoreBest());
          int epoch = Integer.parseInt(found.group(1));
          String monitor = found.group(3);
          assertTrue(epoch < last.epoch());
          equal(last.epoch(), found.group(6));
          boolean validated = found.group(2).equals("validation");
          assertEquals(study.plan().validationRows() > 0, validated);
          double best =
              validated
                  ? validation(history.get(epoch - 1), monitor)
                  : history.get(epoch - 1).loss();
          equal(best, found.group(4));
          equal(validated ? validation(last, monitor) : last.loss(), found.group(5));
          for (EpochReport report : history) {
            double other = validated ? validation(report, monitor) : report.loss();
            double gain = monitor.equals("accuracy") ? other - best : best - other;
            assertTrue(
                gain <= early.get().minDelta() + 1e-12, "epoch " + report.epoch() + " is better");
          }
        });
    Optional<MatchResult> lowestLast =
        find(
            "lowest in the last",
            text,
            "The validation loss was lowest in the last epoch: (\\S+)\\.\n");
    Optional<MatchResult> lowestBefore =
        find(
            "lowest before",
            text,
            "The validation loss is (\\S+) after the last epoch; it was lowest after epoch (\\S+), (\\S+?)[.:]? ?(?:\n|Early|The)");
    double least =
        history.stream().mapToDouble(report -> validation(report, "loss")).min().orElseThrow();
    lowestLast.ifPresent(
        found -> {
          equal(least, found.group(1));
          assertEquals(least, validation(last, "loss"));
        });
    lowestBefore.ifPresent(
        found -> {
          equal(validation(last, "loss"), found.group(1));
          assertEquals(
              least, validation(history.get(Integer.parseInt(found.group(2)) - 1), "loss"));
          equal(least, found.group(3));
        });
    assertEquals(
        study.plan().validationRows() > 0 && earlier.isEmpty(),
        lowestLast.isPresent() || lowestBefore.isPresent());
    // What is said of the finished model is what the table says of it, or the page says why not.
    double ofModel = validation(history.get(study.training().epoch() - 1), "loss");
    boolean explained = text.contains("the loss is weighted by example and class weights");
    assertTrue(
        Double.isNaN(table) || explained || Math.abs(table - ofModel) <= 1e-3 * Math.abs(table),
        "the table says " + table + " of the weights of an epoch with " + ofModel);
    find("advice", text, "Early stopping \\(.*\\) keeps the weights of the best epoch")
        .ifPresent(unused -> assertTrue(early.isEmpty(), "advice that was followed already"));
  }

  private void units(String text, Study study) {
    List<LayerSnapshot> before = study.snapshots().get(0).layers();
    List<LayerSnapshot> after = study.snapshots().get(study.snapshots().size() - 1).layers();
    int hidden = after.size() - 1;
    Optional<MatchResult> dead =
        find("dead", text, "In layer (.*), (\\d+) of (\\d+) units? (?:is|are) dead at the end");
    boolean many =
        IntStream.range(0, hidden).anyMatch(k -> 10 * after.get(k).dead() >= after.get(k).units());
    assertEquals(many, dead.isPresent());
    dead.ifPresent(
        found -> {
          LayerSnapshot layer = named(after.subList(0, hidden), found.group(1));
          equal(layer.dead(), found.group(2));
          equal(layer.units(), found.group(3));
          // A unit that is flat for every example is flat in that share of all pairs at least.
          assertTrue(layer.saturated() >= (double) layer.dead() / layer.units() - 1e-9);
        });
    find(
            "saturated",
            text,
            "In layer (.*), the share of saturated activations rose from (.*) at the start to (.*) at the end")
        .ifPresent(
            found -> {
              double start = named(before, found.group(1)).saturated();
              double end = named(after.subList(0, hidden), found.group(1)).saturated();
              assertEquals(Prose.percent(start), found.group(2));
              assertEquals(Prose.percent(end), found.group(3));
              assertTrue(end - start >= 0.2 && end >= 0.75);
            });
    if (text.contains("Saturated activations")) {
      int sample = Math.min(256, study.plan().trainingRows());
      assertTrue(
          text.contains(
              "all units and %s training example%s:".formatted(sample, sample == 1 ? "" : "s")));
    }
  }

  private static LayerSnapshot named(List<LayerSnapshot> layers, String name) {
    return layers.stream().filter(layer -> layer.name().equals(name)).findFirst().orElseThrow();
  }

  private void hardest(String text, Study study) {
    List<ExampleGradient> hardest = study.contributions();
    int rows = study.plan().trainingRows();
    find(
            "hardest",
            text,
            "The (\\d+) training examples with the largest gradients make up (.*) of the gradients of all (\\S+)\\.\n")
        .ifPresent(
            found -> {
              equal(hardest.size(), found.group(1));
              assertTrue(hardest.size() < rows, "all of them make up all");
              assertEquals(
                  Prose.percent(hardest.stream().mapToDouble(ExampleGradient::share).sum()),
                  found.group(2));
              equal(rows, found.group(3));
            });
    int columns = study.model().preparation().inputs().size();
    Optional<MatchResult> shown =
        find("columns", text, "Of (\\d+) input columns, the first 4 are shown");
    assertEquals(columns > 4, shown.isPresent());
    shown.ifPresent(found -> equal(columns, found.group(1)));
    if (study.landscape().isPresent()) {
      assertTrue(
          text.contains(
              rows > 128
                  ? "128 of " + rows + " training examples"
                  : rows == 1
                      ? "that of the training example"
                      : "all " + rows + " training examples"));
    }
  }

  private void answers(String text, Study study, ReportContext context) {
    List<List<Double>> predictions = study.outcome().predictions();
    List<List<Double>> targets = study.outcome().targets();
    int n = predictions.size();
    if (context.kind() == Target.Kind.BINARY || context.kind() == Target.Kind.CLASSES) {
      List<Integer> truths = bests(targets);
      List<Integer> answers = bests(predictions);
      Map<List<Integer>, Integer> mistakes = new HashMap<>();
      for (int i = 0; i < n; i++) {
        if (!truths.get(i).equals(answers.get(i))) {
          mistakes.merge(List.of(truths.get(i), answers.get(i)), 1, Integer::sum);
        }
      }
      int most = mistakes.values().stream().mapToInt(count -> count).max().orElse(0);
      long tied = mistakes.values().stream().filter(count -> count == most).count();
      assertEquals(mistakes.isEmpty(), text.contains("Every example is classified correctly"));
      assertEquals(
          most == 1 && tied > 1,
          find("no two mistakes", text, "No two mistakes are of the same kind\\.").isPresent());
      Optional<MatchResult> mistake =
          find(
              "mistake",
              text,
              "most frequent mistake: (.*) is predicted as (.*), (\\d+) times?, (.*) of that class");
      assertEquals(tied == 1, mistake.isPresent());
      mistake.ifPresent(
          found -> {
            int truth = context.classes().indexOf(found.group(1));
            int answer = context.classes().indexOf(found.group(2));
            assertEquals(most, mistakes.get(List.of(truth, answer)));
            equal((double) most, found.group(3));
            assertEquals(
                Prose.percent((double) most / Collections.frequency(truths, truth)),
                found.group(4));
          });
      Optional<MatchResult> several =
          find("mistakes", text, "most frequent mistakes, (\\d+) times each: (.*)\\.");
      assertEquals(tied > 1 && most > 1, several.isPresent());
      several.ifPresent(
          found -> {
            equal((double) most, found.group(1));
            for (String pair : found.group(2).split(", | and ", -1)) {
              String[] names = pair.split(" is predicted as ", -1);
              List<Integer> confused =
                  Arrays.stream(names).map(context.classes()::indexOf).toList();
              assertEquals(most, mistakes.getOrDefault(confused, tied > 3 ? most : 0));
            }
          });
    }
    if (context.kind() == Target.Kind.LABELS) {
      List<String> labels = study.model().target().outputs();
      for (int k = 0; k < labels.size(); k++) {
        int label = k;
        int[] counts = new int[4];
        for (int i = 0; i < n; i++) {
          boolean truth = targets.get(i).get(label) == 1;
          boolean predicted = predictions.get(i).get(label) >= 0.5;
          counts[(truth ? 0 : 2) + (predicted == truth ? 0 : 1)]++;
        }
        double precision = ratio(counts[0], counts[0] + counts[3]);
        double recall = ratio(counts[0], counts[0] + counts[1]);
        double f1 = ratio(2 * counts[0], 2 * counts[0] + counts[1] + counts[3]);
        String row =
            String.join(
                "\n",
                labels.get(k),
                Prose.number(counts[0] + counts[1]),
                Prose.percent(precision),
                Prose.percent(recall),
                Prose.number(f1),
                Prose.number(counts[0]),
                Prose.number(counts[1]),
                Prose.number(counts[3]),
                Prose.number(counts[2]));
        assertTrue(find("label counts", text, Pattern.quote(row)).isPresent(), row);
      }
    }
    scores(text, study, context);
  }

  private static double ratio(int part, int of) {
    return of == 0 ? 0 : (double) part / of;
  }

  private void scores(String text, Study study, ReportContext context) {
    List<List<Double>> predictions = study.outcome().predictions();
    List<List<Double>> targets = study.outcome().targets();
    List<String> outputs = study.model().target().outputs();
    List<Double> areas = new ArrayList<>();
    int first = context.kind() == Target.Kind.CLASSES && outputs.size() == 2 ? 1 : 0;
    for (int k = first; k < outputs.size() && context.kind() != Target.Kind.NUMERIC; k++) {
      areas.add(area(column(predictions, k), column(targets, k)));
    }
    areas.removeIf(area -> area.isNaN());
    find("area", text, "The area under the curve is (\\S+):")
        .ifPresent(found -> equal(areas.get(0), found.group(1)));
    find("area", text, "The mean area is (\\S+)\\. The smallest is that of .*, (\\S+):")
        .ifPresent(
            found -> {
              equal(areas.stream().mapToDouble(a -> a).average().orElseThrow(), found.group(1));
              equal(areas.stream().min(Comparator.naturalOrder()).orElseThrow(), found.group(2));
            });
    find("calibration", text, "The mean distance, weighted by examples, is (\\S+) \\(")
        .ifPresent(found -> equal(calibrationError(predictions, targets, context), found.group(1)));
  }

  /** The share of pairs of an example of a class and another one that are in the right order. */
  private static double area(List<Double> scores, List<Double> truths) {
    double right = 0;
    int pairs = 0;
    for (int i = 0; i < scores.size(); i++) {
      for (int j = 0; j < scores.size(); j++) {
        if (truths.get(i) == 1 && truths.get(j) == 0) {
          right +=
              scores.get(i) > scores.get(j) ? 1 : scores.get(i).equals(scores.get(j)) ? 0.5 : 0;
          pairs++;
        }
      }
    }
    return pairs == 0 ? Double.NaN : right / pairs;
  }

  private static double calibrationError(
      List<List<Double>> predictions, List<List<Double>> targets, ReportContext context) {
    double[] gap = new double[10];
    int all = 0;
    for (int i = 0; i < predictions.size(); i++) {
      List<Double> row = predictions.get(i);
      for (int k = 0; k < row.size(); k++) {
        if (context.kind() != Target.Kind.CLASSES || k == best(row)) {
          int bin = Math.min(9, (int) (10 * row.get(k)));
          gap[bin] += row.get(k) - targets.get(i).get(k);
          all++;
        }
      }
    }
    double sum = 0;
    for (double each : gap) {
      sum += Math.abs(each);
    }
    return sum / all;
  }

  private void numbers(String text, Study study) {
    find("deviations", text, "one standard deviation of (\\S+) is (\\S+), and a squared error")
        .ifPresent(
            found -> {
              List<Double> truths = column(study.outcome().targets(), 0);
              // Of the training part: the same only where nothing was held out.
              if (study.plan().validationRows() == 0) {
                double mean = truths.stream().mapToDouble(t -> t).average().orElseThrow();
                double squares =
                    truths.stream()
                        .mapToDouble(t -> (t - mean) * (t - mean))
                        .average()
                        .orElseThrow();
                equal(Math.sqrt(squares), found.group(2));
              }
            });
    if (study.regression().isEmpty()) {
      assertFalse(text.contains("RMSE"));
      return;
    }
    List<Double> predictions = column(study.outcome().predictions(), 0);
    List<Double> truths = column(study.outcome().targets(), 0);
    RegressionScores scores =
        RegressionScores.of(
            study.model().target().outputs().get(0),
            predictions.stream().mapToDouble(p -> p).toArray(),
            truths.stream().mapToDouble(t -> t).toArray());
    double rmse =
        Math.sqrt(
            IntStream.range(0, truths.size())
                .mapToDouble(i -> Math.pow(predictions.get(i) - truths.get(i), 2))
                .average()
                .orElseThrow());
    assertEquals(rmse, scores.rmse(), 1e-9 * rmse);
    String name = study.model().target().outputs().get(0);
    for (Map.Entry<String, Double> row :
        Map.of("RMSE of %s ↓", rmse, "MAE of %s ↓", scores.mae(), "R² of %s ↑", scores.r2())
            .entrySet()) {
      MatchResult found =
          find(
                  "errors",
                  text,
                  Pattern.quote(row.getKey().formatted(name)) + "\n(?:(\\S+)\n)?(\\S+)\n(?=\\D)")
              .orElseThrow();
      equal(row.getValue(), found.group(2));
    }
  }

  /** Small data and a small network, of any kind, trained for a few epochs. */
  private static final class RandomRun {

    private final Random random;
    private final StringBuilder csv = new StringBuilder();
    private final StringBuilder yaml = new StringBuilder();

    private RandomRun(Random random) {
      this.random = random;
    }

    static Path write(Path folder, Random random) throws IOException {
      RandomRun run = new RandomRun(random);
      run.make();
      Files.writeString(folder.resolve("random.csv"), run.csv);
      return Files.writeString(folder.resolve("random.yaml"), run.yaml);
    }

    private String one(String... of) {
      return of[random.nextInt(of.length)];
    }

    private void make() {
      int inputs = 1 + random.nextInt(6);
      int rows = 12 + random.nextInt(40);
      String kind = one("number", "two", "three", "labels");
      IntStream.range(0, inputs).forEach(k -> csv.append("x").append(k).append(','));
      csv.append(kind.equals("labels") ? "t,u\n" : "t\n");
      // Far from 0, units saturate.
      int far = random.nextBoolean() ? 1 : 8;
      for (int i = 0; i < rows; i++) {
        double sum = 0;
        for (int k = 0; k < inputs; k++) {
          double x = far * random.nextGaussian();
          sum += x / far;
          csv.append(String.format(Locale.ROOT, "%.3f,", x));
        }
        sum += 0.5 * random.nextGaussian();
        csv.append(
            switch (kind) {
              case "number" -> String.format(Locale.ROOT, "%.3f", 40 + 7 * sum);
              case "two" -> sum > 0 ? "yes" : "no";
              case "three" -> i % 7 == 0 ? "c" : sum > 0 ? "b" : "a";
              default -> (sum > 0 ? "yes," : "no,") + (sum * sum > 1 ? "yes" : "no");
            });
        csv.append('\n');
      }
      boolean validation = random.nextInt(4) > 0;
      yaml.append("data: {csv: random.csv, target: ");
      yaml.append(kind.equals("labels") ? "[t, u]" : "t");
      yaml.append(random.nextInt(3) == 0 ? ", scale: none" : "");
      yaml.append(validation ? ", split: {validation: 0.3}}\n" : "}\n");
      String last =
          switch (kind) {
            case "number" -> "{}";
            case "three" -> "{activation: softmax}";
            default -> "{activation: sigmoid}";
          };
      yaml.append(
          "network: [{dense: {units: %s, activation: %s}}, {dense: %s}]\n"
              .formatted(1 + random.nextInt(6), one("relu", "tanh", "sigmoid"), last));
      yaml.append("loss: ");
      yaml.append(
          switch (kind) {
            case "number" -> one("mean-squared-error", "huber", "mean-absolute-error");
            case "three" -> one("cross-entropy", "mean-squared-error");
            default -> one("binary-cross-entropy", "mean-squared-error");
          });
      yaml.append(
          "\noptimizer: {%s: {learning-rate: %s}}\n"
              .formatted(one("sgd", "adam"), one("0.01", "0.1", "1")));
      boolean accuracy = kind.equals("two") || kind.equals("three");
      yaml.append(accuracy ? "metrics: [accuracy]\n" : "");
      yaml.append(
          "training: {epochs: %s, batch-size: 8, threads: 1, seed: %s"
              .formatted(1 + random.nextInt(14), random.nextInt(99)));
      if (random.nextBoolean()) {
        yaml.append(
            ", early-stopping: {patience: %s, restore-best: %s, min-delta: %s, monitor: %s}"
                .formatted(
                    1 + random.nextInt(4),
                    random.nextInt(4) > 0,
                    one("0", "0.01"),
                    accuracy && validation ? one("loss", "accuracy") : "loss"));
      }
      yaml.append(
          accuracy && random.nextInt(4) == 0
              ? ", class-weights: {%s: 3}}\n".formatted(kind.equals("two") ? "yes" : "a")
              : "}\n");
    }
  }
}
