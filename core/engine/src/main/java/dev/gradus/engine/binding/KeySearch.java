package dev.gradus.engine.binding;

import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TuneSpec;
import dev.gradus.engine.plugin.Names;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.Source;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the sections of a configuration that a misplaced key belongs to: {@code epochs} is {@code
 * training.epochs}, and {@code lr} is {@code optimizer.adam.learning-rate} in a document that names
 * adam.
 */
final class KeySearch {

  /** If there are more paths than this, none was clearly meant. */
  private static final int MOST = 2;

  /** An empty document. */
  static final Node.Mapping NOTHING =
      new Node.Mapping(Source.file("", Path.of("")).start(), Map.of());

  /** The option {@code units} there is about numbers in text, so no synonym refers to it. */
  private static final String FORMAT = "data.format.";

  private final Choices choices;

  KeySearch(Choices choices) {
    this.choices = choices;
  }

  /**
   * The paths of a key, those with the fewest steps.
   *
   * @param key as a user writes it, or a synonym
   * @param document determines which plugins have options
   * @return empty if there are none, or too many
   */
  List<String> pathsOf(String key, Node.Mapping document) {
    List<Section> level = List.of(new Section("", RecordOptions.of(Configuration.class), document));
    while (!level.isEmpty()) {
      List<String> found =
          level.stream().flatMap(section -> section.path(key).stream()).distinct().toList();
      if (!found.isEmpty()) {
        return found.size() <= MOST ? found : List.of();
      }
      level = level.stream().flatMap(section -> below(section).stream()).toList();
    }
    return List.of();
  }

  /**
   * A part of the document whose keys are options.
   *
   * @param path followed by a dot, unless it is the root
   * @param node the node there; an empty mapping if there is none
   */
  private record Section(String path, RecordOptions options, Node.Mapping node) {

    Optional<String> path(String key) {
      List<String> names = options.all().stream().map(RecordOptions.One::name).toList();
      Optional<String> name =
          path.equals(FORMAT)
              ? Optional.of(Names.canonical(key)).filter(names::contains)
              : Names.synonym(key, names);
      return name.map(found -> path + found);
    }
  }

  private List<Section> below(Section section) {
    List<Section> below = new ArrayList<>();
    for (RecordOptions.One option : section.options().all()) {
      Type type = unwrapped(option.type());
      if (!(type instanceof Class<?> plain) || plain == TuneSpec.class) {
        continue;
      }
      Optional<Node> node =
          Optional.ofNullable(section.node().entries().get(option.name())).map(Node.Entry::value);
      String path = section.path() + option.name() + ".";
      Optional<Choice> choice = choices.of(plain);
      if (choice.isPresent()) {
        node.flatMap(written -> chosen(choice.get(), written, path)).ifPresent(below::add);
      } else if (plain.isRecord() && plain != ClassWeights.class) {
        below.add(new Section(path, RecordOptions.of(plain), mapping(node, section)));
      }
    }
    return below;
  }

  private static Type unwrapped(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
        ? generic.getActualTypeArguments()[0]
        : type;
  }

  private static Optional<Section> chosen(Choice choice, Node written, String path) {
    if (written instanceof Node.Scalar scalar) {
      Node.Mapping none = new Node.Mapping(scalar.place(), Map.of());
      return section(choice, scalar.text(), none, path);
    }
    if (written instanceof Node.Mapping mapping && mapping.entries().size() == 1) {
      Map.Entry<String, Node.Entry> only = mapping.entries().entrySet().iterator().next();
      Node.Mapping options =
          only.getValue().value() instanceof Node.Mapping given
              ? given
              : new Node.Mapping(mapping.place(), Map.of());
      return section(choice, only.getKey(), options, path);
    }
    return Optional.empty();
  }

  private static Optional<Section> section(
      Choice choice, String name, Node.Mapping options, String path) {
    Optional<PluginType> type = choice.find(name);
    return type.map(plugin -> new Section(path + name + ".", plugin.options(), options));
  }

  private static Node.Mapping mapping(Optional<Node> node, Section section) {
    return node.filter(Node.Mapping.class::isInstance)
        .map(Node.Mapping.class::cast)
        .orElseGet(() -> new Node.Mapping(section.node().place(), Map.of()));
  }
}
