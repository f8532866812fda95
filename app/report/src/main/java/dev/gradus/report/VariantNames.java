package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Variant;
import java.util.List;

/** How sentences refer to variants: by their names where they are few, else by their number. */
final class VariantNames {

  /** More names would make a sentence too long. */
  static final int MOST_NAMES = 3;

  /** A longer name, such as that of a loss with many options, is cut in the headline. */
  private static final int LONGEST_NAME = 28;

  private final int all;
  private final String noun;

  VariantNames(Comparison comparison) {
    this.all = comparison.trained().size();
    this.noun = comparison.path().equals("loss") ? "losses" : "variants";
  }

  /** {@code losses} if these are compared, else {@code variants}. */
  String noun() {
    return noun;
  }

  /** The name of a variant as the headline has it. */
  static String shortName(Variant variant) {
    return Prose.cut(variant.name().replace("`", ""), LONGEST_NAME);
  }

  /** The short name, set as code. */
  static String of(Variant variant) {
    return Prose.code(shortName(variant));
  }

  /** Names, however many they are. */
  static String of(List<Variant> variants) {
    return Prose.list(variants.stream().map(VariantNames::of).toList());
  }

  /** Names in full, for a sentence that has room for them. */
  static String inFull(List<Variant> variants) {
    return Prose.list(variants.stream().map(variant -> Prose.code(variant.name())).toList());
  }

  /** {@code `a` and `b`}, or {@code 4 of 5 losses}. */
  String few(List<Variant> variants) {
    return variants.size() > MOST_NAMES
        ? "%s of %s %s".formatted(variants.size(), all, noun)
        : of(variants);
  }

  /** {@code `a` and `b`}, or {@code 4 others}. */
  static String others(List<Variant> variants) {
    return variants.size() > MOST_NAMES ? variants.size() + " others" : of(variants);
  }

  /** {@code Both}, {@code All 5}, or {@code 3 of 5 losses}. */
  String allOf(int counted) {
    if (counted < all) {
      return "%s of %s %s".formatted(counted, all, noun);
    }
    return all == 2 ? "Both" : "All " + all;
  }
}
