package dev.gradus.engine.binding;

import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.YamlValue;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.yaml.Decimal;
import dev.gradus.engine.yaml.DocumentPath;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.NodeReader;
import dev.gradus.engine.yaml.Place;
import dev.gradus.engine.yaml.Problems;
import dev.gradus.engine.yaml.Scalars;
import dev.gradus.engine.yaml.Source;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.Plugin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Converts typed values to nodes: the inverse of {@link Binder}. */
final class Unbinder {

  private static final Place NOWHERE = Source.file("", Path.of("")).start();

  private final UnaryOperator<Path> paths;
  private final boolean briefly;

  /**
   * Creates an unbinder.
   *
   * @param paths converts paths to the text that is written
   * @param briefly whether options with their default are omitted
   */
  Unbinder(UnaryOperator<Path> paths, boolean briefly) {
    this.paths = paths;
    this.briefly = briefly;
  }

  /** The mapping that the record was, or could have been, bound from. */
  Node.Mapping unbind(Record section) {
    return options(section, RecordOptions.of(section.getClass()), DocumentPath.ROOT);
  }

  /** A mapping of a single key. */
  Node.Mapping unbind(String key, Object value) {
    return entries(Map.of(key, value), DocumentPath.ROOT);
  }

  private Node.Mapping options(Object instance, RecordOptions options, DocumentPath path) {
    return entries(briefly ? options.valuesToGive(instance) : options.valuesOf(instance), path);
  }

  private Node.Mapping entries(Map<String, Object> values, DocumentPath path) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    values.forEach(
        (name, value) ->
            (value instanceof Optional<?> optional ? optional : Optional.of(value))
                .ifPresent(present -> entries.put(name, entry(present, path.key(name)))));
    return new Node.Mapping(NOWHERE, entries);
  }

  private Node.Entry entry(Object value, DocumentPath path) {
    return new Node.Entry(NOWHERE, node(value, path));
  }

  private Node node(Object value, DocumentPath path) {
    if (value instanceof Double number) {
      return word(decimal(number, path));
    }
    if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
      return word(value.toString());
    }
    if (value instanceof Enum<?> constant) {
      return word(Scalars.nameOf(constant));
    }
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof Path file) {
      return text(textOf(file));
    }
    if (value instanceof YamlValue written) {
      return new NodeReader(written.text(), NOWHERE.source(), new Problems()).readValue();
    }
    if (value instanceof ClassWeights weights) {
      return weights.isBalanced() ? word(ClassWeights.BALANCED) : mapping(weights.byName(), path);
    }
    if (value instanceof List<?> list) {
      return sequence(list, path);
    }
    if (value instanceof Map<?, ?> map) {
      return mapping(map, path);
    }
    return composite(value, path);
  }

  private Node composite(Object value, DocumentPath path) {
    if (value instanceof LossAsMetric metric) {
      return node(metric.loss(), path);
    }
    if (value.getClass().isAnnotationPresent(Plugin.class)) {
      return plugin(value, path);
    }
    Optional<PluginKind> kind =
        Arrays.stream(PluginKind.values()).filter(k -> k.service().isInstance(value)).findFirst();
    if (kind.isPresent() || !(value instanceof Record record)) {
      throw failure(
          path,
          (value.getClass().isHidden() ? "a lambda" : value.getClass().getName())
              + " cannot be written in YAML, because it has no name; annotate the class with @Plugin");
    }
    return section(record, path);
  }

  /** A section with only default values is written in full, because braces alone say nothing. */
  private Node section(Record record, DocumentPath path) {
    RecordOptions options = RecordOptions.of(record.getClass());
    Node.Mapping mapping = options(record, options, path);
    return mapping.entries().isEmpty() ? entries(options.valuesOf(record), path) : mapping;
  }

  /** The name alone if it has no options, or none that must be written. */
  private Node plugin(Object plugin, DocumentPath path) {
    try {
      PluginType type = PluginType.of(plugin.getClass(), "the application");
      Optional<PluginType.FormulaText> typed = PluginType.formulaOf(plugin);
      if (typed.isPresent()) {
        return typed(type, typed.get(), path);
      }
      Node.Mapping options = options(plugin, type.options(), path.key(type.name()));
      return options.entries().isEmpty() && (briefly || type.options().all().isEmpty())
          ? word(type.name())
          : new Node.Mapping(NOWHERE, Map.of(type.name(), new Node.Entry(NOWHERE, options)));
    } catch (PluginException e) {
      throw failure(path, e.problems().get(0).sentence());
    }
  }

  /** The text under the name of the plugin, and its named constants beside it. */
  private Node typed(PluginType type, PluginType.FormulaText typed, DocumentPath path) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    entries.put(type.name(), entry(typed.text(), path.key(type.name())));
    typed.numbers().forEach((name, number) -> entries.put(name, entry(number, path.key(name))));
    return new Node.Mapping(NOWHERE, entries);
  }

  private Node sequence(List<?> list, DocumentPath path) {
    List<Node> elements = new ArrayList<>();
    for (Object element : list) {
      elements.add(node(element, path.index(elements.size())));
    }
    return new Node.Sequence(NOWHERE, elements);
  }

  private Node mapping(Map<?, ?> map, DocumentPath path) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> entries.put(key.toString(), entry(value, path.key(key.toString()))));
    return new Node.Mapping(NOWHERE, entries);
  }

  private static String decimal(double number, DocumentPath path) {
    if (!Double.isFinite(number)) {
      throw failure(path, number + " cannot be written; a number must be finite");
    }
    return Decimal.text(number);
  }

  private String textOf(Path file) {
    Path written = paths.apply(file);
    return written.toString().replace(written.getFileSystem().getSeparator(), "/");
  }

  private static Node.Scalar word(String text) {
    return new Node.Scalar(NOWHERE, text, false);
  }

  private static Node.Scalar text(String text) {
    return new Node.Scalar(NOWHERE, text, true);
  }

  private static ConfigurationException failure(DocumentPath path, String sentence) {
    return new ConfigurationException(Problem.of(path.before(sentence)));
  }
}
