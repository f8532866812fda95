package dev.gradus.engine.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Learns columns of yes and no, inputs and labels, from the training rows of a table. */
final class BooleanLearner {

  private final Table table;
  private final int[] trainingRows;
  private final PreparationPlan plan;

  BooleanLearner(Table table, int[] trainingRows, PreparationPlan plan) {
    this.table = table;
    this.trainingRows = trainingRows;
    this.plan = plan;
  }

  /**
   * An input.
   *
   * @throws DataException if a cell says neither yes nor no, or is missing and nothing stands for
   *     it
   */
  BooleanColumn input(Column column, YesNo spec) {
    YesNoWords words = YesNoWords.of(spec.positive(), spec.negative());
    check(column, words, spec.missing() != YesNo.Missing.REFUSE);
    Optional<Boolean> fill =
        switch (spec.missing()) {
          case REFUSE -> Optional.empty();
          case MOST_FREQUENT -> Optional.of(mostSayYes(column, words));
          case NEGATIVE -> Optional.of(false);
        };
    return new BooleanColumn(
        column.name(), spec.positive(), spec.negative(), fill, spec.indicator());
  }

  private boolean mostSayYes(Column column, YesNoWords words) {
    double[] answers =
        Arrays.stream(trainingRows)
            .filter(row -> !column.isMissing(row))
            .mapToDouble(row -> words.value(column, row))
            .toArray();
    if (answers.length == 0) {
      throw new DataException(
          table.origin(),
          "all training rows have an empty cell in column '%s', so there is no value to fill in; leave the column out (columns: {%s: ignore})"
              .formatted(column.name(), column.name()));
    }
    return Arrays.stream(answers).sum() * 2 > answers.length;
  }

  private void check(Column column, YesNoWords words, boolean mayMiss) {
    for (int row = 0; row < table.rows(); row++) {
      if (column.isMissing(row)) {
        if (!mayMiss) {
          throw missing(column, row);
        }
      } else if (Float.isNaN(words.value(column, row))) {
        throw new DataException(
            table.placeOf(row),
            "column '%s' is boolean, but here it has '%s', which is not among its words (%s); correct the cell, name the words (columns: {%s: {boolean: {positive: …, negative: …}}}), or declare the column categorical"
                .formatted(column.name(), column.text(row), words, column.name()));
      }
    }
  }

  private DataException missing(Column column, int row) {
    return new DataException(
        table.placeOf(row),
        "column '%s' has an empty cell here, and is boolean; fill it, leave the row out (missing: drop), or say what stands for it (columns: {%s: {boolean: {missing: %s}}})"
            .formatted(
                column.name(),
                column.name(),
                plan.targets().contains(column.name()) ? "negative" : "most-frequent"));
  }

  /**
   * Whether the targets are labels: if one of them is declared boolean, or, of several, one that is
   * not declared has the texts of a usual pair. A single column of texts is a class.
   */
  boolean areLabels(List<Column> targets) {
    return targets.stream()
        .anyMatch(
            column ->
                isDeclared(column)
                    ? declared(column).isPresent()
                    : targets.size() > 1
                        && column instanceof TextColumn
                        && YesNoWords.arePair(column));
  }

  private boolean isDeclared(Column column) {
    return plan.columns().containsKey(column.name());
  }

  private Optional<YesNo> declared(Column column) {
    return plan.columns().get(column.name()) instanceof YesNo spec
        ? Optional.of(spec)
        : Optional.empty();
  }

  /**
   * The labels.
   *
   * @param targets of which one makes {@link #areLabels} true
   * @throws DataException if one is something else, a cell is neither yes nor no or missing, or all
   *     training rows say the same
   */
  LabelTarget labels(List<Column> targets) {
    List<Label> labels = new ArrayList<>();
    for (Column column : targets) {
      boolean looksLikeOne = !isDeclared(column) && YesNoWords.arePair(column);
      if (declared(column).isEmpty() && !looksLikeOne) {
        throw new DataException(
            table.origin(),
            "of several target columns either all are boolean or none is, but here '%s' is not; predict it in a model of its own, or, if it says yes and no, declare it (columns: {%s: boolean})"
                .formatted(column.name(), column.name()));
      }
      labels.add(label(column, declared(column).orElseGet(YesNo::new)));
    }
    return new LabelTarget(labels);
  }

  private Label label(Column column, YesNo spec) {
    YesNoWords words = YesNoWords.of(spec.positive(), spec.negative());
    boolean missingSaysNo = spec.missing() == YesNo.Missing.NEGATIVE;
    check(column, words, missingSaysNo);
    return new Label(
        new BooleanColumn(
            column.name(),
            spec.positive(),
            spec.negative(),
            missingSaysNo ? Optional.of(false) : Optional.empty(),
            false),
        mostFrequent(column, words, true),
        mostFrequent(column, words, false));
  }

  /** How most of the training rows with one answer write it. */
  private String mostFrequent(Column column, YesNoWords words, boolean yes) {
    Map<String, Integer> counts = new TreeMap<>(CodePointOrder.COMPARATOR);
    for (int row : trainingRows) {
      boolean saysYes = words.value(column, row) == 1;
      if (saysYes == yes) {
        counts.merge(column.text(row), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElseThrow(() -> sameEverywhere(column, yes));
  }

  private DataException sameEverywhere(Column column, boolean never) {
    return new DataException(
        table.origin(),
        "the label '%s' applies to %s of the training rows, so there is nothing to learn; leave it out of the target, take more rows, or split them differently (with another training.seed)"
            .formatted(column.name(), never ? "none" : "all"));
  }
}
