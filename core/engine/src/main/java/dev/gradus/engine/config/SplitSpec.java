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
 * section without {@code validation} holds back a fifth. The test part is drawn first, and so does
 * not depend on the size of the validation part.
 *
 * @param validation the share of all rows that is held back to watch training
 * @param test the share of all rows that is held back until training is over: no epoch, early
 *     stopping, search or comparison sees them
 * @param stratified whether each class keeps its share in all parts; if empty, that is done where
 *     the target is classes and there is no group. Asking for it with a numeric target is an error
 *     of whoever splits
 * @param group the column that says which rows belong together, by name or number: those of a group
 *     are all in one part, of a split and of the folds of a cross-validation. It is no input of the
 *     network, and need not be there to predict
 */
public record SplitSpec(
    @Option(value = "share of the rows that is held back to judge the network", min = 0, below = 1)
        double validation,
    @Option(
            value =
                "share of the rows that is held back for a last measurement: training, early stopping, tune, cross-validate and compare never see them",
            min = 0,
            below = 1)
        Optional<Double> test,
    @Option(
            "whether each class keeps its share in all parts; if left out, wherever there are classes and no group")
        Optional<Boolean> stratified,
    @Option(
            "the column that says which rows belong together, such as the patient or the query, by name or number: those of a group are all in one part, of the split and of the folds of a cross-validation; it is no input")
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

  /** Without a test part. */
  public SplitSpec(double validation, Optional<Boolean> stratified, Optional<String> group) {
    this(validation, Optional.empty(), stratified, group);
  }

  /**
   * Checks the shares.
   *
   * @throws IllegalArgumentException with a sentence, if one is not at least 0 and below 1, both
   *     leave nothing to train on, or a split by groups is to be stratified too
   */
  public SplitSpec {
    Options.check(SplitSpec.class, validation, test, stratified, group);
    if (validation + test.orElse(0.0) >= 1) {
      throw new IllegalArgumentException(
          "validation (%s) and test (%s) leave no row to train on; together they must be below 1"
              .formatted(validation, test.get()));
    }
    if (group.isPresent() && group.get().isBlank()) {
      throw new IllegalArgumentException("group must name a column");
    }
    if (group.isPresent() && stratified.orElse(false)) {
      throw new IllegalArgumentException(
          "a split keeps groups whole or keeps the shares of the classes, not both; leave out group or stratified");
    }
  }

  /** Whether any row is held back for validation. */
  public boolean holdsBack() {
    return validation > 0;
  }

  /** The same with a share of all rows that is held back until training is over. */
  public SplitSpec test(double test) {
    return Changed.with(this, "test", Optional.of(test));
  }

  /** The share of all rows that is held back for the test; 0 if none is. */
  public double testShare() {
    return test.orElse(0.0);
  }

  /** The same with rows that belong together by what stands in a column, by its name or number. */
  public SplitSpec group(String group) {
    return Changed.with(
        this, "group", Optional.of(requireNonNull(group, "group must not be null")));
  }
}
