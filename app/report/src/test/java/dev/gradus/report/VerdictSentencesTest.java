package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ControlRun;
import dev.gradus.engine.study.InitialGradients;
import dev.gradus.engine.study.LearningCurve;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each kind of sentence on a comparison, held against the numbers that it was made from: of 200
 * comparisons that are drawn, with many ties, and of the examples. A sentence of no known kind
 * fails.
 */
class VerdictSentencesTest {

  private static final int DRAWN = 200;
  private static final long SEED = 20;
  private static final int MOST_WORDS = 24;

  /** The 97.5 % points of Student's t for 1 to 3 degrees of freedom. */
  private static final double[] STUDENT = {12.706, 4.303, 3.182};

  private static final List<String> LOSSES =
      List.of("mean-squared-error", "cross-entropy", "huber", "hinge", "mae-like", "focal");

  private static final String NAME = "`([^`]+)`";
  private static final String NUMBER = "([−0-9.,e]+)";

  /** The last epoch of the curves that are drawn. */
  private static final int LAST = 20;

  private static Study adam;
  private static Study stoppedAdam;
  private static Study descent;
  private static Study stoppedDescent;

  @BeforeAll
  static void train() {
    adam = Runs.blobs();
    stoppedAdam = Runs.keeping(adam, 12);
    descent = Runs.descent();
    stoppedDescent = Runs.keeping(descent, 1);
  }

  @Test
  void drawnComparisonsAreDescribedAsTheyAre() {
    Set<String> seen = new TreeSet<>();
    Random random = new Random(SEED);
    for (int i = 0; i < DRAWN; i++) {
      Comparison comparison = drawn(random);
      try {
        seen.addAll(check(comparison));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("number %s, drawn with seed %s".formatted(i, SEED), e);
      }
    }
    Set<String> all = new TreeSet<>();
    new Facts(drawn(random)).kinds().forEach(kind -> all.add(kind.pattern().pattern()));
    assertEquals(all, seen, "each kind of sentence was said, and held");
  }

