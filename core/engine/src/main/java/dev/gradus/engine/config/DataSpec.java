package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.object.Changed;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Option;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The source of the examples, and the target: the section {@code data}.
 *
 * <p>Every column of the file that is not a target is an input, unless {@code columns} ignores it.
 *
 * <p>In Java it is built in steps, each of which returns a new object: {@code DataSpec.of(path,
 * "species").column("id", new IgnoredSpec()).split(0.2)}.
 *
 * @param csv the file, with a header line; empty if an application passes its own table
 * @param target the columns to predict, at least one, by name or number
 * @param columns the columns that are not treated by default, by name or number, in their order
 * @param scale the default scaling of numeric columns, inputs and targets
 * @param split which rows are held out
 * @param source the data source of the examples, if they are not in a CSV file
 * @param missing the default treatment of missing cells
 * @param format the format of the file
 * @param validation a file with validation examples; empty if rows are held out, or there is no
 *     validation
 * @param test a file with test examples, which is read after training; empty if rows are held out,
 *     or there is no test
 */
public record DataSpec(
    @Option(
            "CSV file with a header line, relative to the folder of the configuration; left out if an application passes its own table")
        Optional<Path> csv,
    @Option(
            "the columns to predict, by their names in the header, or by their numbers from '1'; several if all are numeric, or all are boolean: then they are labels, any number of which may apply")
        List<String> target,
    @Option("columns that are not treated by default, by name or number")
        Map<String, ColumnSpec> columns,
    @Option(
            "the default scaling of numeric columns, inputs and targets; whiten makes all these inputs uncorrelated; whiten and quantile standardise the targets, and robust-clipped does not clip them")
        ColumnSpec.Scale scale,
    @Option("which rows are held out for validation; without it none are") SplitSpec split,
    @Option("the source of the examples, if it is not a CSV file") Optional<DataSource> source,
    @Option(
            "the default treatment of missing cells: refuse, an error; fill, replaced by the median or the most frequent category of the training rows; drop, the row is dropped")
        Missing missing,
    @Option("how the CSV file is written") CsvFormat format,
    @Option(
            "CSV file with validation rows, in the same format; then no rows of the other file are held out")
        Optional<Path> validation,
    @Option(
            "CSV file with test rows, in the same format, which is read after training; then no rows of the other file are held out for the test")
        Optional<Path> test) {

  /** The treatment of missing cells. */
  public enum Missing {
    /** Missing cells are errors. */
    REFUSE,
    /** Missing cells are replaced by the median, or the most frequent category. */
    FILL,
    /** Rows with missing cells are dropped. */
    DROP
  }

  /**
   * Creates a section in which all other columns are inputs, numbers are standardised, and all rows
   * are used for training.
   */
  public DataSpec(Optional<Path> csv, List<String> target) {
    this(csv, target, Map.of(), ColumnSpec.Scale.STANDARD, SplitSpec.NONE);
  }

  /** Creates a section for a file, or for a table of the application. */
  public DataSpec(
      Optional<Path> csv,
      List<String> target,
      Map<String, ColumnSpec> columns,
      ColumnSpec.Scale scale,
      SplitSpec split) {
    this(
        csv,
        target,
        columns,
        scale,
        split,
        Optional.empty(),
        Missing.REFUSE,
        new CsvFormat(),
        Optional.empty());
  }

  /** Creates a section without a test file. */
  public DataSpec(
      Optional<Path> csv,
      List<String> target,
      Map<String, ColumnSpec> columns,
      ColumnSpec.Scale scale,
      SplitSpec split,
      Optional<DataSource> source,
      Missing missing,
      CsvFormat format,
      Optional<Path> validation) {
    this(csv, target, columns, scale, split, source, missing, format, validation, Optional.empty());
  }

  /** Creates a section for a table that the application passes. */
  public static DataSpec of(String... target) {
    return new DataSpec(Optional.empty(), listOf(target));
  }

  /** Creates a section for a CSV file. */
  public static DataSpec of(Path csv, String... target) {
    requireNonNull(csv, "csv must not be null");
    return new DataSpec(Optional.of(csv), listOf(target));
  }

  /** Creates a section for a data source. */
  public static DataSpec of(DataSource source, String... target) {
    requireNonNull(source, "source must not be null");
    return Changed.with(of(target), "source", Optional.of(source));
  }

  private static List<String> listOf(String... target) {
    requireNonNull(target, "target must not be null");
    for (String column : target) {
      requireNonNull(column, "a target must not be null");
    }
    return List.of(target);
  }

  /**
   * Checks the targets.
   *
   * @throws IllegalArgumentException with a sentence, if there is no target, a target is named
   *     twice, or a target is ignored
   */
  public DataSpec {
    target = List.copyOf(target);
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    if (csv.isPresent() && source.isPresent()) {
      throw new IllegalArgumentException("source and csv both name the data; remove one of them");
    }
    if (validation.isPresent() && split.holdsBack()) {
      throw new IllegalArgumentException(
          "validation names a file with validation rows, and split holds rows out for "
              + "validation; remove one of them");
    }
    if (test.isPresent() && split.testShare() > 0) {
      throw new IllegalArgumentException(
          "test names a file with test rows, and split holds rows out for the test; remove one "
              + "of them");
    }
    if (target.isEmpty()) {
      throw new IllegalArgumentException("target must name at least one column");
    }
    if (Set.copyOf(target).size() < target.size()) {
      throw new IllegalArgumentException("target names a column twice");
    }
    for (String name : target) {
      if (columns.get(name) instanceof IgnoredSpec) {
        throw new IllegalArgumentException(
            "columns ignores '%s', but it is a target".formatted(name));
      }
    }
  }

  /** Sets how a column is treated, by its name or number. */
  public DataSpec column(String column, ColumnSpec treatment) {
    requireNonNull(column, "column must not be null");
    requireNonNull(treatment, "treatment must not be null");
    Map<String, ColumnSpec> all = new LinkedHashMap<>(columns);
    all.put(column, treatment);
    return Changed.with(this, "columns", all);
  }

  /** Sets the default scaling of numeric columns. */
  public DataSpec scale(ColumnSpec.Scale scale) {
    return Changed.with(this, "scale", requireNonNull(scale, "scale must not be null"));
  }

  /** Holds out a share of the rows for validation, stratified if the target is a class. */
  public DataSpec split(double validation) {
    return split(new SplitSpec(validation, Optional.empty()));
  }

  /** Sets which rows are held out for validation. */
  public DataSpec split(SplitSpec split) {
    return Changed.with(this, "split", requireNonNull(split, "split must not be null"));
  }

  /** Sets the default treatment of missing cells. */
  public DataSpec missing(Missing missing) {
    return Changed.with(this, "missing", requireNonNull(missing, "missing must not be null"));
  }

  /** Sets the format of the files. */
  public DataSpec format(CsvFormat format) {
    return Changed.with(this, "format", requireNonNull(format, "format must not be null"));
  }

  /** Takes the validation examples from a file, in the same format. */
  public DataSpec validation(Path validation) {
    requireNonNull(validation, "validation must not be null");
    return Changed.with(this, "validation", Optional.of(validation));
  }

  /** Takes the test examples from a file, in the same format, which is read after training. */
  public DataSpec test(Path test) {
    requireNonNull(test, "test must not be null");
    return Changed.with(this, "test", Optional.of(test));
  }

  /**
   * The same with column numbers, from 1, replaced by the names in a table.
   *
   * @throws ConfigurationException if a column is given twice, by its name and by its number
   */
  public DataSpec named(Table table) {
    requireNonNull(table, "table must not be null");
    List<String> targets = target.stream().map(table::nameOf).toList();
    Map<String, ColumnSpec> declared = new LinkedHashMap<>();
    columns.forEach(
        (given, spec) -> {
          if (declared.putIfAbsent(table.nameOf(given), spec) != null) {
            throw new ConfigurationException(
                Problem.of(
                    "data.columns contains column '%s' of %s twice, by its name and by its number; remove one of them"
                        .formatted(table.nameOf(given), table.origin())));
          }
        });
    SplitSpec grouped = split.group().map(table::nameOf).map(split::group).orElse(split);
    SplitSpec named = grouped.time().map(table::nameOf).map(grouped::time).orElse(grouped);
    refuseTarget(targets, named.group(), "group");
    refuseTarget(targets, named.time(), "time");
    return new DataSpec(
        csv, targets, declared, scale, named, source, missing, format, validation, test);
  }

  private static void refuseTarget(List<String> targets, Optional<String> column, String option) {
    if (column.filter(targets::contains).isPresent()) {
      throw new ConfigurationException(
          Problem.of(
              "data.split.%1$s: '%2$s' is the target, which cannot be the %1$s; name another column"
                  .formatted(option, column.get())));
    }
  }

  /**
   * The column that the split needs and the network does not see: that of the group, or that of the
   * time unless {@code columns} declares it; empty if there is none.
   */
  public Optional<String> hiddenSplitColumn() {
    return split.group().or(() -> split.time().filter(time -> !columns.containsKey(time)));
  }

  /**
   * Where the cells come from, as text: two specifications of the same rows have the same one. A
   * source that is not a record is known by its class alone.
   */
  public String origin() {
    return List.of(
            csv,
            source.map(each -> each instanceof Record ? each : each.getClass()),
            format,
            validation)
        .toString();
  }
}
