package dev.gradus.engine.data;

import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TextColumn;
import dev.gradus.runtime.column.CategoryPlaces;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.Label;
import dev.gradus.runtime.column.LabelTarget;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.column.Whitening;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fits a preparation on the training rows of a table.
 *
 * <p>All rows are checked, so the preparation can be applied to all of them, but it depends only on
 * the training rows. All problems are reported at once.
 */
final class ColumnLearner {

  /** So many cells are worth the effort of several threads. */
  private static final long CELLS_FOR_TEAM = 1 << 16;

  private final Table table;
  private final int[] trainingRows;
  private final PreparationPlan plan;

  ColumnLearner(Table table, int[] trainingRows, PreparationPlan plan) {
    this.table = table;
    this.trainingRows = trainingRows;
    this.plan = plan;
  }

  /**
   * Learns.
   *
   * @param team shares the work
   * @param room the memory that it may take besides the table, in bytes; one column may take more
   */
  Preparation learn(Team team, long room) {
    if (trainingRows.length == 0) {
      throw new DataException(table.origin(), "there are no training rows");
    }
    checkNames();
    List<Input> learned =
        table.columns().stream()
            .filter(column -> !plan.targets().contains(column.name()))
            .filter(column -> !plan.aside().contains(column.name()))
            .map(Input::new)
            .toList();
    if (team.size() == 1 || (long) learned.size() * table.rows() < CELLS_FOR_TEAM) {
      learned.forEach(Input::learn);
    } else {
      learnTogether(learned, team, room);
    }
    Problems problems = new Problems();
    List<PreparedColumn> inputs = new ArrayList<>();
    List<PreparedColumn> whitened = new ArrayList<>();
    learned.forEach(input -> problems.collect(() -> input.addTo(inputs, whitened)));
    List<TargetColumns> target = new ArrayList<>();
    problems.collect(() -> target.add(target()));
    problems.throwAny();
    if (inputs.isEmpty()) {
      throw new DataException(
          table.origin(),
          "no column is left to predict '%s' from; the columns are: %s"
              .formatted(String.join("', '", plan.targets()), ColumnNames.list(table.names())));
    }
    return whitened.isEmpty()
        ? new Preparation(inputs, target.get(0))
        : new Preparation(inputs, target.get(0), Optional.of(whitening(inputs, whitened)));
  }

  /** Learns columns on several threads; those that take memory, as many at once as it allows. */
  private void learnTogether(List<Input> inputs, Team team, long room) {
    List<Input> light = new ArrayList<>();
    List<Input> heavy = new ArrayList<>();
    int most = 0;
    for (Input input : inputs) {
      int bytes = bytesPerRow(input.column);
      (bytes == 0 ? light : heavy).add(input);
      most = Math.max(most, bytes);
    }
    int atOnce = atOnce(heavy.size(), team.size(), (long) most * trainingRows.length, room);
    AtomicInteger next = new AtomicInteger();
    team.run(
        (piece, member) -> {
          if (piece >= atOnce) {
            light.get(piece - atOnce).learn();
            return;
          }
          for (int i = next.getAndIncrement(); i < heavy.size(); i = next.getAndIncrement()) {
            heavy.get(i).learn();
          }
        },
        atOnce + light.size());
  }

  /**
   * Into how many pieces of work, one thread each, columns are divided.
   *
   * @param threads the number of threads
   * @param each the memory that a column takes, in bytes
   * @param room that of all threads; at least one column is learned at a time
   */
  static int atOnce(int columns, int threads, long each, long room) {
    long most = Math.max(1, room / Math.max(1, each));
    return most >= threads ? columns : (int) Math.min(columns, most);
  }

  /** The most memory that learning a column takes for each training row, in bytes. */
  int mostBytesPerRow() {
    return table.columns().stream()
        .filter(column -> !plan.aside().contains(column.name()))
        .mapToInt(this::bytesPerRow)
        .max()
        .orElse(0);
  }

  /** The memory that learning a column takes for each training row, in bytes. */
  private int bytesPerRow(Column column) {
    ColumnSpec declared = plan.columns().get(column.name());
    if (declared != null) {
      return declared.learningBytesPerRow();
    }
    if (column instanceof NumericColumn) {
      return plan.targets().contains(column.name())
          ? new NumericSpec(plan.scale().ofTargets()).learningBytesPerRow()
          : undeclaredNumbers().learningBytesPerRow();
    }
    return DateGuess.beginsIso(column) ? undeclaredDates().learningBytesPerRow() : 0;
  }

  private NumericSpec undeclaredNumbers() {
    return new NumericSpec(
        plan.scale(),
        plan.fillsMissing() ? NumericSpec.Missing.MEDIAN : NumericSpec.Missing.REFUSE,
        0,
        false);
  }

