package dev.gradus.report;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ControlRun;
import dev.gradus.engine.study.InitialGradients;
import dev.gradus.engine.study.LearningCurve;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a comparison shows, in sentences: one for the headline, and a few that support it. Each
 * follows from numbers that are on the page.
 */
public final class Verdict {

  /** Below this ratio, two numbers are hardly different. */
  private static final double NOTABLE = 1.05;

  /** Below this relative difference, the end of a curve is the score of the finished network. */
  private static final double SAME = 1e-3;

  /** From this ratio on, one gradient is spread over the examples much less evenly. */
  private static final double UNEVEN = 1.25;

  /** More names would make the sentence too long. */
  private static final int MOST_NAMES = 3;

  /** A name that is longer, such as that of a loss with many options, is cut in the headline. */
  private static final int LONGEST_NAME = 28;

  /** A difference of so few examples is worth being counted. */
  private static final int FEW_EXAMPLES = 3;

  private final Comparison comparison;
  private final MetricNames metrics;
  private final List<Variant> trained;
  private final SameLearning same;
  private final Optional<Standings> judged;

  private Verdict(Comparison comparison) {
    this.comparison = comparison;
    this.metrics = MetricNames.of(comparison);
    this.trained = comparison.trained();
    this.same = new SameLearning(comparison);
    this.judged =
        Stream.concat(plain().stream(), neutral().stream())
            .map(this::standings)
            .filter(standings -> standings.size() > 1)
            .findFirst();
  }

  /** The verdict on a comparison of which at least one variant was trained. */
  public static Verdict of(Comparison comparison) {
    return new Verdict(comparison);
  }

  /** The answer in one sentence, as plain text. */
  public String headline() {
    return sentence().replace("`", "");
  }

  /** The answer in one sentence, with names between backquotes. */
  String sentence() {
    if (trained.size() < 2) {
      return "Only %s was trained: there is nothing to compare it with."
          .formatted(name(trained.get(0)));
    }
    Optional<List<Variant>> alike = allAlike();
    if (alike.isPresent()) {
      return "%s learn the same here: %s.".formatted(few(alike.get()), why(alike.get()));
    }
    if (judged.isEmpty()) {
      return evidence()
          .map(Evidence::sentence)
          .map(Verdict::capital)
          .orElse("No measure tells these %s apart.".formatted(things()));
    }
    Standings standings = judged.get();
    if (standings.isTie()) {
      String tie =
          "%s with %s %s".formatted(allEnd(standings), standings.measure(), value(standings));
      return evidence()
          .map(found -> "%s, but %s".formatted(tie, found.sentence()))
          .orElse(
              hasSeveralRuns()
                  ? "%s, and no other measure differs clearly.".formatted(tie)
                  : "%s, and all other measures agree.".formatted(tie));
    }
    return hasSeveralRuns() ? overSeeds(standings) : ofOneRun(standings);
  }

  /** All variants, if they learn the same; then no measure has judged them. */
  private Optional<List<Variant>> allAlike() {
    return same.groups().stream().filter(group -> group.size() == trained.size()).findFirst();
  }

  /** The measure that the variants are judged by, which none was trained on; empty if all were. */
  Optional<String> judge() {
    return judged.map(Standings::measure);
  }

  /** The measures that the headline and the sentences below it are about, most telling first. */
  List<String> shown() {
    List<String> shown = new ArrayList<>();
    evidenceFor().map(Evidence::measure).ifPresent(shown::add);
    judged.map(Standings::measure).filter(name -> !shown.contains(name)).ifPresent(shown::add);
    return shown;
  }

  private Optional<Evidence> evidenceFor() {
    return judged.isEmpty() || judged.get().isTie() ? evidence() : Optional.empty();
  }

  /** Whether its runs differ, so that chance can be told from what is compared. */
  public boolean hasSeveralRuns() {
    return comparison.seeds().size() > 1 && !comparison.seedsAgree();
  }

