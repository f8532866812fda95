package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.EqualRows;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.data.PreparationPlan;
import dev.gradus.engine.data.PreparationThreads;
import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.data.RowTimes;
import dev.gradus.engine.data.Split;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.examples.ExampleWeights;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TextColumn;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Activation;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.Layer;
import dev.gradus.spi.OutputLayer;
import dev.gradus.spi.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table as a configuration uses it: which rows are usable, which columns are auxiliary columns of
 * losses and metrics, how it is split, and which examples its rows become.
 *
 * @param configuration the configuration
 * @param data its section {@code data}, with the names that the columns have in the table
 * @param auxiliary the auxiliary columns of losses and metrics
 * @param aside the names of the columns that are not inputs: the auxiliary columns, and the group
 *     column of a split, or its time column
 * @param table the usable rows
 */
record ConfiguredTable(
    Configuration configuration,
    DataSpec data,
    List<AuxiliaryColumn> auxiliary,
    Set<String> aside,
    Table table) {

  /**
   * Wraps a table.
   *
   * @param auxiliary the auxiliary columns of losses and metrics
   * @param warnings receives warnings about rows that are left out
   * @throws TrainingException if the configuration has no section {@code data}
   */
  static ConfiguredTable of(
      Configuration configuration,
      Table all,
      List<AuxiliaryColumn> auxiliary,
      Consumer<Warning> warnings) {
    DataSpec data =
        configuration
            .data()
            .orElseThrow(
                () ->
                    new TrainingException(
                        "data is missing: the configuration does not name the target column"))
            .named(all);
    Set<String> aside =
        Stream.concat(
                auxiliary.stream().map(AuxiliaryColumn::name), data.hiddenSplitColumn().stream())
            .map(all::nameOf)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return new ConfiguredTable(
        configuration, data, auxiliary, aside, usable(all, data, aside, warnings));
  }

  /**
   * Wraps another table in the same way.
   *
   * @param warnings receives warnings about rows that are left out
   */
  ConfiguredTable forTable(Table other, Consumer<Warning> warnings) {
    return with(usable(other, data, aside, warnings));
  }

  /**
   * Drops rows with missing cells, if the configuration asks for that.
   *
   * @param warnings receives a warning with the number of dropped rows
   */
  private static Table usable(
      Table table, DataSpec data, Set<String> aside, Consumer<Warning> warnings) {
    if (data.missing() != DataSpec.Missing.DROP) {
      return table;
    }
    Table complete =
        table.withoutMissing(
            name -> {
              ColumnSpec declared = data.columns().get(name);
              return declared == null || !declared.allowsMissing() || aside.contains(name);
            });
    int left = table.rows() - complete.rows();
    if (left > 0) {
      warnings.accept(
          new Warning(
              String.format(
                  Locale.ROOT,
                  "%s: %,d of %,d rows have an empty cell and are dropped (missing: drop)",
                  table.origin(),
                  left,
                  table.rows()),
              left));
    }
    return complete;
  }

  /** The plan for the preparation of its columns. */
  PreparationPlan plan() {
    return new PreparationPlan(
        data.target(),
        data.columns(),
        data.scale(),
        hasSingleOutputForTwoClasses(configuration.network()),
        configuration.network().get(0).takesCodes(),
        data.missing() == DataSpec.Missing.FILL,
        aside);
  }

  /** The indices of all rows. */
  int[] allRows() {
    return IntStream.range(0, table.rows()).toArray();
  }

  /**
   * The examples made from rows.
   *
   * @param rows in the order wanted; not modified
   * @param warnings receives warnings about cells that the preparation does not know
   * @param threads share the work
   * @param folder holds the examples in a file; empty if they are to be where the table is
   */
  Examples examples(
      int[] rows,
      Preparation preparation,
      Consumer<Warning> warnings,
      PreparationThreads threads,
      Optional<Path> folder) {
    return complete(
        Examples.of(preparation, table, rows, warnings, threads, folder.or(table::folder)), rows);
  }

  private Examples complete(Examples examples, int[] rows) {
    return new Examples(
        examples.inputs(),
        examples.targets(),
        ExampleWeights.of(table, plan(), rows),
        auxiliary(configuration, auxiliary, table, rows));
  }

  /**
   * The examples made from the rows of several splits. An expendable table loses its inputs.
   *
   * @param splits the rows of each, ascending; not modified
   * @return for each split, empty if it has no rows
   */
  List<Optional<Examples>> examples(
      List<int[]> splits,
      Preparation preparation,
      Consumer<Warning> warnings,
      PreparationThreads threads,
      Optional<Path> folder) {
    List<int[]> some = splits.stream().filter(rows -> rows.length > 0).toList();
    List<Examples> made;
    if (table.isExpendable() && table.folder().isEmpty()) {
      List<Examples> prepared =
          Examples.of(
              preparation, table, some, inputsAlone(preparation), warnings, threads, folder);
      made =
          IntStream.range(0, some.size())
              .mapToObj(i -> complete(prepared.get(i), some.get(i)))
              .toList();
    } else {
      made =
          some.stream()
              .map(rows -> examples(rows, preparation, warnings, threads, folder))
              .toList();
    }
    Iterator<Examples> next = made.iterator();
    List<Optional<Examples>> all = new ArrayList<>();
    splits.forEach(rows -> all.add(rows.length > 0 ? Optional.of(next.next()) : Optional.empty()));
    return all;
  }

  /** Whether nothing but an input is made of a column. */
  private Predicate<String> inputsAlone(Preparation preparation) {
    Set<String> names = new HashSet<>();
    preparation.inputs().forEach(input -> names.add(input.name()));
    names.removeAll(preparation.targets().names());
    names.removeAll(aside);
    return names::contains;
  }

  /** The auxiliary columns of some rows; see {@link AuxiliaryColumns}. */
  static AuxiliaryColumns auxiliary(
      Configuration configuration, List<AuxiliaryColumn> columns, Table table, int[] rows) {
    return AuxiliaryColumns.of(
        table,
        columns,
        configuration.data().map(data -> data.named(table).columns()).orElse(Map.of()),
        rows);
  }

  /**
   * The training rows, and the held-out rows.
   *
   * @param tests whether rows are held out for the test split, if the configuration asks for that
   */
  Split split(boolean tests) {
    SplitSpec spec = data.split();
    int rows = table.rows();
    if (!tests || spec.testShare() == 0) {
      return calibrationAndValidation(table, rows);
    }
    Split held = testSplit();
    return held.dividedBy(calibrationAndValidation(deciding().select(held.training()), rows));
  }

  /**
   * Holds rows out for calibration, and then for validation: in time, the latest are for
   * calibration.
   *
   * @param rows like {@link #table}, possibly with fewer rows and columns
   * @param of the number of rows that the shares are of
   */
  private Split calibrationAndValidation(Table rows, int of) {
    Split.Share validation = new Split.Share(data.split().validation(), of, "validation");
    double share = data.split().calibrationShare();
    if (share == 0) {
      return split(rows, validation);
    }
    // The same random numbers for two splits would make their rows depend on each other.
    long seed = Randomness.of(configuration.training().seed(), "calibration", 0).nextLong();
    Split held = split(rows, new Split.Share(share, of, "calibration"), seed);
    Table others = rows.rows() == table.rows() ? deciding() : rows;
    return held.calibratedBefore(split(others.select(held.training()), validation));
  }

  /** The columns that determine the split of a row. */
  private Table deciding() {
    Optional<String> together = data.split().group().or(data.split()::time);
    return together.isEmpty() && data.split().keepsDuplicatesTogether()
        ? table
        : Table.of(together.map(table::column).orElseGet(this::target));
  }

  /**
   * Holds rows out.
   *
   * @param rows like {@link #table}, possibly with fewer rows and columns
   */
  private Split split(Table rows, Split.Share share) {
    return split(rows, share, configuration.training().seed());
  }

  private Split split(Table rows, Split.Share share, long seed) {
    if (share.share() == 0) {
      return Split.none(rows.rows());
    }
    Optional<String> group = data.split().group();
    if (group.isPresent()) {
      return Split.grouped(rows, group.get(), share, seed);
    }
    Optional<String> time = data.split().time();
    if (time.isPresent()) {
      return Split.inTime(timesOf(time.get(), rows), share);
    }
    Column target = rows.column(data.target().get(0));
    if (!data.split().keepsDuplicatesTogether()) {
      return shuffled(target, share);
    }
    EqualRows equal = equalRows(rows);
    int[] firsts = equal.firsts();
    return equal.spread(shuffled(target.select(firsts), share.among(firsts.length, rows.rows())));
  }

  private Split shuffled(Column target, Split.Share share) {
    long seed = configuration.training().seed();
    return isStratified()
        ? Split.stratified(target, share, seed)
        : Split.random(target.rows(), share, seed);
  }

  /** Compares rows in all columns that are not ignored. */
  private EqualRows equalRows(Table rows) {
    return EqualRows.of(
        Table.of(
            rows.columns().stream()
                .filter(column -> !(data.columns().get(column.name()) instanceof IgnoredSpec))
                .toList()));
  }

  private RowTimes timesOf(String time, Table rows) {
    return RowTimes.of(rows, time, Optional.ofNullable(data.columns().get(time)));
  }

  /** The same without the rows that are held out for a test. */
  ConfiguredTable withoutTest() {
    return data.split().testShare() == 0 ? this : with(table.select(testSplit().training()));
  }

  private Split testSplit() {
    return split(table, new Split.Share(data.split().testShare(), table.rows(), "test"));
  }

  /** The same with other usable rows. */
  private ConfiguredTable with(Table rows) {
    return new ConfiguredTable(configuration, data, auxiliary, aside, rows);
  }

  /**
   * Divides it into folds: by group or in time if the configuration says so, stratified if the
   * target has classes.
   */
  List<Split> folds(int count, long seed) {
    Optional<String> group = data.split().group();
    if (group.isPresent()) {
      return Split.groupedFolds(table, group.get(), count, seed);
    }
    Optional<String> time = data.split().time();
    if (time.isPresent()) {
      return Split.foldsInTime(timesOf(time.get(), table), count);
    }
    if (!data.split().keepsDuplicatesTogether()) {
      return shuffledFolds(target(), count, seed);
    }
    EqualRows equal = equalRows(table);
    return shuffledFolds(target().select(equal.firsts()), count, seed).stream()
        .map(equal::spread)
        .toList();
  }

  private List<Split> shuffledFolds(Column target, int count, long seed) {
    return isStratified()
        ? Split.stratifiedFolds(target, count, seed)
        : Split.folds(target.rows(), count, seed);
  }

  /**
   * Warns about groups that a loss or a metric compares within, but that are divided between
   * splits.
   *
   * @param heldOut the rows of each split but the first
   * @param parts the names of the splits
   */
  void warnOfCutGroups(List<int[]> heldOut, String parts, Consumer<Warning> warnings) {
    int[] partOf = new int[table.rows()];
    for (int part = 0; part < heldOut.size(); part++) {
      for (int row : heldOut.get(part)) {
        partOf[row] = part + 1;
      }
    }
    int[] all = allRows();
    for (AuxiliaryColumn column : configuration.auxiliaryColumns()) {
      if (column.meaning() == AuxiliaryColumn.Meaning.GROUP) {
        // They are numbered from 0, in the order in which they appear.
        double[] groups =
            auxiliary(configuration, List.of(column), table, all).of(List.of(column))[0];
        int count = (int) Arrays.stream(groups).max().orElse(-1) + 1;
        int[] partOfGroup = new int[count];
        boolean[] isCut = new boolean[count];
        int cut = 0;
        for (int row : all) {
          int group = (int) groups[row];
          // The part of its first row, plus 1.
          if (partOfGroup[group] == 0) {
            partOfGroup[group] = partOf[row] + 1;
          } else if (partOfGroup[group] != partOf[row] + 1 && !isCut[group]) {
            isCut[group] = true;
            cut++;
          }
        }
        if (cut > 0) {
          warnings.accept(
              new Warning(
                  String.format(
                      Locale.ROOT,
                      "data.split: %,d of %,d groups of column '%s' are split between %s, but the loss or a metric compares within groups; to keep groups together, set data.split.group to the column",
                      cut,
                      count,
                      column.name(),
                      parts),
                  cut));
        }
      }
    }
  }

  private Column target() {
    return table.column(data.target().get(0));
  }

  /**
   * Whether each class keeps its share in all splits.
   *
   * @throws TrainingException if that is asked for, but there are no classes
   */
  private boolean isStratified() {
    Column target = target();
    boolean single = data.target().size() == 1;
    boolean classes = single && isClasses(target);
    boolean stratified = data.split().stratified().orElse(classes);
    if (stratified && !single) {
      throw new TrainingException(
          "data.split.stratified: a stratified split needs one target column with classes, but there are several (%s); remove 'stratified'"
              .formatted(String.join(", ", data.target())));
    }
    if (stratified && !classes) {
      throw new TrainingException(
          "data.split.stratified: a stratified split needs classes, but the target '%s' is numeric; remove 'stratified', or declare it with columns: {%s: categorical}"
              .formatted(target.name(), target.name()));
    }
    return stratified;
  }

  private boolean isClasses(Column target) {
    return Optional.ofNullable(data.columns().get(target.name()))
        .flatMap(ColumnSpec::asTarget)
        .map(kind -> kind != Target.Kind.NUMERIC)
        .orElse(target instanceof TextColumn);
  }

  /**
   * Two classes take one output, the probability of the second class, unless the last layer
   * requires two: by its number of units, or by an activation such as softmax, which relates its
   * units to each other.
   */
  static boolean hasSingleOutputForTwoClasses(List<Layer> layers) {
    Layer last = layers.get(layers.size() - 1);
    return last instanceof OutputLayer output
        && output.units().orElse(1) == 1
        && output.activation().map(Activation::isPointwise).orElse(true);
  }
}
