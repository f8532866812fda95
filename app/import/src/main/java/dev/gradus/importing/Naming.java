package dev.gradus.importing;

import dev.gradus.engine.config.DataSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a user says about a network.
 *
 * @param columns the names of its inputs; empty for x1, x2 and so on
 * @param targets the names of what it predicts; empty for usual ones
 * @param classes the names of its classes, in the order of its outputs; empty for none
 * @param numbers whether its outputs are numbers, also those of sigmoid and softmax
 * @param network the YAML with its layers; empty if the file has them
 * @param modules the names of the modules with weights, in the order of the layers; empty for the
 *     order of their numbers
 */
record Naming(
    List<String> columns,
    List<String> targets,
    List<String> classes,
    boolean numbers,
    Optional<Path> network,
    List<String> modules) {

  static final Naming NONE =
      new Naming(List.of(), List.of(), List.of(), false, Optional.empty(), List.of());

  Naming {
    columns = List.copyOf(columns);
    targets = List.copyOf(targets);
    classes = List.copyOf(classes);
    modules = List.copyOf(modules);
  }

  Naming withColumns(String... names) {
    return new Naming(List.of(names), targets, classes, numbers, network, modules);
  }

  Naming withTargets(String... names) {
    return new Naming(columns, List.of(names), classes, numbers, network, modules);
  }

  Naming withClasses(String... names) {
    return new Naming(columns, targets, List.of(names), numbers, network, modules);
  }

  Naming withNumbers() {
    return new Naming(columns, targets, classes, true, network, modules);
  }

  Naming withNetwork(Path yaml) {
    return new Naming(columns, targets, classes, numbers, Optional.of(yaml), modules);
  }

  Naming withModules(String... names) {
    return new Naming(columns, targets, classes, numbers, network, List.of(names));
  }

  /** The same with the names of targets and columns in a configuration, unless there are others. */
  Naming or(DataSpec data) {
    List<String> inputs =
        data.columns().keySet().stream().filter(name -> !data.target().contains(name)).toList();
    return new Naming(
        columns.isEmpty() ? inputs : columns,
        targets.isEmpty() ? data.target() : targets,
        classes,
        numbers,
        network,
        modules);
  }
}
