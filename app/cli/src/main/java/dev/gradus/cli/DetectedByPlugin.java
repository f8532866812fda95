package dev.gradus.cli;

import dev.gradus.cli.text.PlanText;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.Recognised;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A file that a data source has recognised. */
record DetectedByPlugin(Path file, Recognised recognised, Table table) implements DetectedData {

  /**
   * Asks the data sources whether they recognise a file.
   *
   * @param labels the file of the labels; if empty, the one that the source finds
   * @param remedy what to do instead if the file is CSV
   * @throws DataException if labels are given, but the format has no separate file for labels
   */
  static Optional<Recognised> recognise(
      Gradus gradus, Path file, Optional<Path> labels, String remedy) {
    Optional<Recognised> found = gradus.recognise(file);
    if (labels.isEmpty()) {
      return found;
    }
    return Optional.of(
        found
            .filter(known -> known.labels().isPresent())
            .map(known -> known.labelsIn(labels.get()))
            .orElseThrow(
                () ->
                    new DataException(
                        new Problem(
                            file.toString(),
                            "%s, which has no separate file for labels; leave out --labels%s"
                                .formatted(
                                    found
                                        .map(known -> "this file is in " + known.format())
                                        .orElse(
                                            "no data source recognises this file, so it is read as CSV"),
                                    found.isPresent() ? "" : remedy)))));
  }

  /**
   * Reads the file.
   *
   * @throws dev.gradus.runtime.problem.DataException if something is wrong with it
   */
  static DetectedByPlugin read(Gradus gradus, Path file, Recognised recognised) {
    String name = String.valueOf(file.getFileName());
    return new DetectedByPlugin(file, recognised, gradus.readTable(recognised.source(), name));
  }

  @Override
  public Optional<Recognised.Images> images() {
    return recognised.images();
  }

  @Override
  public String description() {
    String contents = recognised.contents().isEmpty() ? counted() : recognised.contents();
    String labels =
        recognised
            .labels()
            .map(
                known ->
                    known
                        .file()
                        .map(path -> "; labels in " + path.getFileName())
                        .orElse("; no labels were found next to it (--labels names them)"))
            .orElse("");
    return "%s, in %s%s".formatted(contents, recognised.format(), labels);
  }

  private String counted() {
    int columns = table.columns().size() - (recognised.target().isPresent() ? 1 : 0);
    return "%s, %s%s"
        .formatted(
            PlanText.counted(table.rows(), "row"),
            PlanText.counted(columns, "column"),
            recognised.target().map(" and the "::concat).orElse(""));
  }

  @Override
  public Map<String, Object> asMap() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("format", PluginType.nameOf(recognised.source()));
    object.putAll(recognised.details());
    recognised
        .labels()
        .flatMap(Recognised.Labels::file)
        .ifPresent(path -> object.put("labels", path.toString()));
    return object;
  }

  /** Chosen as in a CSV file, unless the target is known or is in a file that does not exist. */
  @Override
  public Optional<UsualTarget> usualTarget(List<ColumnSummary> columns) {
    return recognised
        .target()
        .map(name -> new UsualTarget(name, "the target of this format"))
        .or(
            () ->
                recognised.labels().isPresent()
                    ? Optional.empty()
                    : Optional.of(UsualTarget.of(this, columns)));
  }

  @Override
  public List<String> source(YamlPlace place) {
    PluginType type = PluginType.of(recognised.source());
    return List.of(
        type.options().valuesToGive(recognised.source()).entrySet().stream()
            .map(option -> option.getKey() + ": " + place.valueOf(option.getValue()))
            .collect(Collectors.joining(", ", "source: {" + type.name() + ": {", "}}")));
  }
}
