package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.object.Changed;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import java.util.Optional;

/**
 * Which rows are held back to judge the network: the section {@code data.split}.
 *
 * <p>Nothing happens that is not written: without that section every row trains ({@link #NONE}). A
 * section without {@code validation} holds back a fifth.
 *
 * @param validation the share of the rows that is held back
 * @param stratified whether each class keeps its share in both parts; if empty, that is done where
 *     the target is classes and there is no group. Asking for it with a numeric target is an error
 *     of whoever splits
 * @param group the column that says which rows belong together, by name or number: those of a group
 *     are all on one side, of a split and of the folds of a cross-validation. It is no input of the
 *     network, and need not be there to predict
 */
public record SplitSpec(
    @Option(value = "share of the rows that is held back to judge the network", min = 0, below = 1)
        double validation,
    @Option(
            "whether each class keeps its share in both parts; if left out, wherever there are classes and no group")
        Optional<Boolean> stratified,
    @Option(
            "the column that says which rows belong together, such as the patient or the query, by name or number: those of a group are all on one side, of the split and of the folds of a cross-validation; it is no input")
        Optional<String> group) {

  /** Every row trains. */
  public static final SplitSpec NONE = new SplitSpec(0, Optional.empty());

  /** A fifth is held back, stratified where the target is classes. */
  public SplitSpec() {
    this(0.2, Optional.empty());
  }

  /** Rows that each stand for themselves. */
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
          "a split keeps groups whole or keeps the shares of the classes, not both; leave out group or stratified");
    }
  }

  /** Whether any row is held back. */
  public boolean holdsBack() {
    return validation > 0;
  }

  /** The same with rows that belong together by what stands in a column, by its name or number. */
  public SplitSpec group(String group) {
    return Changed.with(
        this, "group", Optional.of(requireNonNull(group, "group must not be null")));
  }
}