  private DateSpec undeclaredDates() {
    return new DateSpec(
        "",
        List.of(),
        plan.fillsMissing() ? DateSpec.Missing.MEDIAN : DateSpec.Missing.REFUSE,
        false);
  }

  TargetColumns learnTarget() {
    if (trainingRows.length == 0) {
      throw new DataException(table.origin(), "there are no training rows");
    }
    checkNames();
    return target();
  }

  private Whitening whitening(List<PreparedColumn> inputs, List<PreparedColumn> whitened) {
    if (whitened.size() > WhiteningLearner.MOST_COLUMNS) {
      throw new DataException(
          table.origin(),
          String.format(
              Locale.ROOT,
              "%,d columns are whitened, but whitening is limited to %,d, because it uses the correlation of every pair; ignore some (columns: {%s: ignore}), set another scale for some, or use scale: standard for all",
              whitened.size(),
              WhiteningLearner.MOST_COLUMNS,
              ColumnNames.inYaml(whitened.get(0).name())));
    }
    Whitening learned = WhiteningLearner.learn(table, trainingRows, whitened);
    if (learned.directions() == 0 && whitened.size() == inputs.size()) {
      throw new DataException(
          table.origin(),
          "all columns are constant in the training rows, so whitening leaves no input to predict '%s' from"
              .formatted(String.join("', '", plan.targets())));
    }
    return learned;
  }

  private void checkNames() {
    Problems problems = new Problems();
    Set<String> named = new HashSet<>(plan.targets());
    named.addAll(plan.columns().keySet());
    plan.targets().forEach(name -> problems.collect(() -> table.column(name, named)));
    plan.columns().keySet().forEach(name -> problems.collect(() -> table.column(name, named)));
    for (String name : plan.aside()) {
      Optional.ofNullable(plan.columns().get(name))
          .filter(declared -> !declared.mayStandAside() && !plan.targets().contains(name))
          .ifPresent(
              declared ->
                  problems.add(
                      table.origin(),
                      "column '%s' is declared %s, but the loss, a metric or data.split.group uses it, so it is not an input; remove the declaration, or use a copy of the column"
                          .formatted(name, declared.called())));
    }
    Set<String> seen = new HashSet<>();
    for (String name : plan.targets()) {
      ColumnSpec declared = plan.columns().get(name);
      if (declared != null && declared.asTarget().isEmpty()) {
        problems.add(
            table.origin(),
            "column '%s' is both the target and %s".formatted(name, declared.called()));
      }
      if (declared instanceof CategoricalSpec classes && classes.isLimited()) {
        problems.add(
            table.origin(),
            "column '%s' is a target, and classes cannot share one; remove max-categories and min-count"
                .formatted(name));
      }
      if (declared instanceof NumericSpec numbers
          && !declared.isWhitened()
          && numbers.scale() != numbers.scale().ofTargets()) {
        problems.add(
            table.origin(),
            "column '%s' is a target, and only inputs can be clipped or mapped to a normal distribution; use scale: %s for it"
                .formatted(
                    name,
                    numbers.scale() == ColumnSpec.Scale.ROBUST_CLIPPED ? "robust" : "standard"));
      }
      if (declared != null && declared.isWhitened()) {
        problems.add(
            table.origin(),
            "column '%s' is a target, and only inputs can be whitened; use scale: standard for it"
                .formatted(name));
      }
      if (!seen.add(name)) {
        problems.add(table.origin(), "column '%s' is listed as a target twice".formatted(name));
      }
    }
    problems.throwAny();
  }

  /** What is learned of a column that may be an input, on whatever thread. */
  private final class Input {
    private final Column column;
    private Optional<PreparedColumn> prepared = Optional.empty();
    private boolean isWhitened;
    private Optional<DataException> problem = Optional.empty();

    Input(Column column) {
      this.column = column;
    }

    void learn() {
      CancelledException.check("the data were prepared");
      try {
        ColumnSpec spec = specOf(column);
        prepared = spec.learn(cells(column), plan);
        isWhitened = spec.isWhitened();
      } catch (DataException e) {
        problem = Optional.of(e);
      }
    }

    void addTo(List<PreparedColumn> inputs, List<PreparedColumn> whitened) {
      if (problem.isPresent()) {
        throw problem.get();
      }
      prepared.ifPresent(inputs::add);
      prepared.filter(learned -> isWhitened).ifPresent(whitened::add);
    }
  }

  private ColumnCells cells(Column column) {
    return new ColumnCells(table, column, trainingRows, unknown -> {});
  }

  /** The type of an input: as declared, or else inferred from its cells. */
  private ColumnSpec specOf(Column column) {
    ColumnSpec declared = plan.columns().get(column.name());
    if (declared != null) {
      return declared;
    }
    if (looksNumeric(column)) {
      return undeclaredNumbers();
    }
    return DateGuess.isIso(column)
        ? undeclaredDates()
        : new CategoricalSpec(
            plan.fillsMissing()
                ? CategoricalSpec.Missing.MOST_FREQUENT
                : CategoricalSpec.Missing.REFUSE);
  }