  @TestFactory
  Stream<DynamicTest> examples() {
    return Stream.of(
            "xor-cross-entropy.yaml cross-entropy,huber,mse 2 training.epochs=200",
            "one-neuron-mse.yaml mse,binary-cross-entropy 1 training.epochs=300",
            "iris.yaml cross-entropy,mse,hinge 2 training.epochs=8",
            "wine.yaml cross-entropy,mse 1 training.epochs=5",
            "breast_cancer.yaml mse,cross-entropy,mae,huber,hinge 1 training.epochs=6")
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line,
                    () -> {
                      String[] words = line.split(" ", -1);
                      try (Gradus gradus = Gradus.create()) {
                        check(
                            gradus
                                .job(Path.of("..", "examples", words[0]), Setting.parse(words[3]))
                                .compare(
                                    "loss",
                                    List.of(words[1].split(",")),
                                    Integer.parseInt(words[2])));
                      }
                    }));
  }

  @Test
  void theShowcaseSaysWhatTheLossChanges() {
    try (Gradus gradus = Gradus.create()) {
      Comparison comparison =
          gradus
              .job(Path.of("..", "examples", "xor-mse.yaml"))
              .compare("loss", List.of("mean-squared-error", "cross-entropy"), 1);
      assertTrue(comparison.seedsAgree());
      assertEquals(
          "Both end with accuracy 1, but training with cross-entropy makes mean-squared-error 122 times lower than training with mean-squared-error itself.",
          Verdict.of(comparison).headline());
      check(comparison);
    }
  }

  // ---------------------------------------------------------------- what is drawn

  private static Comparison drawn(Random random) {
    boolean byAdam = random.nextBoolean();
    int seeds = 1 + random.nextInt(4);
    boolean agree = random.nextInt(5) == 0;
    int count = 1 + random.nextInt(LOSSES.size());
    List<Variant> variants = new ArrayList<>();
    Map<String, List<Double>> norms = new LinkedHashMap<>();
    List<double[]> gradients = new ArrayList<>();
    boolean withAccuracy = random.nextInt(4) > 0;
    int ownLosses = 1 + random.nextInt(LOSSES.size());
    for (int i = 0; i < count; i++) {
      String name = LOSSES.get(i);
      double[] gradient;
      List<Map<String, Double>> scores = new ArrayList<>();
      if (i > 0 && random.nextInt(3) == 0) {
        // A multiple of the first, which may learn the same.
        double factor = random.nextBoolean() ? 1 : 1 + random.nextInt(4);
        gradient = Arrays.stream(gradients.get(0)).map(g -> factor * g).toArray();
        scores.addAll(variants.get(0).scores());
        if (random.nextInt(3) == 0) {
          scores.replaceAll(run -> scaled(run, 1 + 0.1 * random.nextDouble()));
        }
      } else {
        gradient = random.doubles(3, -1, 1).toArray();
        for (int s = 0; s < seeds; s++) {
          scores.add(agree && s > 0 ? scores.get(0) : scores(random, withAccuracy, ownLosses));
        }
      }
      gradients.add(gradient);
      boolean stopped = random.nextInt(3) == 0;
      Study study = byAdam ? stopped ? stoppedAdam : adam : stopped ? stoppedDescent : descent;
      int kept = stopped ? study.training().epoch() : LAST;
      norms.put(name, Arrays.stream(gradient).map(Math::abs).boxed().toList());
      variants.add(
          new Variant(
              name,
              name,
              random.nextInt(6) == 0 ? List.of("no activation here") : List.of(),
              Optional.empty(),
              Optional.of(study),
              scores,
              List.of(),
              List.of(),
              scores.stream().map(run -> curve(random, run, kept)).toList()));
    }
    if (random.nextInt(5) == 0) {
      variants.add(
          new Variant(
              "poisson",
              "poisson",
              List.of(),
              Optional.of(new GradusException(Problem.of("it does not fit"))),
              Optional.empty(),
              List.of(),
              List.of(),
              List.of(),
              List.of()));
    }
    return new Comparison(
        "loss",
        variants,
        start(random, variants.subList(0, count), norms, gradients),
        random.nextBoolean() ? "validation" : "training",
        LongStream.range(0, seeds).boxed().toList(),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new ControlRun(
                    LOSSES.get(0),
                    LOSSES.subList(1, 2 + random.nextInt(4)),
                    "ab",
                    random.nextInt(5) == 0 ? "ba" : "ab")),
        agree);
  }

  private static Map<String, Double> scaled(Map<String, Double> run, double factor) {
    Map<String, Double> scaled = new LinkedHashMap<>();
    run.forEach(
        (name, value) -> scaled.put(name, name.equals("accuracy") ? value : factor * value));
    return scaled;
  }

  private static Map<String, Double> scores(Random random, boolean withAccuracy, int losses) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (int i = 0; i < losses; i++) {
      if (random.nextInt(12) > 0) {
        // Few different numbers make many ties.
        scores.put(
            LOSSES.get(i),
            random.nextInt(3) == 0 ? 0.25 : Math.pow(10, 3 * random.nextDouble() - 4));
      }
    }
    if (withAccuracy) {
      int examples = adam.outcome().examples();
      scores.put(
          "accuracy",
          (examples - (double) random.nextInt(random.nextBoolean() ? 2 : 6)) / examples);
    }
    return scores;
  }

  /** One that comes closer to its score until the epoch that is kept, and then leaves it. */
  private static LearningCurve curve(Random random, Map<String, Double> score, int kept) {
    double speed = 0.5 + 4 * random.nextDouble();
    Map<Integer, Map<String, Double>> training = new TreeMap<>();
    for (int epoch = 0; epoch <= LAST; epoch++) {
      double left =
          epoch <= kept
              ? Math.exp(-speed * epoch / 4) - Math.exp(-speed * kept / 4)
              : 0.1 * (epoch - kept) / LAST;
      training.put(
          epoch,
          score.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey,
                      entry ->
                          entry.getKey().equals("accuracy")
                              ? entry.getValue() - 0.4 * left
                              : entry.getValue() * (1 + 3 * left))));
    }
    return new LearningCurve(List.of(), training);
  }

  private static InitialGradients start(
      Random random,
      List<Variant> variants,
      Map<String, List<Double>> norms,
      List<double[]> gradients) {
    Map<String, Map<String, Double>> cosines = new LinkedHashMap<>();
    for (int i = 0; i < gradients.size(); i++) {
      Map<String, Double> row = new LinkedHashMap<>();
      for (int j = 0; j < gradients.size(); j++) {
        row.put(variants.get(j).name(), cosine(gradients.get(i), gradients.get(j)));
      }
      cosines.put(variants.get(i).name(), row);
    }
    List<InitialGradients.Example> examples = new ArrayList<>();
    for (int e = 0; e < 4; e++) {
      Map<String, List<Double>> sent = new LinkedHashMap<>();
      variants.forEach(variant -> sent.put(variant.name(), List.of(random.nextGaussian(), 0.5)));
      examples.add(new InitialGradients.Example(e + 2, List.of(1.0, 0.0), sent, sent));
    }
    return new InitialGradients(
        true, random.nextInt(6) > 0, List.of("1", "2", "3"), norms, cosines, examples);
  }

  private static double cosine(double[] a, double[] b) {
    double product = 0;
    double own = 0;
    double others = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      own += a[i] * a[i];
      others += b[i] * b[i];
    }
    return product / Math.sqrt(own * others);
  }

  // ---------------------------------------------------------------- what must hold

  /** Returns the kinds of its sentences. */
  private static List<String> check(Comparison comparison) {
    Facts facts = new Facts(comparison);
    Verdict verdict = Verdict.of(comparison);
    String headline = verdict.sentence();
    assertTrue(headline.split("[ ]+").length <= MOST_WORDS, headline);
    assertEquals(headline.replace("`", ""), verdict.headline());
    return Stream.concat(Stream.of(headline), verdict.evidenceSentences().stream())
        .map(facts::holds)
        .toList();
  }

  /** The numbers of a comparison, computed for this test alone. */
  private static final class Facts {

    private final Comparison comparison;
    private final List<Variant> trained;
    private final boolean severalRuns;

    Facts(Comparison comparison) {
      this.comparison = comparison;
      this.trained = comparison.variants().stream().filter(v -> v.study().isPresent()).toList();
      this.severalRuns = comparison.seeds().size() > 1 && !comparison.seedsAgree();
    }

    private record Kind(Pattern pattern, Predicate<Matcher> holds) {}

    private static Kind kind(String pattern, Predicate<Matcher> holds) {
      return new Kind(Pattern.compile(pattern), holds);
    }

    /** Checks a sentence, and returns its kind. */
    String holds(String sentence) {
      for (Kind kind : kinds()) {
        Matcher matcher = kind.pattern().matcher(sentence);
        if (matcher.matches()) {
          assertTrue(kind.holds().test(matcher), () -> sentence + "\n" + this);
          return kind.pattern().pattern();
        }
      }
      return fail("no check knows this sentence: " + sentence);
    }

    private List<Kind> kinds() {
      return List.of(
          kind("Only " + NAME + " was trained: .*", m -> trained.size() == 1),
          kind(
              "(.+) learn the same here: their gradients are equal\\.",
              m -> same(m.group(1), true)),
          kind(
              "(.+) learn the same here: their gradients differ by a factor, which `adam` divides out\\.",
              m -> isAdam() && same(m.group(1), false)),
          kind(
              "(Both|All \\d+|\\d+ of \\d+ losses) end with (\\S+) " + NUMBER + ", (.*)",
              m -> allEnd(m.group(1), m.group(2), m.group(3)) && rest(m.group(2), m.group(4))),
          kind(
              "(With this one seed, )?"
                  + NAME
                  + " ends best: (\\S+) "
                  + NUMBER
                  + " against "
                  + NUMBER
                  + " with (.+)\\.",
              m ->
                  oneRun(m.group(1))
                      && isOnlyBest(m.group(2), m.group(3), m.group(4))
                      && isWorst(m.group(3), m.group(5), m.group(6).replace("the last, ", ""))),
          kind(
              "(With this one seed, )?(.+) tie at (\\S+) " + NUMBER + "; (.+)\\.",
              m ->
                  oneRun(m.group(1))
                      && areTheBest(m.group(2), m.group(3), m.group(4))
                      && isNext(m.group(3), m.group(4), m.group(5))),
          kind(
              "No clear winner over (\\d+) seeds: mean (\\S+) lies between "
                  + NUMBER
                  + " and "
                  + NUMBER
                  + "\\.",
              m ->
                  severalRuns
                      && Integer.parseInt(m.group(1)) == comparison.seeds().size()
                      && printed(m.group(2)).contains(m.group(3))
                      && isBest(m.group(2), m.group(4))
                      && isWorst(m.group(2), m.group(3), "")
                      && noneBeatsAll(m.group(2))),
          kind(
              "(.+?) (?:ends|tie,) clearly ahead: (\\S+) "
                  + NUMBER
                  + " against "
                  + NUMBER
                  + " with (?:the next, )?"
                  + NAME
                  + "\\.",
              m ->
                  severalRuns
                      && areTheBest(m.group(1), m.group(2), m.group(3))
                      && beats(m.group(2), m.group(3), v -> true)
                      && mean(variant(m.group(5)), m.group(2)).equals(m.group(4))),
          kind(
              NAME
                  + " ends clearly ahead of (.+) \\((\\S+) "
                  + NUMBER
                  + " against "
                  + NUMBER
                  + "(?: with "
                  + NAME
                  + ")?\\), but not of (.+)\\.",
              m ->
                  severalRuns
                      && isOnlyBest(m.group(1), m.group(3), m.group(4))
                      && beatsSome(m.group(1), m.group(3), m.group(2), m.group(7))),
          kind("No measure tells these losses apart\\.", m -> nothingDiffers("")),
          kind(
              "(Training with .*|`.* ends? with the .*|Each ends best .*|\\d of .* end with the .*)",
              m -> finding(m.group(1))),
          kind(
              "Printing another loss changes nothing: .*",
              m -> comparison.controlRun().orElseThrow().holds()),
          kind(
              "Printing other losses and metrics changed the weights, .*",
              m -> !comparison.controlRun().orElseThrow().holds()),
          kind(
              "Before the first step, the gradient of "
                  + NAME
                  + " is "
                  + NUMBER
                  + " times as long as that of "
                  + NAME
                  + "(, in the same direction| and points \\d+° away from it)?\\.",
              m ->
                  !isAdam()
                      && Prose.times(length(m.group(1)) / length(m.group(3))).equals(m.group(2))
                      && isAngle(m.group(1), m.group(3), m.group(4))
                      && trained.stream()
                          .allMatch(
                              v ->
                                  length(v.name()) <= length(m.group(1))
                                      && length(v.name()) >= length(m.group(3)))),
          kind(
              "Before the first step, (?:both|all) gradients have about the same length( and the same direction| and are \\d+° apart)?\\.",
              m ->
                  !isAdam()
                      && (m.group(1) == null
                          || isAngle(trained.get(0).name(), trained.get(1).name(), m.group(1)))
                      && trained.stream()
                          .allMatch(
                              v ->
                                  Math.abs(length(v.name()) / length(trained.get(0).name()) - 1)
                                      < 0.1)),
          kind(
              "Before the first step, the gradients of "
                  + NAME
                  + " and "
                  + NAME
                  + " (have the same direction|are \\d+° apart)\\.( Their lengths do not matter: `adam` divides them out\\.)?( Over .*)?",
              m ->
                  isAdam()
                      && isAngle(m.group(1), m.group(2), m.group(3))
                      && (m.group(5) == null || isBalance(m.group(5)))),
          kind(
              "%s reaches %s %s by epoch ([\\d,]+), %s only by epoch ([\\d,]+)\\."
                  .formatted(NAME, NAME, NUMBER, NAME),
              m -> !severalRuns && reaches(m)),
          kind("Nothing is drawn at random here, so every seed .*", m -> comparison.seedsAgree()),
          kind(
              "(?:The difference is (\\d+) of (\\d+) examples\\. )?Each variant was trained with one seed; .*",
              m ->
                  comparison.seeds().size() == 1
                      && !comparison.seedsAgree()
                      && (m.group(1) == null || isCount(m.group(1), m.group(2)))),
          kind(
              "The network was adapted for (.+), so .*",
              m ->
                  names(m.group(1))
                      .equals(namesOf(trained.stream().filter(v -> !v.notes().isEmpty())))),
          kind(
              "(.+) could not be trained; the reason is below\\.",
              m ->
                  names(m.group(1))
                      .equals(
                          namesOf(
                              comparison.variants().stream().filter(v -> v.study().isEmpty())))));
    }

    // -- numbers

    private Variant variant(String name) {
      return trained.stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> names(String list) {
      return Arrays.stream(list.split(", | and ")).map(name -> name.replace("`", "")).toList();
    }

    private static List<String> namesOf(Stream<Variant> variants) {
      return variants.map(Variant::name).toList();
    }

    private boolean isAdam() {
      return trained
          .get(0)
          .study()
          .orElseThrow()
          .configuration()
          .optimizer()
          .toString()
          .startsWith("Adam");
    }

    private static double value(Variant variant, String measure) {
      return variant.scores().stream()
          .mapToDouble(run -> run.getOrDefault(measure, Double.NaN))
          .average()
          .orElse(Double.NaN);
    }

    private static String mean(Variant variant, String measure) {
      return Prose.number(value(variant, measure));
    }

    private List<Variant> measured(String measure) {
      return trained.stream().filter(v -> Double.isFinite(value(v, measure))).toList();
    }

    private List<String> printed(String measure) {
      return measured(measure).stream().map(v -> mean(v, measure)).toList();
    }

    private static boolean higher(String measure) {
      return measure.equals("accuracy");
    }

    private DoubleStream values(String measure) {
      return measured(measure).stream().mapToDouble(v -> value(v, measure));
    }

    private boolean isBest(String measure, String number) {
      double best =
          higher(measure)
              ? values(measure).max().orElseThrow()
              : values(measure).min().orElseThrow();
      return Prose.number(best).equals(number);
    }

    private boolean isWorst(String measure, String number, String who) {
      double worst =
          higher(measure)
              ? values(measure).min().orElseThrow()
              : values(measure).max().orElseThrow();
      return Prose.number(worst).equals(number)
          && (!who.contains("`")
              || names(who).stream().allMatch(n -> mean(variant(n), measure).equals(number)));
    }

    private boolean isOnlyBest(String name, String measure, String number) {
      return isBest(measure, number)
          && mean(variant(name), measure).equals(number)
          && printed(measure).stream().filter(number::equals).count() == 1;
    }

    private boolean areTheBest(String who, String measure, String number) {
      long tied = printed(measure).stream().filter(number::equals).count();
      return isBest(measure, number)
          && (who.contains("`")
              ? names(who).size() == tied
                  && names(who).stream().allMatch(n -> mean(variant(n), measure).equals(number))
              : who.equals("%s of %s losses".formatted(tied, trained.size())));
    }

    private boolean isNext(String measure, String best, String rest) {
      Matcher next = Pattern.compile(".*(?:at|with) " + NUMBER).matcher(rest);
      return next.matches()
          && printed(measure).contains(next.group(1))
          && !next.group(1).equals(best)
          && (!rest.contains("`")
              || names(rest.replaceAll(" ends? at.*| with.*", "").replace("the next is ", ""))
                  .stream()
                  .allMatch(n -> mean(variant(n), measure).equals(next.group(1))));
    }

    private boolean oneRun(String prefix) {
      return !severalRuns && (prefix == null) == comparison.seedsAgree();
    }

    private boolean allEnd(String who, String measure, String number) {
      int all = measured(measure).size();
      return printed(measure).stream().allMatch(number::equals)
          && who.equals(
              all < trained.size()
                  ? "%s of %s losses".formatted(all, trained.size())
                  : all == 2 ? "Both" : "All " + all);
    }

    /** The second half of a sentence, or a whole one where there is no judge. */
    private boolean rest(String judge, String rest) {
      if (rest.equals("and all other measures agree.")) {
        return !severalRuns && nothingDiffers(judge);
      }
      if (rest.equals("and no other measure differs clearly.")) {
        return severalRuns && nothingDiffers(judge);
      }
      assertTrue(rest.startsWith("but "), rest);
      return finding(rest.substring(4));
    }

    private boolean finding(String sentence) {
      Matcher lower =
          Pattern.compile(
                  "[Tt]raining with "
                      + NAME
                      + " makes "
                      + NAME
                      + " (?:"
                      + NUMBER
                      + " times )?lower than training with `\\2` itself(?:: .*)?\\.")
              .matcher(sentence);
      if (lower.matches()) {
        String measure = lower.group(2);
        Variant owner =
            trained.stream().filter(v -> v.loss().equals(measure)).findFirst().orElseThrow();
        double ratio = value(owner, measure) / value(variant(lower.group(1)), measure);
        return ratio > 1
            && !variant(lower.group(1)).loss().equals(measure)
            && (lower.group(3) == null || lower.group(3).equals(Prose.times(ratio)))
            && (!severalRuns || isClear(variant(lower.group(1)), owner, measure));
      }
      if (sentence.equalsIgnoreCase("each ends best at the loss that it was trained on.")) {
        return trained.stream().allMatch(v -> isOnlyBest(v.name(), v.loss(), mean(v, v.loss())));
      }
      Matcher extremes =
          Pattern.compile(
                  "(.+) ends? with the (higher|highest|lower|lowest) "
                      + NAME
                      + "(, its own loss)?: "
                      + NUMBER
                      + " against "
                      + NUMBER
                      + " with (.+)\\.")
              .matcher(sentence);
      return extremes.matches()
          && extremes.group(2).startsWith("high") == higher(extremes.group(3))
          && areTheBest(extremes.group(1), extremes.group(3), extremes.group(5))
          && isWorst(extremes.group(3), extremes.group(6), extremes.group(7))
          && !extremes.group(5).equals(extremes.group(6));
    }

    private boolean nothingDiffers(String judge) {
      return comparison.measures().stream()
          .filter(measure -> !measure.equals(judge))
          .filter(measure -> measured(measure).size() > 1)
          .allMatch(
              measure ->
                  printed(measure).stream().distinct().count() == 1
                      || (severalRuns && !extremesAreClear(measure)));
    }

    private boolean extremesAreClear(String measure) {
      List<Variant> sorted =
          measured(measure).stream()
              .sorted((a, b) -> Double.compare(value(a, measure), value(b, measure)))
              .toList();
      return isClear(sorted.get(0), sorted.get(sorted.size() - 1), measure);
    }

    private boolean isClear(Variant a, Variant b, String measure) {
      int n = comparison.seeds().size();
      double[] differences = new double[n];
      double mean = 0;
      for (int i = 0; i < n; i++) {
        differences[i] =
            a.scores().get(i).getOrDefault(measure, Double.NaN)
                - b.scores().get(i).getOrDefault(measure, Double.NaN);
        mean += differences[i] / n;
      }
      double squares = 0;
      for (double difference : differences) {
        squares += (difference - mean) * (difference - mean);
      }
      return Math.abs(mean) > STUDENT[n - 2] * Math.sqrt(squares / (n - 1) / n);
    }

    private boolean beats(String measure, String best, Predicate<Variant> whom) {
      List<Variant> winners =
          measured(measure).stream().filter(v -> mean(v, measure).equals(best)).toList();
      return measured(measure).stream()
          .filter(v -> !winners.contains(v) && whom.test(v))
          .allMatch(v -> winners.stream().allMatch(winner -> isClear(winner, v, measure)));
    }

    private boolean beatsSome(String best, String measure, String beaten, String others) {
      List<Variant> rest = measured(measure).stream().filter(v -> !v.name().equals(best)).toList();
      List<String> clear = namesOf(rest.stream().filter(v -> isClear(variant(best), v, measure)));
      List<String> unclear = namesOf(rest.stream().filter(v -> !clear.contains(v.name())));
      return agree(beaten, clear) && agree(others, unclear);
    }

    private static boolean agree(String said, List<String> names) {
      return said.contains("`")
          ? names(said).stream().sorted().toList().equals(names.stream().sorted().toList())
          : said.equals(names.size() + " others");
    }

    private boolean noneBeatsAll(String measure) {
      String best =
          printed(measure).stream().filter(n -> isBest(measure, n)).findFirst().orElseThrow();
      return !beats(measure, best, v -> true);
    }

    private boolean same(String who, boolean equal) {
      List<Variant> group =
          who.contains("`") ? names(who).stream().map(this::variant).toList() : trained;
      for (Variant a : group) {
        for (Variant b : group) {
          double ratio = length(a.name()) / length(b.name());
          boolean scores =
              comparison.measures().stream()
                  .allMatch(
                      m ->
                          !Double.isFinite(value(a, m))
                              || !Double.isFinite(value(b, m))
                              || Math.abs(value(a, m) - value(b, m))
                                  <= 2e-3 * Math.abs(value(a, m)));
          if (cosine(a.name(), b.name()) < 0.99999
              || !scores
              || (equal && Math.abs(ratio - 1) > 0.01)) {
            return false;
          }
        }
      }
      return comparison.start().sameWeights();
    }

    private double length(String name) {
      return Math.sqrt(
          comparison.start().norms().getOrDefault(name, List.of()).stream()
              .mapToDouble(n -> n * n)
              .sum());
    }

    private double cosine(String a, String b) {
      return comparison.start().cosines().getOrDefault(a, Map.of()).getOrDefault(b, Double.NaN);
    }

    private boolean isAngle(String a, String b, String said) {
      double degrees = Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, cosine(a, b)))));
      return said == null
          ? Double.isNaN(degrees)
          : said.contains("the same direction")
              ? degrees <= 0.5
              : said.contains(" %s° a".formatted(Math.round(degrees)));
    }

    private boolean isBalance(String said) {
      Matcher m =
          Pattern.compile(
                  " Over (\\d+) examples, the largest \\|dL/dz\\| is "
                      + NUMBER
                      + " times the mean with "
                      + NAME
                      + ", but "
                      + NUMBER
                      + " times with "
                      + NAME
                      + "\\.")
              .matcher(said);
      return m.matches()
          && Integer.parseInt(m.group(1)) == comparison.start().examples().size()
          && m.group(2).equals(Prose.times(unevenness(m.group(3))))
          && m.group(4).equals(Prose.times(unevenness(m.group(5))))
          && unevenness(m.group(3)) > unevenness(m.group(5));
    }

    private double unevenness(String name) {
      double[] lengths =
          comparison.start().examples().stream()
              .mapToDouble(
                  e ->
                      Math.sqrt(
                          e.gradient().getOrDefault(name, List.of()).stream()
                              .mapToDouble(g -> g * g)
                              .sum()))
              .toArray();
      return Arrays.stream(lengths).max().orElseThrow()
          / Arrays.stream(lengths).average().orElseThrow();
    }

    private boolean keepsEarlier(String name) {
      Training run = variant(name).study().orElseThrow().training();
      return run.epoch() < run.history().size();
    }

    private boolean reaches(Matcher m) {
      String measure = m.group(2);
      Variant slowest = variant(m.group(5));
      NavigableMap<Integer, Double> fast = curve(variant(m.group(1)), measure);
      NavigableMap<Integer, Double> slow = curve(slowest, measure);
      int kept =
          keepsEarlier(m.group(5))
              ? slowest.study().orElseThrow().training().epoch()
              : slow.lastKey();
      double level = slow.getOrDefault(kept, Double.NaN);
      double sign = higher(measure) ? 1 : -1;
      return mean(slowest, measure).equals(m.group(3))
          && Math.abs(level - value(slowest, measure)) <= 1e-3 * Math.abs(level)
          && isFirst(epoch(m.group(4)), fast, sign, level)
          && isFirst(epoch(m.group(6)), slow, sign, level)
          && epoch(m.group(4)) < epoch(m.group(6));
    }

    private static int epoch(String printed) {
      return Integer.parseInt(printed.replace(",", ""));
    }

    private static boolean isFirst(
        int epoch, NavigableMap<Integer, Double> curve, double sign, double level) {
      return sign * curve.getOrDefault(epoch, Double.NaN) >= sign * level
          && curve.headMap(epoch).values().stream().allMatch(v -> sign * v < sign * level);
    }

    private static NavigableMap<Integer, Double> curve(Variant variant, String measure) {
      TreeMap<Integer, Double> curve = new TreeMap<>();
      LearningCurve first = variant.curves().get(0);
      first.history().stream()
          .filter(epoch -> epoch.validation().containsKey(measure))
          .forEach(
              epoch ->
                  curve.put(epoch.epoch(), epoch.validation().getOrDefault(measure, Double.NaN)));
      if (curve.isEmpty()) {
        first
            .training()
            .forEach((e, values) -> curve.put(e, values.getOrDefault(measure, Double.NaN)));
      }
      return curve;
    }

    private boolean isCount(String difference, String examples) {
      double most = values("accuracy").max().orElseThrow();
      double least = values("accuracy").min().orElseThrow();
      int all = trained.get(0).study().orElseThrow().outcome().examples();
      return Integer.parseInt(examples) == all
          && Math.abs((most - least) * all - Integer.parseInt(difference)) < 1e-6;
    }

    @Override
    public String toString() {
      return trained.stream()
          .map(v -> v.name() + " " + v.scores())
          .collect(Collectors.joining("\n", "seeds " + comparison.seeds() + "\n", ""));
    }
  }
}
