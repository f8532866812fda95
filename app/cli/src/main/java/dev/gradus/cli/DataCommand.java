package dev.gradus.cli;

import dev.gradus.cli.text.Columns;
import dev.gradus.cli.text.MetricTable;
import dev.gradus.cli.text.Shell;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.data.ColumnSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what is in a file of data. */
@Command(
    description =
        "Shows what is in a file of data: its format, columns, types, missing and distinct values, and a first configuration.",
    mixinStandardHelpOptions = true)
final class DataCommand implements Callable<Integer> {

  /** The number of columns that are shown. */
  private static final int MOST_COLUMNS = 100;

  private static final int MOST_CLASSES = 30;

  @Mixin private TargetOptions options;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Override
  public Integer call() {
    DetectedData found = options.read();
    List<ColumnSummary> columns = ColumnSummary.of(found.table());
    Optional<PredictionTarget> goal = options.goal(found, columns);
    Map<String, Integer> classes =
        goal.filter(PredictionTarget::classes)
            .map(
                predicted -> ColumnSummary.classes(found.table().column(predicted.target().name())))
            .orElse(Map.of());
    Optional<FoundTable> looked = goal.map(predicted -> FoundTable.of(found, columns, predicted));
    Optional<String> refusal = options.readOnce().or(() -> FirstConfiguration.refusal(looked));
    Optional<String> yaml =
        looked
            .filter(table -> refusal.isEmpty())
            .map(
                table ->
                    FirstConfiguration.text(
                        table, new YamlPlace(InitCommand.beside(options.file()))));
    FoundDates dates = looked.map(FoundTable::dates).orElse(FoundDates.NONE);
    dates.warnings().forEach(options.warnings());
    IgnoredColumns ignored = looked.map(FoundTable::ignored).orElse(new IgnoredColumns(Map.of()));
    List<String> notes = looked.map(FirstConfiguration::notes).orElse(List.of());
    if (json) {
      Map<String, Object> object = asMap(found, columns, classes, dates);
      looked.ifPresent(table -> object.put("repeated-rows", table.repeated().repeats()));
      object.put("file", options.name());
      object.put("ignored", ignored.reasons());
      goal.ifPresent(predicted -> object.put("target", predicted.target().name()));
      object.put("notes", notes);
      yaml.ifPresent(suggested -> object.put("configuration", suggested));
      refusal.ifPresent(why -> object.put("no-configuration", why));
      System.out.println(Visible.json(options.warnings().with(object)));
    } else {
      System.out.println(text(found, columns, classes, dates, yaml, goal, ignored, notes, refusal));
    }
    return Main.DONE;
  }

  private String text(
      DetectedData found,
      List<ColumnSummary> columns,
      Map<String, Integer> classes,
      FoundDates dates,
      Optional<String> yaml,
      Optional<PredictionTarget> goal,
      IgnoredColumns ignored,
      List<String> notes,
      Optional<String> refusal) {
    List<String> parts = new ArrayList<>();
    parts.add(options.name() + ": " + found.description());
    parts.add(found.images().isPresent() ? pixels(columns, goal) : table(columns, dates));
    if (!classes.isEmpty()) {
      parts.add(
          "%s: %s classes: %s%s"
              .formatted(
                  goal.orElseThrow().target().name(),
                  classes.size(),
                  classes.entrySet().stream()
                      .limit(MOST_CLASSES)
                      .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                      .collect(Collectors.joining(", ")),
                  classes.size() > MOST_CLASSES ? ", ..." : ""));
    }
    if (!ignored.reasons().isEmpty()) {
      parts.add("columns that are ignored:\n" + ignored.text());
    }
    if (!notes.isEmpty()) {
      parts.add(String.join("\n", notes));
    }
    refusal.ifPresent(
        why ->
            parts.add(
                "gradus init %s cannot write a configuration for it: %s"
                    .formatted(Shell.file(options.file()), why)));
    yaml.ifPresent(
        suggested ->
            parts.add(
                "gradus init %s writes this configuration for it:\n\n%s"
                    .formatted(Shell.file(options.file()), suggested.stripTrailing())));
    return String.join("\n\n", parts);
  }

  /** Summarises the pixels of images in one line, because they are alike. */
  private static String pixels(List<ColumnSummary> columns, Optional<PredictionTarget> goal) {
    List<ColumnSummary> pixels =
        columns.stream()
            .filter(column -> goal.map(PredictionTarget::target).filter(column::equals).isEmpty())
            .toList();
    return "pixels: from %s to %s, mean %s, the same in all images: %s of %s"
        .formatted(
            MetricTable.text(pixels.stream().mapToDouble(ColumnSummary::least).min().orElse(0)),
            MetricTable.text(pixels.stream().mapToDouble(ColumnSummary::largest).max().orElse(0)),
            MetricTable.text(pixels.stream().mapToDouble(ColumnSummary::mean).average().orElse(0)),
            pixels.stream().filter(column -> column.distinct() == 1).count(),
            pixels.size());
  }

  private static String table(List<ColumnSummary> columns, FoundDates dates) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("column", "type", "missing", "distinct", "min", "mean", "max", "most frequent"));
    for (ColumnSummary column : columns.subList(0, Math.min(MOST_COLUMNS, columns.size()))) {
      rows.add(
          List.of(
              column.name(),
              typeOf(column, dates),
              Integer.toString(column.missing()),
              Integer.toString(column.distinct()),
              column.numeric() ? MetricTable.text(column.least()) : "",
              column.numeric() ? MetricTable.text(column.mean()) : "",
              column.numeric() ? MetricTable.text(column.largest()) : "",
              String.join(", ", column.frequent())));
    }
    int more = columns.size() - MOST_COLUMNS;
    return Columns.layOut(rows)
        + (more > 0 ? "\n... and %s more columns; --json lists all".formatted(more) : "");
  }

  private static String typeOf(ColumnSummary column, FoundDates dates) {
    if (dates.contains(column.name())) {
      return "date";
    }
    if (column.looksBoolean()) {
      return "boolean";
    }
    return column.numeric() ? "numeric" : "categorical";
  }

  private static Map<String, Object> asMap(
      DetectedData found,
      List<ColumnSummary> columns,
      Map<String, Integer> classes,
      FoundDates dates) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", found.file().toString());
    object.put("rows", found.table().rows());
    object.putAll(found.asMap());
    List<Object> list = new ArrayList<>();
    for (ColumnSummary column : columns) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", column.name());
      entry.put("type", typeOf(column, dates));
      entry.put("numeric", column.numeric());
      entry.put("missing", column.missing());
      entry.put("distinct", column.distinct());
      entry.put("least", column.least());
      entry.put("mean", column.mean());
      entry.put("largest", column.largest());
      entry.put("frequent", column.frequent());
      list.add(entry);
    }
    object.put("columns", list);
    object.put("classes", classes);
    return object;
  }
}
