package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.runtime.column.BooleanColumn;
import dev.gradus.runtime.column.BooleanWords;
import dev.gradus.runtime.column.CodePointOrder;
import dev.gradus.runtime.column.Label;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A column whose cells are yes or no.
 *
 * @param positive the words for yes; empty for the usual ones
 * @param negative the words for no; empty for the usual ones, or if only a missing cell means no
 * @param missing the fill value of a missing cell
 * @param indicator whether a further input marks missing cells
 * @param unknown the treatment of a cell that is neither yes nor no
 */
@Plugin(
    name = "boolean",
    summary =
        "A column of yes/no, y/n, true/false, t/f or 1/0 in any case, or other words for yes and no."
            + " The network sees 1 for yes and 0 for no, which is not scaled. As a target it is a label; several are"
            + " labels that apply independently.")
public record BooleanSpec(
    @Option("the words for yes, in any case, such as [current, former]; if left out, the usual")
        List<String> positive,
    @Option("the words for no, in any case, such as never; if left out, the usual")
        List<String> negative,
    @Option(
            "the treatment of a missing cell: refuse; most-frequent, the more frequent value of the training rows; negative, no, also in a target")
        Missing missing,
    @Option("whether to add an input that is 1 where a cell is missing, else 0") boolean indicator,
    @Option(
            "the treatment of a word that is neither yes nor no: refuse; fill, as if the cell were missing")
        Unknown unknown)
    implements ColumnSpec {

  /** The fill value of a missing cell. */
  public enum Missing {
    /** No fill value: a missing cell is an error. */
    REFUSE,
    /** The more frequent value of the other cells; no, if both are equally frequent. */
    MOST_FREQUENT,
    /** A missing cell means no. */
    NEGATIVE
  }

  /** The treatment of a cell that is neither yes nor no. */
  public enum Unknown {
    /** Such a cell is an error. */
    REFUSE,
    /** Such a cell counts as missing. */
    FILL
  }

  /** Creates a column with the usual words that refuses missing cells. */
  public BooleanSpec() {
    this(Missing.REFUSE);
  }

  /** Creates a column with the usual words. */
  public BooleanSpec(Missing missing) {
    this(List.of(), List.of(), missing, false);
  }

  /** Creates a column that refuses unknown words. */
  public BooleanSpec(
      List<String> positive, List<String> negative, Missing missing, boolean indicator) {
    this(positive, negative, missing, indicator, Unknown.REFUSE);
  }

  /**
   * Checks the words, and that an indicator has missing cells to indicate.
   *
   * @throws IllegalArgumentException with a sentence, if a word is empty or occurs twice, the words
   *     of one side are missing, or an indicator has no missing cells to indicate
   */
  public BooleanSpec {
    positive = List.copyOf(positive);
    negative = List.copyOf(negative);
    BooleanWords.check(positive, negative);
    if (positive.isEmpty() && !negative.isEmpty()) {
      throw new IllegalArgumentException(
          "negative has words for no, but positive has none for yes; set both");
    }
    if (negative.isEmpty() && !positive.isEmpty() && missing != Missing.NEGATIVE) {
      throw new IllegalArgumentException(
          "positive has words for yes, but negative has none for no; set both, or, if a missing cell means no, set missing: negative");
    }
    if (indicator && missing == Missing.REFUSE) {
      throw new IllegalArgumentException(
          "indicator requires a fill value for missing cells, such as missing: most-frequent");
    }
    if (unknown == Unknown.FILL && missing == Missing.REFUSE) {
      throw new IllegalArgumentException(
          "unknown: fill requires a fill value for missing cells, such as missing: most-frequent");
    }
  }

  @Override
  public boolean allowsMissing() {
    return missing != Missing.REFUSE;
  }

  /** Its words define yes and no. */
  @Override
  public boolean mayStandAside() {
    return true;
  }

  @Override
  public Optional<Target.Kind> asTarget() {
    return Optional.of(Target.Kind.LABELS);
  }

  @Override
  public Optional<PreparedColumn> learn(ColumnCells training, PreparationPlan plan) {
    check(training, allowsMissing(), unknown == Unknown.FILL, "most-frequent");
    Optional<Boolean> fill =
        switch (missing) {
          case REFUSE -> Optional.empty();
          case MOST_FREQUENT -> Optional.of(mostSayYes(training));
          case NEGATIVE -> Optional.of(false);
        };
    return Optional.of(
        new BooleanColumn(
            training.name(), positive, negative, fill, indicator, unknown == Unknown.FILL));
  }

  /**
   * Learns a label.
   *
   * @throws DataException if a cell is missing or neither yes nor no, or all training rows have the
   *     same value
   */
  Label learnLabel(ColumnCells training) {
    boolean missingSaysNo = missing == Missing.NEGATIVE;
    check(training, missingSaysNo, false, "negative");
    Optional<Boolean> fill = missingSaysNo ? Optional.of(false) : Optional.empty();
    return new Label(
        new BooleanColumn(training.name(), positive, negative, fill, false),
        mostFrequent(training, true),
        mostFrequent(training, false));
  }

  private BooleanWords words() {
    return BooleanWords.of(positive, negative);
  }

  private void check(ColumnCells training, boolean mayMiss, boolean mayBeUnknown, String remedy) {
    Column column = training.column();
    BooleanWords words = words();
    for (int row = 0; row < column.rows(); row++) {
      if (column.isMissing(row)) {
        if (!mayMiss) {
          throw training.wrong(
              row,
              "column '%1$s' has an empty cell here, and is boolean; fill it, drop the row (missing: drop), or set a fill value (columns: {%1$s: {boolean: {missing: %2$s}}})"
                  .formatted(column.name(), remedy));
        }
      } else if (!mayBeUnknown && Float.isNaN(BooleanCells.value(words, column, row))) {
        throw training.wrong(
            row,
            "column '%1$s' is boolean, but here it has '%2$s', which is not among its words (%3$s); correct the cell, name the words (columns: {%1$s: {boolean: {positive: …, negative: …}}}), or declare the column categorical"
                .formatted(column.name(), column.text(row), words));
      }
    }
  }

  private boolean mostSayYes(ColumnCells training) {
    BooleanWords words = words();
    int known = 0;
    double yes = 0;
    for (int row : training.rows()) {
      float value =
          training.column().isMissing(row)
              ? Float.NaN
              : BooleanCells.value(words, training.column(), row);
      if (!Float.isNaN(value)) {
        known++;
        yes += value;
      }
    }
    if (known == 0) {
      throw training.nothingToFillIn();
    }
    return yes * 2 > known;
  }

  /** The most frequent spelling of a value in the training rows. */
  private String mostFrequent(ColumnCells training, boolean yes) {
    BooleanWords words = words();
    Column column = training.column();
    Map<String, Integer> counts = new TreeMap<>(CodePointOrder.COMPARATOR);
    for (int row : training.rows()) {
      boolean saysYes = BooleanCells.value(words, column, row) == 1;
      if (saysYes == yes) {
        counts.merge(column.text(row), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElseThrow(
            () ->
                new DataException(
                    training.origin(),
                    "the label '%s' applies to %s of the training rows, so there is nothing to learn; remove it from the target, use more training rows, or change training.seed to get another split"
                        .formatted(column.name(), yes ? "none" : "all")));
  }
}
