package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.object.Changed;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which rows are held out for validation: the section {@code data.split}.
 *
 * <p>Without that section all rows are used for training ({@link #NONE}). A section without {@code
 * validation} holds out a fifth of the rows. The test split is drawn first, and so does not depend
 * on the size of the validation split.
 *
 * @param validation the share of all rows that is held out for validation
 * @param test the share of all rows that is held out until training is over: no epoch, early
 *     stopping, search or comparison sees them
 * @param calibration the share of all rows that is held out for {@code training.conformal} or
 *     {@code training.calibrate} alone
 * @param stratified whether each class keeps its share in every split; if empty, this is done if
 *     the target is a class and there is no group. True is an error with a numeric target
 * @param group the column with the group of each row, by name or number: the rows of a group are
 *     all in one split, and in one fold of a cross-validation. It is not an input of the network,
 *     and is not needed to predict
 * @param time the column with the time of each row, a number or a date, by name or number: the
 *     latest rows are held out, and each fold of a cross-validation is later than the rows that are
 *     learned from. It is an input of the network only if {@code columns} declares it
 * @param duplicatesTogether whether rows that are equal in all columns, except ignored ones, are
 *     all in one split, and in one fold of a cross-validation; rows of a group or of a time always
 *     are
 */
public record SplitSpec(
    @Option(value = "the share of the rows that is held out for validation", min = 0, below = 1)
        double validation,
    @Option(
            value =
                "the share of the rows that is held out until training is over: training, early stopping, tune, cross-validate and compare never see them",
            min = 0,
            below = 1)
        Optional<Double> test,
    @Option(
            value =
                "the share of the rows that is held out for training.conformal or training.calibrate alone; training and early stopping never see them",
            min = 0,
            below = 1)
        Optional<Double> calibration,
    @Option(
            "whether each class keeps its share in every split; if left out, yes if the target is a class and there is no group")
        Optional<Boolean> stratified,
    @Option(
            "the column with the group of each row, such as the patient or the query, by name or number: the rows of a group are all in one split, and in one fold of a cross-validation; it is not an input")
        Optional<String> group,
    @Option(
            "the column with the time of each row, a number or a date, by name or number: the latest rows are held out, and each fold of a cross-validation is later than the rows that are learned from; it is an input only if columns declares it")
        Optional<String> time,
    @Option(
            "whether rows that are equal in all columns, except ignored ones, are all in one split, and in one fold of a cross-validation; if left out, no: a network may be evaluated on rows that it was trained on")
        Optional<Boolean> duplicatesTogether) {

  /** All rows are used for training. */
  public static final SplitSpec NONE = new SplitSpec(0, Optional.empty());

  /** A fifth is held out, stratified if the target is a class. */
  public SplitSpec() {
    this(0.2, Optional.empty());
  }

  /** A split without groups. */
  public SplitSpec(double validation, Optional<Boolean> stratified) {
    this(validation, stratified, Optional.empty());
  }

  /** A split without test rows. */
  public SplitSpec(double validation, Optional<Boolean> stratified, Optional<String> group) {
    this(validation, Optional.empty(), stratified, group);
  }

  /** A split without time. */
  public SplitSpec(
      double validation,
      Optional<Double> test,
      Optional<Boolean> stratified,
      Optional<String> group) {
    this(validation, test, stratified, group, Optional.empty());
  }

  /** A split that may divide equal rows. */
  public SplitSpec(
      double validation,
      Optional<Double> test,
      Optional<Boolean> stratified,
      Optional<String> group,
      Optional<String> time) {
    this(validation, test, Optional.empty(), stratified, group, time, Optional.empty());
  }

  /**
   * Checks the shares.
   *
   * @throws IllegalArgumentException with a sentence, if one is not at least 0 and below 1, both
   *     leave nothing to train on, or a split by groups or by time is also stratified, or both
   */
  public SplitSpec {
    Options.check(
        SplitSpec.class,
        validation,
        test,
        calibration,
        stratified,
        group,
        time,
        duplicatesTogether);
    if (validation + test.orElse(0.0) + calibration.orElse(0.0) >= 1) {
      List<String> parts = new ArrayList<>(List.of("validation (" + validation + ")"));
      test.ifPresent(share -> parts.add("test (" + share + ")"));
      calibration.ifPresent(share -> parts.add("calibration (" + share + ")"));
      String last = parts.remove(parts.size() - 1);
      throw new IllegalArgumentException(
          "%s and %s leave no row to train on; together they must be below 1"
              .formatted(String.join(", ", parts), last));
    }
    if (group.isPresent() && group.get().isBlank()) {
      throw new IllegalArgumentException("group must name a column");
    }
    if (group.isPresent() && stratified.orElse(false)) {
      throw new IllegalArgumentException(
          "a split can keep groups together or be stratified, not both; remove group or stratified");
    }
    if (time.isPresent() && time.get().isBlank()) {
      throw new IllegalArgumentException("time must name a column");
    }
    if (time.isPresent() && (group.isPresent() || stratified.orElse(false))) {
      String other = group.isPresent() ? "group" : "stratified";
      throw new IllegalArgumentException(
          "a split by time holds out the latest rows, whatever their %s; remove time or %s"
              .formatted(group.isPresent() ? "group" : "class", other));
    }
  }

  /** Whether any row is held out. */
  public boolean holdsBack() {
    return validation > 0;
  }

  /** Whether equal rows are in one split. */
  public boolean keepsDuplicatesTogether() {
    return duplicatesTogether.orElse(false);
  }

  /** The same with a share of all rows that is held out until training is over. */
  public SplitSpec test(double test) {
    return Changed.with(this, "test", Optional.of(test));
  }

  /** The share of all rows that is held out for the test; 0 if none is. */
  public double testShare() {
    return test.orElse(0.0);
  }

  /** The same with a share of all rows that is held out for calibration alone. */
  public SplitSpec calibration(double calibration) {
    return Changed.with(this, "calibration", Optional.of(calibration));
  }

  /** The share of all rows that is held out for calibration alone; 0 if none is. */
  public double calibrationShare() {
    return calibration.orElse(0.0);
  }

  /** The same with a group column, by its name or number. */
  public SplitSpec group(String group) {
    return Changed.with(
        this, "group", Optional.of(requireNonNull(group, "group must not be null")));
  }

  /** The same with a time column, by its name or number. */
  public SplitSpec time(String time) {
    return Changed.with(this, "time", Optional.of(requireNonNull(time, "time must not be null")));
  }

  /** The same with equal rows in one split, or divided like others. */
  public SplitSpec duplicatesTogether(boolean duplicatesTogether) {
    return Changed.with(this, "duplicatesTogether", Optional.of(duplicatesTogether));
  }
}
