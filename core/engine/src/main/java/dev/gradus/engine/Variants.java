package dev.gradus.engine;

import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.binding.Variations;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.study.ComparisonPlan;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/** The configurations of the variants of a comparison. */
final class Variants {

  private static final String SEED = "training.seed";

  /** The maximum number of runs in a comparison: all of them are kept in memory. */
  private static final int MOST_RUNS = 10_000;

  private Variants() {}

  /** Each value with each seed. */
  static ComparisonPlan of(Variations document, String path, List<String> values, int seeds) {
    // The variants are compared, not tuned.
    return ofCanonical(document.withoutTune(), document.canonical(path), values, seeds);
  }

  private static ComparisonPlan ofCanonical(
      Variations document, String path, List<String> values, int seeds) {
    check(path, values, seeds);
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
    refuseEqual(path, variants);
    return new ComparisonPlan(path, variants, numbers);
  }

  private static void check(String path, List<String> values, int seeds) {
    if (path.equals(SEED)) {
      throw new GradusException(
          new Problem(
              "",
              "training.seed cannot be compared: all variants use the same seeds, so that they differ only in what is compared; for several runs of each, ask for several seeds",
              Remedy.ASK_FOR_SEEDS));
    }
    if (values.isEmpty() || seeds < 1) {
      throw wrong(
          values.isEmpty()
              ? "there is nothing to compare: no value of %s is given; name at least one"
                  .formatted(path)
              : "there are %s seeds for %s; use at least 1".formatted(seeds, path));
    }
    if ((long) seeds * values.size() > MOST_RUNS) {
      throw wrong(
          String.format(
              Locale.ROOT,
              "%,d seeds for each of %s values of %s are more than %,d runs; use fewer seeds",
              seeds,
              values.size(),
              path,
              MOST_RUNS));
    }
  }

  /** Two spellings of one value, such as mse and mean-squared-error, are one variant. */
  private static void refuseEqual(String path, List<ComparisonPlan.Entry> variants) {
    Map<Configuration, String> names = new HashMap<>();
    for (ComparisonPlan.Entry variant : variants) {
      String other = names.putIfAbsent(variant.configurations().get(0), variant.name());
      if (other != null) {
        throw wrong(
            other.equals(variant.name())
                ? "the values of %s contain '%s' twice; name each once".formatted(path, other)
                : "the values '%s' and '%s' of %s are the same; name each once"
                    .formatted(other, variant.name(), path));
      }
    }
  }

  private static GradusException wrong(String sentence) {
    return new GradusException(Problem.of(sentence));
  }
}
