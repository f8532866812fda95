package dev.gradus.engine;

import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.binding.Variations;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.study.ComparisonPlan;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** The configurations that a comparison trains. */
final class Variants {

  private static final String SEED = "training.seed";

  /** The most runs that are compared: all of them are remembered. */
  private static final int MOST_RUNS = 10_000;

  private Variants() {}

  /** Each value with each seed. */
  static ComparisonPlan of(Variations document, String path, List<String> values, int seeds) {
    check(document.canonical(path), values, seeds);
    long first = document.base().training().seed();
    List<Long> numbers = LongStream.range(first, first + seeds).boxed().toList();
    List<ComparisonPlan.Entry> variants = new ArrayList<>();
    for (String value : values) {
      List<Configuration> configurations = new ArrayList<>();
      for (long seed : numbers) {
        configurations.add(
            document.with(
                List.of(new Setting(path, value), new Setting(SEED, Long.toString(seed)))));
      }
      variants.add(new ComparisonPlan.Entry(value.strip(), configurations));
    }
    return new ComparisonPlan(path, variants, numbers);
  }

  private static void check(String path, List<String> values, int seeds) {
    if (path.equals(SEED)) {
      throw new GradusException(
          new Problem(
              "",
              "training.seed cannot be compared: all take the same seeds, so that nothing but what is compared differs; for several runs of each, ask for several seeds",
              Remedy.ASK_FOR_SEEDS));
    }
    if (values.isEmpty() || seeds < 1) {
      throw wrong(
          values.isEmpty()
              ? "there is nothing to compare: no value of %s is given; give at least one"
                  .formatted(path)
              : "%s seeds make no run of %s; give at least 1".formatted(seeds, path));
    }
    if ((long) seeds * values.size() > MOST_RUNS) {
      throw wrong(
          String.format(
              Locale.ROOT,
              "%,d seeds for each of %s values of %s are more than %,d runs; take fewer seeds",
              seeds,
              values.size(),
              path,
              MOST_RUNS));
    }
    if (new HashSet<>(values).size() < values.size()) {
      throw wrong(
          "%s is given the same value twice: %s; name each once"
              .formatted(path, String.join(", ", values)));
    }
  }

  private static GradusException wrong(String sentence) {
    return new GradusException(Problem.of(sentence));
  }
}
