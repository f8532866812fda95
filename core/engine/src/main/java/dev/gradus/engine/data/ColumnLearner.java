package dev.gradus.engine.data;

import dev.gradus.engine.problem.CancelledException;
import dev.gradus.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns a preparation from the training rows of a table.
 *
 * <p>All rows are checked, so that what is learned can be applied to all of them; but what is
 * learned depends on the training rows alone. All problems are reported at once.
 */
final class ColumnLearner {

  private final Table table;
  private final int[] trainingRows;
  private final PreparationPlan plan;
  private final BooleanLearner booleans;

  ColumnLearner(Table table, int[] trainingRows, PreparationPlan plan) {
    this.table = table;
    this.trainingRows = trainingRows;
    this.plan = plan;
    this.booleans = new BooleanLearner(table, trainingRows, plan);
  }

  Preparation learn() {
    if (trainingRows.length == 0) {
      throw new DataException(table.origin(), "there are no rows to learn from");
    }
    checkNames();
    Problems problems = new Problems();
    List<PreparedColumn> inputs = new ArrayList<>();
    for (Column column : table.columns()) {
      boolean input = !plan.targets().contains(column.name()) && !isUnseen(column);
      if (input) {
        problems.collect(() -> inputs.add(input(column)));
      }
    }
    List<TargetColumns> target = new ArrayList<>();
    problems.collect(() -> target.add(target()));
    problems.throwAny();
    if (inputs.isEmpty()) {
      throw new DataException(
          table.origin(),
          "no column is left to predict '%s' from; the columns are: %s"
              .formatted(String.join("', '", plan.targets()), ColumnNames.list(table.names())));
    }
    return new Preparation(inputs, target.get(0));
  }

  private void checkNames() {
    Problems problems = new Problems();
    Set<String> named = new HashSet<>(plan.targets());
    named.addAll(plan.columns().keySet());
    plan.targets().forEach(name -> problems.collect(() -> table.column(name, named)));
    plan.columns().keySet().forEach(name -> problems.collect(() -> table.column(name, named)));
    Set<String> seen = new HashSet<>();
    for (String name : plan.targets()) {
      if (plan.columns().get(name) instanceof Ignore) {
        problems.add(table.origin(), "column '%s' is both the target and ignored".formatted(name));
      }
      if (plan.columns().get(name) instanceof Weight) {
        problems.add(table.origin(), "column '%s' is both the target and a weight".formatted(name));
      }
      if (!seen.add(name)) {
        problems.add(table.origin(), "column '%s' is named as a target twice".formatted(name));
      }
    }
    problems.throwAny();
  }

  private boolean isUnseen(Column column) {
    ColumnSpec declared = plan.columns().get(column.name());
    return declared instanceof Ignore || declared instanceof Weight;
  }

  private PreparedColumn input(Column column) {
    CancelledException.check("the data were prepared");
    if (plan.columns().get(column.name()) instanceof YesNo spec) {
      return booleans.input(column, spec);
    }
    if (isNumeric(column)) {
      return scaled(column);
    }
    Categorical spec =
        plan.columns().get(column.name()) instanceof Categorical declared
            ? declared
            : plan.fillsMissing()
                ? new Categorical(Categorical.Missing.MOST_FREQUENT, List.of())
                : new Categorical();
    Optional<String> fill = fillOf(column, spec);
    if (!spec.order().isEmpty()) {
      return new OrdinalColumn(column.name(), spec.order(), fill);
    }
    List<String> categories = Categories.of(table, column, trainingRows, fill);
    return plan.codes()
        ? new CodeColumn(column.name(), categories, fill)
        : new OneHotColumn(column.name(), categories, fill);
  }

  private Optional<String> fillOf(Column column, Categorical spec) {
    return switch (spec.missing()) {
      case REFUSE -> {
        checkThatNoneIsMissing(column);
        yield Optional.empty();
      }
      case CATEGORY -> Optional.of(Categorical.MISSING);
      case MOST_FREQUENT -> Optional.of(mostFrequent(column));
    };
  }

