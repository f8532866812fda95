package dev.gradus.cli;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.BooleanSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.engine.json.Json;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A configuration and its data, as far as the playground can show them: a table of numbers with one
 * target, and a network of dense layers. Everything else is refused, or left out with a warning.
 */
final class PlaygroundSettings {

  /** The page holds the rows as text, and shows all of them in every frame. */
  private static final int MOST_ROWS = 2_000;

  private static final int MOST_INPUTS = 20;

  /** What the page sets itself, or has no use for, by its key in the section {@code training}. */
  private static final Set<String> NOT_MISSED =
      Set.of(
          "epochs",
          "steps",
          "max-minutes",
          "batch-size",
          "seed",
          "threads",
          "loss-guard",
          "checkpoint");

  private final Path file;
  private final Configuration configuration;
  private final DataSpec data;
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final Set<String> leftOut = new TreeSet<>();

  private PlaygroundSettings(Path file, Configuration configuration) {
    this.file = file;
    this.configuration = configuration;
    this.data =
        configuration
            .data()
            .orElseThrow(() -> refusal("there is no section data, so the page would be empty"));
  }

  /**
   * Reads the data, and translates the configuration.
   *
   * @param file its file, for messages
   * @throws Unshown if the page cannot show it
   */
  static PlaygroundSettings of(Path file, Configuration configuration) {
    PlaygroundSettings page = new PlaygroundSettings(file, configuration);
    page.addData();
    page.addNetwork();
    page.addTraining();
    return page;
  }

  /** The same with these two losses. */
  PlaygroundSettings with(Loss first, Loss second) {
    settings.put("losses", List.of(plugin(first, Set.of()), plugin(second, Set.of())));
    return this;
  }

  /** The settings by their names in the address of the page. */
  Map<String, Object> asMap() {
    return settings;
  }

  /** Says which settings the page trains without; empty if there are none. */
  Optional<String> leftOut() {
    return leftOut.isEmpty()
        ? Optional.empty()
        : Optional.of("the page trains without " + String.join(", ", leftOut));
  }

  private void addData() {
    Path csv =
        data.csv()
            .orElseThrow(() -> refusal("its data are not a CSV file; the page takes no others"));
    if (data.target().size() > 1) {
      throw refusal("it has several targets; the page shows one");
    }
    Table table = CsvReader.read(csv, data.format());
    DataSpec named = data.named(table);
    String target = named.target().get(0);
    List<Column> inputs =
        table.columns().stream()
            .filter(column -> !column.name().equals(target))
            .filter(column -> !(named.columns().get(column.name()) instanceof IgnoredSpec))
            .toList();
    check(table, inputs);
    settings.put("data", "csv");
    settings.put(
        "csv", csv(Stream.concat(inputs.stream(), Stream.of(table.column(target))).toList()));
    settings.put("target", target);
    settings.put("validation", named.split().validation());
    boolean isOfClasses =
        isOfClasses(table.column(target), Optional.ofNullable(named.columns().get(target)));
    settings.put("kind", isOfClasses ? "class" : "number");
    noteSplit(named.split(), isOfClasses);
    addScale(named);
    settings.put("losses", losses(isOfClasses));
  }

  /** The page holds out a share of each class, as training does unless it is told otherwise. */
  private void noteSplit(SplitSpec split, boolean isOfClasses) {
    boolean isUsual =
        split.equals(new SplitSpec(split.validation(), Optional.empty()))
            || isOfClasses && split.equals(new SplitSpec(split.validation(), Optional.of(true)));
    if (!isUsual) {
      leftOut.add("data.split other than validation");
    }
  }

  private void addScale(DataSpec named) {
    boolean isPlain = named.scale() == ColumnSpec.Scale.NONE;
    settings.put("scale", isPlain ? "none" : "standard");
    if (!isPlain && named.scale() != ColumnSpec.Scale.STANDARD) {
      leftOut.add("data.scale");
    }
    named
        .columns()
        .forEach(
            (name, spec) -> {
              boolean isUsual =
                  spec instanceof IgnoredSpec
                      || spec.equals(new NumericSpec(named.scale()))
                      || named.target().contains(name) && spec.equals(new CategoricalSpec());
              if (!isUsual) {
                leftOut.add("data.columns." + name);
              }
            });
  }

  private void check(Table table, List<Column> inputs) {
    if (table.rows() > MOST_ROWS || inputs.size() > MOST_INPUTS) {
      throw refusal(
          "the data have %,d rows and %,d inputs; the page takes at most %,d rows and %d inputs"
              .formatted(table.rows(), inputs.size(), MOST_ROWS, MOST_INPUTS));
    }
    for (Column column : inputs) {
      if (!(column instanceof NumericColumn)) {
        throw refusal(
            "column '%s' has text; the page takes inputs that are numbers; ignore it with data: {columns: {%s: ignore}}"
                .formatted(column.name(), column.name()));
      }
    }
    for (Column column : table.columns()) {
      for (int row = 0; row < table.rows(); row++) {
        if (column.isMissing(row)
            && (inputs.contains(column) || data.target().contains(column.name()))) {
          throw refusal(
              "column '%s' has no value in %s; the page takes no missing cells"
                  .formatted(column.name(), table.placeOf(row)));
        }
      }
    }
  }