  private TargetColumns target() {
    List<Column> columns = plan.targets().stream().map(table::column).toList();
    if (columns.stream().anyMatch(column -> isLabel(column, columns.size() == 1))) {
      return new LabelTarget(columns.stream().map(this::label).toList());
    }
    if (columns.size() == 1 && numeric(columns.get(0)).isEmpty()) {
      return classes(cells(columns.get(0)), plan.singleOutput());
    }
    List<ColumnCells> cells = columns.stream().map(this::cells).toList();
    List<NumericSpec> specs = cells.stream().map(this::quantity).toList();
    List<ScaledColumn> scaled = new ArrayList<>();
    List<Double> range = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      scaled.add(specs.get(i).learnTarget(cells.get(i)));
      specs.get(i).learnRange(cells.get(i)).forEach(range::add);
    }
    boolean clamps = specs.stream().anyMatch(NumericSpec::clamp);
    return new NumericTarget(scaled, clamps ? Optional.of(range) : Optional.empty());
  }

  /**
   * Learns the classes.
   *
   * @throws DataException if there is only one class, or a class that is in no training row
   */
  private static ClassTarget classes(ColumnCells training, boolean singleOutput) {
    training.refuseMissing();
    Column column = training.column();
    List<String> classes = training.names(Optional.empty());
    if (classes.size() == 1) {
      throw new DataException(
          training.origin(),
          "all training rows have the class '%s' in column '%s'; a classifier needs rows of at least two classes"
              .formatted(classes.get(0), column.name()));
    }
    CategoryPlaces learned = new CategoryPlaces(classes);
    for (int row = 0; row < column.rows(); row++) {
      if (learned.of(column.text(row)) < 0) {
        throw training.wrong(
            row,
            "the class '%s' in column '%s' does not occur in the training rows, so it cannot be learned; use a stratified split, or add rows of this class"
                .formatted(column.text(row), column.name()));
      }
    }
    return new ClassTarget(column.name(), classes, singleOutput && classes.size() == 2);
  }

  /**
   * Whether a target is a label: if it is declared boolean, or if it is an undeclared target among
   * several whose strings are a usual pair. A single column of strings is a class.
   */
  private boolean isLabel(Column column, boolean single) {
    ColumnSpec declared = plan.columns().get(column.name());
    return declared == null
        ? !single && column instanceof TextColumn && BooleanCells.arePair(column)
        : declared instanceof BooleanSpec;
  }

  private Label label(Column column) {
    ColumnSpec declared = plan.columns().get(column.name());
    if (declared instanceof BooleanSpec answers) {
      return answers.learnLabel(cells(column));
    }
    if (declared == null && BooleanCells.arePair(column)) {
      return new BooleanSpec().learnLabel(cells(column));
    }
    throw new DataException(
        table.origin(),
        "with several target columns all or none must be boolean, but '%1$s' is not; predict it with a separate model, or, if it contains yes and no, declare it (columns: {%1$s: boolean})"
            .formatted(column.name()));
  }

  private NumericSpec quantity(ColumnCells cells) {
    return numeric(cells.column())
        .orElseThrow(
            () ->
                new DataException(
                    table.origin(),
                    "several target columns must all be numeric, or all boolean, but '%1$s' is not numeric; predict it with a separate model, or, if all contain yes and no, declare them (columns: {%1$s: boolean})"
                        .formatted(cells.name())));
  }

  /** The specification of a numeric target; empty if the target is not numeric. */
  private Optional<NumericSpec> numeric(Column column) {
    ColumnSpec declared = plan.columns().get(column.name());
    if (declared != null) {
      return declared instanceof NumericSpec numeric ? Optional.of(numeric) : Optional.empty();
    }
    return looksNumeric(column)
        ? Optional.of(new NumericSpec(plan.scale().ofTargets()))
        : Optional.empty();
  }

  private boolean looksNumeric(Column column) {
    refuseMixture(column);
    return column instanceof NumericColumn;
  }

  /**
   * Refuses a column that mixes numbers and strings: one mistyped number would turn measurements
   * into hundreds of categories.
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
              "column '%s' has %,d numbers, but here it has '%s'; correct the cells that are not numbers, or, if this means a missing value, declare it (format: {missing: [%s]}, and missing: fill), or treat the column as categories (columns: {%s: categorical}), or ignore it (%s: ignore)",
              column.name(),
              numbers,
              column.text(firstText),
              ColumnNames.inYaml(column.text(firstText)),
              ColumnNames.inYaml(column.name()),
              ColumnNames.inYaml(column.name())));
    }
  }

  /** Collects problems to report them together. */
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