  private String mostFrequent(Column column) {
    CategoryNames names = CategoryNames.of(column, trainingRows);
    Map<String, Integer> counts = new TreeMap<>(CategoryOrder.COMPARATOR);
    for (int row : trainingRows) {
      if (!column.isMissing(row)) {
        counts.merge(names.of(row), 1, Integer::sum);
      }
    }
    String best = "";
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      best = entry.getValue() > counts.getOrDefault(best, 0) ? entry.getKey() : best;
    }
    if (best.isEmpty()) {
      throw allMissing(column);
    }
    return best;
  }

  private DataException allMissing(Column column) {
    return new DataException(
        table.origin(),
        "all training rows have an empty cell in column '%s', so there is no value to fill in; leave the column out (columns: {%s: ignore})"
            .formatted(column.name(), column.name()));
  }

  private TargetColumns target() {
    List<Column> columns = plan.targets().stream().map(table::column).toList();
    if (booleans.areLabels(columns)) {
      return booleans.labels(columns);
    }
    if (columns.size() == 1 && !isNumeric(columns.get(0))) {
      return classes(columns.get(0));
    }
    List<ScaledColumn> scaled = new ArrayList<>();
    for (Column column : columns) {
      if (!isNumeric(column)) {
        throw new DataException(
            table.origin(),
            "of several target columns all must be numeric, or all boolean, but '%s' is not numeric; predict it in a model of its own, or, if all say yes and no, declare them (columns: {%s: boolean})"
                .formatted(column.name(), column.name()));
      }
      scaled.add(scaled(column));
    }
    return new NumericTarget(scaled);
  }

  private boolean isNumeric(Column column) {
    ColumnSpec declared = plan.columns().get(column.name());
    if (declared == null) {
      refuseMixture(column);
      return column instanceof NumericColumn;
    }
    return declared instanceof Numeric;
  }

  /**
   * One mistyped number would otherwise turn a column of measurements into hundreds of categories.
   */
  private void refuseMixture(Column column) {
    if (column instanceof NumericColumn) {
      return;
    }
    int numbers = 0;
    int firstText = -1;
    for (int row = 0; row < table.rows(); row++) {
      boolean number = !Double.isNaN(column.number(row));
      numbers += number ? 1 : 0;
      if (firstText < 0 && !number && !column.isMissing(row)) {
        firstText = row;
      }
    }
    if (numbers > 0 && firstText >= 0) {
      throw new DataException(
          table.placeOf(firstText),
          String.format(
              Locale.ROOT,
              "column '%s' has %,d numbers, but here it has '%s'; correct the cells that are not numbers, or, if it stands for a missing value, say so (format: {missing: [%s]}, and what becomes of it, missing: fill), or say that all are names (columns: {%s: categorical}), or leave the column out (%s: ignore)",
              column.name(),
              numbers,
              column.text(firstText),
              ColumnNames.inYaml(column.text(firstText)),
              ColumnNames.inYaml(column.name()),
              ColumnNames.inYaml(column.name())));
    }
  }

  private ScaledColumn scaled(Column column) {
    boolean isTarget = plan.targets().contains(column.name());
    Numeric spec =
        plan.columns().get(column.name()) instanceof Numeric declared
            ? declared
            : new Numeric(
                plan.scale(),
                plan.fillsMissing() && !isTarget ? Numeric.Missing.MEDIAN : Numeric.Missing.REFUSE,
                0,
                false);
    boolean fills = spec.missing() != Numeric.Missing.REFUSE && !isTarget;
    if (!fills) {
      checkThatNoneIsMissing(column);
    }
    checkNumbers(column);
    double[] numbers =
        Arrays.stream(trainingRows)
            .filter(row -> !column.isMissing(row))
            .mapToDouble(column::number)
            .toArray();
    if (numbers.length == 0) {
      throw allMissing(column);
    }
    double[] filled = numbers;
    double fill = 0;
    if (fills) {
      double learned = Quantiles.fill(numbers, spec);
      fill = learned;
      filled =
          Arrays.stream(trainingRows)
              .mapToDouble(row -> column.isMissing(row) ? learned : column.number(row))
              .toArray();
    }
    ScaledColumn scaled = ScaledColumn.learn(column.name(), filled, spec.scale(), table.origin());
    return fills ? scaled.filled(fill, spec.indicator()) : scaled;
  }

  private void checkNumbers(Column column) {
    for (int row = 0; row < table.rows(); row++) {
      if (Double.isNaN(column.number(row)) && !column.isMissing(row)) {
        throw new DataException(
            table.placeOf(row),
            "column '%s' is declared numeric, but here it has '%s', which is not a number; correct the cell, or, if it stands for a missing value, say so (format: {missing: [%s]}), or declare the column categorical, or ignore"
                .formatted(column.name(), column.text(row), ColumnNames.inYaml(column.text(row))));
      }
    }
  }

  private void checkThatNoneIsMissing(Column column) {
    for (int row = 0; row < table.rows(); row++) {
      if (column.isMissing(row)) {
        throw new DataException(
            table.placeOf(row),
            "column '%s' has an empty cell here, and missing values cannot be learned from; fill it, say what becomes of it (missing: fill, or missing: drop), or leave the column out (columns: {%s: ignore})"
                .formatted(column.name(), column.name()));
      }
    }
  }

  private List<String> categories(Column column) {
    checkThatNoneIsMissing(column);
    return Categories.of(table, column, trainingRows, Optional.empty());
  }

  private ClassTarget classes(Column column) {
    List<String> classes = categories(column);
    if (classes.size() == 1) {
      throw new DataException(
          table.origin(),
          "all training rows have the class '%s' in column '%s'; there must be rows of at least two classes to learn to tell them apart"
              .formatted(classes.get(0), column.name()));
    }
    CategoryPlaces learned = new CategoryPlaces(classes);
    for (int row = 0; row < table.rows(); row++) {
      if (learned.of(column.text(row)) < 0) {
        throw new DataException(
            table.placeOf(row),
            "the class '%s' in column '%s' is not in any training row, so it cannot be learned; split stratified by class, or add rows of this class"
                .formatted(column.text(row), column.name()));
      }
    }
    return new ClassTarget(column.name(), classes, plan.singleOutput() && classes.size() == 2);
  }

  /** Collects problems, to report them together. */
  private static final class Problems {

    private final List<Problem> found = new ArrayList<>();

    void collect(Runnable step) {
      try {
        step.run();
      } catch (DataException e) {
        found.addAll(e.problems());
      }
    }

    void add(String where, String sentence) {
      found.add(new Problem(where, sentence));
    }

    void throwAny() {
      if (!found.isEmpty()) {
        throw new DataException(found);
      }
    }
  }
}