  private static String csv(List<Column> columns) {
    StringBuilder csv = new StringBuilder(line(columns.stream().map(Column::name)));
    for (int row = 0; row < columns.get(0).rows(); row++) {
      int at = row;
      csv.append(line(columns.stream().map(column -> cell(column, at))));
    }
    return csv.toString();
  }

  private static String cell(Column column, int row) {
    return column instanceof NumericColumn ? number(column.number(row)) : column.text(row);
  }

  /** Without a sign for thousands or a decimal comma, which the file may have. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  private static String line(Stream<String> cells) {
    return cells
            .map(
                cell -> cell.matches("[^,\"\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining(","))
        + "\n";
  }

  private static boolean isOfClasses(Column target, Optional<ColumnSpec> spec) {
    return !(target instanceof NumericColumn)
        || spec.filter(each -> each instanceof CategoricalSpec || each instanceof BooleanSpec)
            .isPresent();
  }

  /** That of the configuration, beside the one that it is most often compared with. */
  private List<String> losses(boolean isOfClasses) {
    String own = plugin(configuration.loss(), Set.of());
    String usual = "mean-squared-error";
    String other = isOfClasses ? "cross-entropy" : "huber";
    return List.of(own, own.startsWith(usual) ? other : usual);
  }

  private void addNetwork() {
    List<Layer> layers = configuration.network();
    List<Integer> units = new ArrayList<>();
    Set<String> activations = new TreeSet<>();
    for (int at = 0; at < layers.size(); at++) {
      Layer layer = layers.get(at);
      if (!PluginType.nameOf(layer).equals("dense")) {
        throw refusal(
            "network[%d] is %s; the page shows dense layers alone"
                .formatted(at, PluginType.nameOf(layer)));
      }
      Map<String, Object> options = Json.entries((Record) layer);
      noteOthers("network[%d].".formatted(at), layer, Set.of("units", "activation"));
      String activation =
          optional(options, "activation").map(each -> plugin(each, Set.of())).orElse("identity");
      if (at + 1 < layers.size()) {
        units.add((Integer) optional(options, "units").orElseThrow());
        activations.add(activation);
      } else {
        settings.put("output", activation);
      }
    }
    if (activations.size() > 1) {
      throw refusal(
          "its hidden layers have different activations (%s); the page has one for all"
              .formatted(String.join(", ", activations)));
    }
    settings.put("layers", units);
    activations.forEach(activation -> settings.put("activation", activation));
  }

  private static Optional<?> optional(Map<String, Object> options, String name) {
    return options.get(name) instanceof Optional<?> value ? value : Optional.empty();
  }

  private void addTraining() {
    TrainingSpec training = configuration.training();
    settings.put("optimizer", plugin(configuration.optimizer(), Set.of("learning-rate")));
    Optional.ofNullable(Json.entries((Record) configuration.optimizer()).get("learning-rate"))
        .ifPresent(rate -> settings.put("rate", rate));
    settings.put("batch", training.batchSize().orElse(TrainingSpec.DEFAULT_BATCH_SIZE));
    settings.put("seed", training.seed());
    configuration.schedule().ifPresent(schedule -> leftOut.add("schedule"));
    configuration
        .regularizers()
        .forEach(
            regularizer -> {
              String name = PluginType.nameOf(regularizer);
              if (name.equals("l1") || name.equals("l2")) {
                settings.put(name, Json.entries((Record) regularizer).get("factor"));
              } else {
                leftOut.add("the regularizer " + name);
              }
            });
    Map<String, Object> usual = Json.entries(new TrainingSpec());
    Json.entries(training)
        .forEach(
            (name, value) -> {
              if (!NOT_MISSED.contains(name) && !value.equals(usual.get(name))) {
                leftOut.add("training." + name);
              }
            });
  }

  /**
   * A plugin as the page writes it: {@code huber(delta=0.5)}, with the options that are not usual.
   */
  private static String plugin(Object plugin, Set<String> elsewhere) {
    String options =
        others(plugin, elsewhere).entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(","));
    return PluginType.nameOf(plugin) + (options.isEmpty() ? "" : "(" + options + ")");
  }

  private void noteOthers(String place, Object plugin, Set<String> known) {
    others(plugin, known).keySet().forEach(option -> leftOut.add(place + option));
  }

  /** The options that differ from their defaults. */
  private static Map<String, Object> others(Object plugin, Set<String> known) {
    Map<String, Object> usual = Json.entries((Record) PluginType.of(plugin).example());
    Map<String, Object> others = new LinkedHashMap<>(Json.entries((Record) plugin));
    others.keySet().removeAll(known);
    others.entrySet().removeIf(each -> each.getValue().equals(usual.get(each.getKey())));
    return others;
  }

  private Unshown refusal(String sentence) {
    return new Unshown(
        new Problem(file.toString(), "the playground cannot show this configuration: " + sentence));
  }

  /** Says why the page cannot show a configuration. */
  static final class Unshown extends GradusException {

    private static final long serialVersionUID = 1L;

    private Unshown(Problem problem) {
      super(problem);
    }
  }
}
