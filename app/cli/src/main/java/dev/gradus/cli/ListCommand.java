package dev.gradus.cli;

import dev.gradus.cli.text.Columns;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.plugin.Names;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the names that a configuration can use. */
@Command(
    description = "Lists what a configuration can name: losses, layers, optimizers and so on.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "KIND",
      arity = "0..1",
      completionCandidates = Candidates.OfKinds.class,
      description =
          "loss, activation, optimizer, schedule, initializer, regularizer, metric, data-source, layer, column or search (default: all).")
  private Optional<String> kind = Optional.empty();

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private PluginOptions plugins;

  @Override
  public Integer call() {
    try (Gradus gradus = plugins.open()) {
      Map<String, List<PluginType>> all = new PluginIndex(gradus.catalogue()).byKind();
      Map<String, List<PluginType>> shown = kind.map(name -> only(name, all)).orElse(all);
      Optional<List<String>> losses =
          shown.keySet().equals(Set.of(PluginKind.METRIC.toString()))
              ? Optional.of(List.copyOf(gradus.catalogue().names(PluginKind.LOSS)))
              : Optional.empty();
      if (json) {
        Map<String, Object> object = asMap(shown);
        losses.ifPresent(names -> object.put("losses-as-metrics", names));
        System.out.println(Visible.json(object));
      } else {
        System.out.println(asText(shown));
        losses.ifPresent(
            names ->
                System.out.println(
                    "Every loss can also be used as a metric, by its name: " + Names.list(names)));
      }
    }
    return Main.DONE;
  }

  private static Map<String, List<PluginType>> only(
      String name, Map<String, List<PluginType>> all) {
    String kind = PluginIndex.kindNamed(name, all.keySet());
    return Map.of(kind, all.getOrDefault(kind, List.of()));
  }

  private static String asText(Map<String, List<PluginType>> shown) {
    List<List<String>> rows = new ArrayList<>();
    shown.forEach(
        (name, types) ->
            types.forEach(
                type ->
                    rows.add(
                        List.of(
                            name, String.join(", ", type.names()), type.description().summary()))));
    return Columns.layOut(rows);
  }

  private static Map<String, Object> asMap(Map<String, List<PluginType>> shown) {
    Map<String, Object> object = new LinkedHashMap<>();
    shown.forEach(
        (name, types) -> object.put(name, types.stream().map(PluginIndex::asMap).toList()));
    return object;
  }
}
