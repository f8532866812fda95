package dev.gradus.report;

import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a network was trained to predict, and from what.
 *
 * @param targets the columns that it predicts, at least one
 * @param data the name of the file or the source; empty if an application brought its own
 * @param kind of the target
 * @param classes in the order of the outputs; with a single output that for 0 and that for 1; empty
 *     for a numeric target
 * @param inputs the columns that it sees
 */
record ReportContext(
    List<String> targets,
    Optional<String> data,
    Target.Kind kind,
    List<String> classes,
    List<String> inputs) {

  /** The context of a model. */
  static ReportContext of(Model model) {
    Optional<DataSpec> spec = model.configuration().data();
    Optional<String> file = spec.flatMap(DataSpec::csv).map(Path::getFileName).map(String::valueOf);
    return new ReportContext(
        model.preparation().targets().names(),
        file.or(() -> spec.flatMap(DataSpec::source).map(ReportContext::nameOf)),
        model.target().kind(),
        classes(model),
        model.preparation().inputs().stream().map(PreparedColumn::name).toList());
  }

  /** The file that a source reads, or the name of the source if it reads none. */
  private static String nameOf(DataSource source) {
    Map<String, Object> options =
        source instanceof Record
            ? RecordOptions.of(source.getClass()).valuesToGive(source)
            : Map.of();
    return options.values().stream()
        .flatMap(value -> value instanceof Optional<?> some ? some.stream() : Stream.of(value))
        .filter(Path.class::isInstance)
        .map(path -> String.valueOf(((Path) path).getFileName()))
        .findFirst()
        .orElseGet(() -> PluginType.nameOf(source));
  }

  /** A single label applies or does not. */
  private static List<String> classes(Model model) {
    Target target = model.target();
    List<String> classes = model.predictor().classes();
    return classes.isEmpty() && target.kind() == Target.Kind.BINARY
        ? List.of("not " + target.outputs().get(0), target.outputs().get(0))
        : classes;
  }

  /** Target and data, for the window and the line above the headline. */
  String title() {
    return Prose.list(targets) + data.map(name -> " from " + name).orElse("");
  }
}