  private static String capital(String sentence) {
    int first = sentence.startsWith("`") ? 1 : 0;
    return first == 1
        ? sentence
        : sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  private String things() {
    return comparison.path().equals("loss") ? "losses" : "variants";
  }

  /** The name of a variant as the headline has it. */
  static String shortName(Variant variant) {
    return Prose.cut(variant.name().replace("`", ""), LONGEST_NAME);
  }

  private static String name(Variant variant) {
    return Prose.code(shortName(variant));
  }

  private String few(List<Variant> variants) {
    return variants.size() > MOST_NAMES
        ? "%s of %s %s".formatted(variants.size(), trained.size(), things())
        : names(variants);
  }

  /** All names in full, for a sentence that has room for them. */
  private static String all(List<Variant> variants) {
    return Prose.list(variants.stream().map(variant -> Prose.code(variant.name())).toList());
  }

  private static String names(List<Variant> variants) {
    return Prose.list(variants.stream().map(Verdict::name).toList());
  }

  /** {@code Both end}, {@code All 5 end}, {@code 3 of 5 losses end}. */
  private String allEnd(Standings standings) {
    if (standings.size() < trained.size()) {
      return "%s of %s %s end".formatted(standings.size(), trained.size(), things());
    }
    return trained.size() == 2 ? "Both end" : "All %s end".formatted(trained.size());
  }

  private static String value(Standings standings) {
    return standings.value(standings.best().get(0));
  }

  private String ofOneRun(Standings standings) {
    String seed = comparison.seedsAgree() ? "" : "With this one seed, ";
    List<Variant> best = standings.best();
    List<Variant> next = standings.groups().get(1);
    Variant last = standings.worst().get(0);
    if (best.size() > 1) {
      return "%s%s tie at %s %s; %s."
          .formatted(
              seed,
              few(best),
              standings.measure(),
              value(standings),
              standings.groups().size() == 2
                  ? "%s %s at %s"
                      .formatted(
                          few(next),
                          next.size() == 1 ? "ends" : "end",
                          standings.value(next.get(0)))
                  : "the next is %s with %s"
                      .formatted(name(next.get(0)), standings.value(next.get(0))));
    }
    return "%s%s ends best: %s %s against %s with %s."
        .formatted(
            seed,
            name(best.get(0)),
            standings.measure(),
            value(standings),
            standings.value(last),
            standings.size() == 2
                ? name(last)
                : standings.worst().size() == 1
                    ? "the last, " + name(last)
                    : few(standings.worst()));
  }

  private String overSeeds(Standings standings) {
    List<Variant> best = standings.best();
    List<Variant> beaten =
        standings.rest().stream()
            .filter(other -> best.stream().allMatch(ahead -> standings.isClear(ahead, other)))
            .toList();
    if (beaten.isEmpty() || (best.size() > 1 && beaten.size() < standings.rest().size())) {
      return "No clear winner over %s seeds: mean %s lies between %s and %s."
          .formatted(
              comparison.seeds().size(),
              standings.measure(),
              standings.value(standings.worst().get(0)),
              value(standings));
    }
    Variant next = beaten.get(0);
    String numbers =
        "%s %s against %s".formatted(standings.measure(), value(standings), standings.value(next));
    if (beaten.size() == standings.rest().size()) {
      return "%s %s clearly ahead: %s with %s."
          .formatted(
              few(best),
              best.size() == 1 ? "ends" : "tie,",
              numbers,
              beaten.size() == 1 ? name(next) : "the next, " + name(next));
    }
    List<Variant> others =
        standings.rest().stream().filter(variant -> !beaten.contains(variant)).toList();
    return "%s ends clearly ahead of %s (%s), but not of %s."
        .formatted(
            name(best.get(0)),
            beaten.size() > MOST_NAMES ? beaten.size() + " others" : names(beaten),
            beaten.size() == 1 ? numbers : numbers + " with " + name(next),
            others.size() > MOST_NAMES ? others.size() + " others" : names(others));
  }

  /** A finding of a measure that is not the judge. */
  private record Evidence(String measure, String sentence) {}

  /** Metrics that nothing can be trained on. */
  private List<String> plain() {
    return comparison.measures().stream().filter(metrics::isPlain).toList();
  }

  /** Losses that no variant was trained on. */
  private List<String> neutral() {
    return comparison.measures().stream()
        .filter(measure -> !metrics.isPlain(measure) && owner(measure).isEmpty())
        .toList();
  }

  private Optional<Variant> owner(String measure) {
    return trained.stream().filter(variant -> variant.loss().equals(measure)).findFirst();
  }

  private Standings standings(String measure) {
    return Standings.of(comparison, measure, metrics.higherIsBetter(measure));
  }

  /** What differs where the judge does not tell the variants apart. */
  private Optional<Evidence> evidence() {
    List<Standings> differing =
        comparison.measures().stream()
            .map(this::standings)
            .filter(standings -> standings.size() > 1 && !standings.isTie() && isDecided(standings))
            .toList();
    Optional<Evidence> unbiased =
        differing.stream()
            .filter(standings -> owner(standings.measure()).isEmpty())
            .findFirst()
            .map(this::extremes);
    return unbiased
        .or(() -> differing.stream().flatMap(each -> beatsOwner(each).stream()).findFirst())
        .or(() -> eachAtItsOwn(differing))
        .or(() -> differing.stream().findFirst().map(this::extremes));
  }

  /** Whether the first and the last differ by more than chance. */
  private boolean isDecided(Standings standings) {
    return !hasSeveralRuns()
        || standings.isClear(standings.best().get(0), standings.worst().get(0));
  }

  private Evidence extremes(Standings standings) {
    boolean pair = standings.size() == 2;
    String most =
        standings.higherIsBetter() ? (pair ? "higher" : "highest") : pair ? "lower" : "lowest";
    List<Variant> best = standings.best();
    return new Evidence(
        standings.measure(),
        "%s %s with the %s %s%s: %s against %s with %s."
            .formatted(
                few(best),
                best.size() == 1 ? "ends" : "end",
                most,
                Prose.code(standings.measure()),
                isOwner(best, standings.measure()) ? ", its own loss" : "",
                value(standings),
                standings.value(standings.worst().get(0)),
                few(standings.worst())));
  }

  private static boolean isOwner(List<Variant> best, String measure) {
    return best.size() == 1 && best.get(0).loss().equals(measure);
  }

  /** A variant that is better at a loss than the variant that was trained on it. */
  private Optional<Evidence> beatsOwner(Standings standings) {
    Optional<Variant> owner = owner(standings.measure());
    Variant best = standings.best().get(0);
    if (owner.isEmpty()
        || standings.best().size() > 1
        || !Double.isFinite(standings.mean(owner.get()))
        || best.equals(owner.get())
        || (hasSeveralRuns() && !standings.isClear(best, owner.get()))) {
      return Optional.empty();
    }
    double ratio = standings.mean(owner.get()) / standings.mean(best);
    String measure = Prose.code(standings.measure());
    boolean isRatio = standings.mean(best) > 0 && ratio >= NOTABLE;
    return Optional.of(
        new Evidence(
            standings.measure(),
            "training with %s makes %s %slower than training with %s itself%s."
                .formatted(
                    name(best),
                    measure,
                    isRatio ? times(ratio) + " times " : "",
                    measure,
                    isRatio
                        ? ""
                        : ": %s against %s"
                            .formatted(standings.value(best), standings.value(owner.get())))));
  }

  private Optional<Evidence> eachAtItsOwn(List<Standings> differing) {
    boolean each =
        trained.stream()
            .allMatch(
                variant ->
                    differing.stream()
                        .anyMatch(
                            standings ->
                                standings.measure().equals(variant.loss())
                                    && isOwner(standings.best(), variant.loss())
                                    && standings.best().get(0).equals(variant)));
    return each
        ? Optional.of(
            new Evidence(
                differing.get(0).measure(), "each ends best at the loss that it was trained on."))
        : Optional.empty();
  }

  static String times(double ratio) {
    return ratio >= 10
        ? Prose.number(Math.round(ratio))
        : String.format(Locale.ROOT, "%.1f", ratio);
  }

  /** The sentences that support the headline. */
  List<String> evidenceSentences() {
    List<String> sentences = new ArrayList<>();
    comparison.controlRun().map(Verdict::printing).ifPresent(sentences::add);
    if (trained.size() > 1) {
      gradients().ifPresent(sentences::add);
      same.groups().stream()
          .filter(group -> group.size() < trained.size())
          .map(group -> "%s learn the same here: %s.".formatted(all(group), why(group)))
          .forEach(sentences::add);
      speed().ifPresent(sentences::add);
      caution().ifPresent(sentences::add);
    }
    participation(sentences);
    return sentences;
  }

  private static String printing(ControlRun controlRun) {
    List<String> printed = controlRun.printed();
    return controlRun.holds()
        ? "Printing another loss teaches nothing: with %s printed in every epoch, %s learns the same weights, bit by bit."
            .formatted(
                printed.size() > MOST_NAMES
                    ? printed.size() + " other losses and metrics"
                    : Prose.list(printed.stream().map(Prose::code).toList()),
                Prose.code(controlRun.variant()))
        : "Printing other numbers has changed the weights, which must not be; see the checksums.";
  }

  private String why(List<Variant> group) {
    Variant first = group.get(0);
    boolean equal = group.stream().allMatch(other -> same.isEquallyLong(first, other));
    return equal
        ? "their gradients are equal"
        : "their gradients differ by a factor, which %s".formatted(dividesOut());
  }

  private String dividesOut() {
    List<String> optimizers =
        trained.stream()
            .map(variant -> variant.study().orElseThrow().configuration().optimizer())
            .map(PluginType::nameOf)
            .map(Prose::code)
            .distinct()
            .toList();
    return optimizers.size() == 1
        ? optimizers.get(0) + " divides out"
        : Prose.list(optimizers) + " divide out";
  }

  /** How the gradients differ before the first step. */
  private Optional<String> gradients() {
    InitialGradients start = comparison.start();
    if (!start.sameWeights() || !comparison.path().equals("loss")) {
      return Optional.empty();
    }
    List<Variant> byLength =
        trained.stream()
            .filter(variant -> Double.isFinite(length(variant)) && length(variant) > 0)
            .sorted(Comparator.comparingDouble(this::length))
            .toList();
    if (byLength.size() < 2) {
      return Optional.empty();
    }
    Variant shortest = byLength.get(0);
    Variant longest = byLength.get(byLength.size() - 1);
    double ratio = length(longest) / length(shortest);
    if (same.sizeMattersToAll()) {
      String direction =
          angle(shortest, longest)
              .map(
                  degrees ->
                      degrees == 0 ? ", in the same direction" : ", %s° apart".formatted(degrees))
              .orElse("");
      return Optional.of(
          ratio < NOTABLE
              ? "Before the first step, all gradients have about the same length%s."
                  .formatted(byLength.size() == 2 ? direction : "")
              : "Before the first step, the gradient of %s is %s times as long as that of %s%s."
                  .formatted(
                      Prose.code(longest.name()),
                      times(ratio),
                      Prose.code(shortest.name()),
                      direction));
    }
    if (!same.sizeMattersToNone()) {
      return Optional.empty();
    }
    return widest()
        .map(
            pair ->
                "Before the first step, the gradients of %s and %s are %s.%s%s"
                    .formatted(
                        Prose.code(pair.first().name()),
                        Prose.code(pair.second().name()),
                        pair.degrees() == 0 ? "in the same direction" : pair.degrees() + "° apart",
                        ratio < NOTABLE
                            ? ""
                            : " Their lengths do not count: %s."
                                .formatted(capitalLess(dividesOut())),
                        balance()));
  }

  /** {@code adam divides them out}. */
  private static String capitalLess(String dividesOut) {
    return dividesOut.replace(" out", " them out");
  }

  /** How unevenly the gradient is spread over the examples. */
  private String balance() {
    Variant most = trained.get(0);
    Variant least = trained.get(0);
    for (Variant variant : trained) {
      most = unevenness(variant) > unevenness(most) ? variant : most;
      least = unevenness(variant) < unevenness(least) ? variant : least;
    }
    if (!(unevenness(most) > UNEVEN * unevenness(least))) {
      return "";
    }
    return " Of %s examples, the largest |dL/dz| is %s times the mean with %s, %s times with %s."
        .formatted(
            comparison.start().examples().size(),
            times(unevenness(most)),
            Prose.code(most.name()),
            times(unevenness(least)),
            Prose.code(least.name()));
  }

  /** The longest dL/dz of an example, as a multiple of the mean; NaN if all are 0. */
  private double unevenness(Variant variant) {
    double[] lengths =
        comparison.start().examples().stream()
            .mapToDouble(
                example ->
                    Vectors.length(example.gradient().getOrDefault(variant.name(), List.of())))
            .toArray();
    double sum = 0;
    double largest = 0;
    for (double length : lengths) {
      sum += length;
      largest = Math.max(largest, length);
    }
    return largest * lengths.length / sum;
  }

  private double length(Variant variant) {
    return Vectors.length(comparison.start().norms().getOrDefault(variant.name(), List.of()));
  }

  /** Two variants and the angle between their gradients. */
  private record Pair(Variant first, Variant second, long degrees) {}

  /** The two whose gradients differ most in direction. */
  private Optional<Pair> widest() {
    Optional<Pair> widest = Optional.empty();
    for (Variant a : trained) {
      for (Variant b : trained) {
        Optional<Long> degrees = a.equals(b) ? Optional.empty() : angle(a, b);
        if (degrees.isPresent() && (widest.isEmpty() || degrees.get() > widest.get().degrees())) {
          widest = Optional.of(new Pair(a, b, degrees.get()));
        }
      }
    }
    return widest;
  }

  private Optional<Long> angle(Variant a, Variant b) {
    double cosine =
        comparison
            .start()
            .cosines()
            .getOrDefault(a.name(), Map.of())
            .getOrDefault(b.name(), Double.NaN);
    return Double.isNaN(cosine)
        ? Optional.empty()
        : Optional.of(Math.round(Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, cosine))))));
  }

  /** How soon the best is where the last one ends. */
  private Optional<String> speed() {
    Optional<String> measure = shown().stream().findFirst();
    // Of several seeds, one run would say little.
    if (measure.isEmpty() || hasSeveralRuns()) {
      return Optional.empty();
    }
    Standings standings = standings(measure.get());
    if (standings.isTie()) {
      return Optional.empty();
    }
    Variant best = standings.best().get(0);
    Variant last = standings.worst().get(0);
    MeasureCurves curves = new MeasureCurves(comparison);
    NavigableMap<Integer, Double> fast = curves.of(first(best), measure.get());
    NavigableMap<Integer, Double> slow = curves.of(first(last), measure.get());
    if (fast.isEmpty() || slow.isEmpty()) {
      return Optional.empty();
    }
    Study study = last.study().orElseThrow();
    boolean isEarlier = KeptEpoch.isEarlier(study);
    int end = isEarlier ? study.training().epoch() : slow.lastKey();
    double level = slow.getOrDefault(end, Double.NaN);
    double score = standings.mean(last);
    // A curve of a sample of the examples that are scored may end at another number.
    if (!(Math.abs(level - score) <= SAME * Math.abs(score))) {
      return Optional.empty();
    }
    boolean higher = standings.higherIsBetter();
    return reached(fast, level, higher)
        .filter(epoch -> epoch > 0 && epoch * NOTABLE < reached(slow, level, higher).orElse(end))
        .map(
            epoch ->
                "%s reaches by epoch %s the %s of %s that %s %s."
                    .formatted(
                        Prose.code(best.name()),
                        Prose.number((long) epoch),
                        Prose.code(measure.get()),
                        standings.value(last),
                        Prose.code(last.name()),
                        (isEarlier
                                ? "has after epoch %s, whose weights were kept"
                                : "ends with after %s epochs")
                            .formatted(Prose.number((long) end))));
  }

  private static LearningCurve first(Variant variant) {
    return variant.curves().isEmpty()
        ? new LearningCurve(List.of(), Map.of())
        : variant.curves().get(0);
  }

  /** The first epoch with a value that is at least as good. */
  private static Optional<Integer> reached(
      NavigableMap<Integer, Double> curve, double level, boolean higher) {
    return curve.entrySet().stream()
        .filter(entry -> higher ? entry.getValue() >= level : entry.getValue() <= level)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private Optional<String> caution() {
    if (comparison.seedsAgree()) {
      return Optional.of(
          "Every seed gives the same run here, since nothing is drawn at random: more seeds would show nothing new.");
    }
    if (hasSeveralRuns()) {
      return Optional.empty();
    }
    return Optional.of(
        judged.flatMap(this::countedDifference).orElse("")
            + "Each was trained once, with one seed: more seeds show what is chance.");
  }

  /** The difference as a number of examples, where the measure is a share of them. */
  private Optional<String> countedDifference(Standings standings) {
    if (standings.isTie()) {
      return Optional.empty();
    }
    int examples = trained.get(0).study().orElseThrow().outcome().examples();
    boolean counts =
        metrics.isPlain(standings.measure())
            && standings.groups().stream()
                .map(group -> standings.mean(group.get(0)) * examples)
                .allMatch(count -> Math.abs(count - Math.rint(count)) < 1e-6);
    long difference =
        Math.round(
            Math.abs(
                    standings.mean(standings.best().get(0))
                        - standings.mean(standings.worst().get(0)))
                * examples);
    return counts && difference > 0 && difference <= FEW_EXAMPLES
        ? Optional.of(
            "The difference is %s of %s examples. "
                .formatted(difference, Prose.number((long) examples)))
        : Optional.empty();
  }

  private void participation(List<String> sentences) {
    List<String> adapted =
        trained.stream()
            .filter(variant -> !variant.notes().isEmpty())
            .map(variant -> Prose.code(variant.name()))
            .toList();
    if (!adapted.isEmpty()) {
      sentences.add(
          "The network was adapted for %s, so the difference is not the %s alone."
              .formatted(Prose.list(adapted), comparison.path()));
    }
    List<String> refused =
        comparison.variants().stream()
            .filter(variant -> !variant.tookPart())
            .map(variant -> Prose.code(variant.name()))
            .toList();
    if (!refused.isEmpty()) {
      sentences.add("%s could not be trained; the reason is below.".formatted(Prose.list(refused)));
    }
  }

  /** How the comparison was judged. */
  List<String> method() {
    List<String> sentences = new ArrayList<>();
    judged
        .filter(standings -> allAlike().isEmpty())
        .ifPresent(
            standings ->
                sentences.add(
                    "The headline is judged by %s, which no variant was trained on; %s is better."
                        .formatted(
                            Prose.code(standings.measure()),
                            standings.higherIsBetter() ? "more" : "less")));
    if (hasSeveralRuns()) {
      sentences.add(
          "Differences are taken seed by seed, and called clear if their 95 % confidence interval leaves out 0.");
    }
    if (comparison.part().equals("training")) {
      sentences.add(
          "No examples were held out: all scores are those of the training examples. How the networks do on other examples is not known.");
    }
    return sentences;
  }
}
