package dev.gradus.site;

import dev.gradus.engine.binding.ConfigurationWriter;
import dev.gradus.engine.config.Search;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A kind of name in a configuration, such as a loss.
 *
 * @param name as in the command line: {@code data-source}
 * @param title the title of its page
 * @param about what it does, in a sentence
 * @param types sorted by name
 */
record Kind(String name, String title, String about, List<PluginType> types) {

  /** All kinds: plugins, then the built-in ones. */
  static List<Kind> of(Catalogue catalogue) {
    List<Kind> kinds = new ArrayList<>();
    for (PluginKind kind : PluginKind.values()) {
      String[] text = textOf(kind).split(": ", 2);
      kinds.add(new Kind(kind.toString(), text[0], text[1], catalogue.all(kind)));
    }
    String column = "How the cells of a column become numbers.";
    kinds.add(new Kind("column", "Columns", column, PluginType.permittedBy(ColumnSpec.class)));
    String search = "How gradus tune chooses the configurations that it tries.";
    kinds.add(new Kind("search", "Searches", search, PluginType.permittedBy(Search.class)));
    return kinds;
  }

  /** The title and the description of each kind. */
  private static String textOf(PluginKind kind) {
    return switch (kind) {
      case LOSS ->
          "Losses: What training minimises. A loss affects training only through its gradient, which the pictures show.";
      case ACTIVATION -> "Activations: The non-linearity applied to a unit's pre-activation.";
      case OPTIMIZER -> "Optimizers: How the weights move, given their gradient.";
      case SCHEDULE -> "Learning-rate schedules: How the learning rate changes during a run.";
      case INITIALIZER -> "Initializers: How the weights are drawn before the first step.";
      case REGULARIZER -> "Regularizers: A penalty on the weights, added to the loss.";
      case METRIC ->
          "Metrics: How good the predictions are. A metric is reported and does not influence training. Every loss can also be reported as a metric.";
      case DATA_SOURCE -> "Data sources: Where the table comes from, if not from a CSV file.";
      case LAYER -> "Layers: A step from the inputs of the network to its outputs.";
    };
  }

  /** The part of a configuration that uses a plugin of this kind, with all its options. */
  String yaml(Object plugin) {
    ConfigurationWriter writer = new ConfigurationWriter();
    return switch (name) {
      case "regularizer" -> writer.writePart("regularizers", List.of(plugin));
      case "metric" -> writer.writePart("metrics", List.of(plugin));
      case "layer" -> writer.writePart("network", List.of(plugin));
      case "activation" -> ofDense(writer.writePart("activation", plugin));
      case "initializer" -> ofDense(writer.writePart("weights", plugin));
      case "data-source" -> "data:\n" + writer.writePart("source", plugin).indent(2);
      case "search" -> "tune:\n" + writer.writePart("search", plugin).indent(2);
      case "column" -> "data:\n" + writer.writePart("columns", Map.of("price", plugin)).indent(2);
      default -> writer.writePart(name, plugin);
    };
  }

  private static String ofDense(String option) {
    return "network:\n  - dense:\n      units: 16\n" + option.indent("      ".length());
  }
}
