package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.object.Changed;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import java.util.Optional;

/**
 * Which rows are held out for validation: the section {@code data.split}.
 *
 * <p>Nothing happens that is not written: without that section every row trains ({@link #NONE}). A
 * section without {@code validation} holds out a fifth of the rows.
 *
 * @param validation the share of the rows that is held out
 * @param stratified whether each class keeps its share in both splits; if empty, that is done if
 *     the target is a class and there is no group. It is an error with a numeric target
 * @param group the column with the group of each row, by name or number: the rows of a group are
 *     all in one split, and in one fold of a cross-validation. It is not an input of the network,
 *     and is not needed to predict
 */
public record SplitSpec(
    @Option(value = "the share of the rows that is held out for validation", min = 0, below = 1)
        double validation,
    @Option(
            "whether each class keeps its share in both splits; if left out, yes if the target is a class and there is no group")
        Optional<Boolean> stratified,
    @Option(
            "the column with the group of each row, such as the patient or the query, by name or number: the rows of a group are all in one split, and in one fold of a cross-validation; it is not an input")
        Optional<String> group) {

  /** Every row trains. */
  public static final SplitSpec NONE = new SplitSpec(0, Optional.empty());

  /** A fifth is held out, stratified if the target is a class. */
  public SplitSpec() {
    this(0.2, Optional.empty());
  }

  /** A split without groups. */
  public SplitSpec(double validation, Optional<Boolean> stratified) {
    this(validation, stratified, Optional.empty());
  }

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException with a sentence, if it is not at least 0 and below 1, or a
   *     split by groups is to be stratified too
   */
  public SplitSpec {
    Options.check(SplitSpec.class, validation, stratified, group);
    if (group.isPresent() && group.get().isBlank()) {
      throw new IllegalArgumentException("group must name a column");
    }
    if (group.isPresent() && stratified.orElse(false)) {
      throw new IllegalArgumentException(
          "a split can keep groups together or be stratified, not both; remove group or stratified");
    }
  }

  /** Whether any row is held out. */
  public boolean holdsBack() {
    return validation > 0;
  }

  /** The same with a group column, by its name or number. */
  public SplitSpec group(String group) {
    return Changed.with(
        this, "group", Optional.of(requireNonNull(group, "group must not be null")));
  }
}
