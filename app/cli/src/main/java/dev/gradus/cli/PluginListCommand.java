package dev.gradus.cli;

import dev.gradus.cli.text.Visible;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.GradusBuilder;
import dev.gradus.engine.plugin.PluginReport;
import dev.gradus.engine.plugin.PluginType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists every jar of the plugin folders, and whether it could be loaded. */
@Command(
    name = "list",
    description =
        "Lists every jar of a plugin folder: what it provides, its versions, its SHA-256, and what is wrong with it.",
    mixinStandardHelpOptions = true)
final class PluginListCommand implements Callable<Integer> {

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      required = true,
      description = "The folder with the jars. They are loaded to find out what they provide.")
  private List<Path> folders = List.of();

  @Option(names = "--strict", description = "Exits with status 2 if a jar cannot be used.")
  private boolean strict;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Override
  public Integer call() {
    // The list itself shows which jars cannot be used.
    GradusBuilder builder = InstalledPlugins.builder().onWarning(warning -> {});
    folders.forEach(builder::plugins);
    try (Gradus gradus = builder.build()) {
      List<PluginReport> reports = gradus.plugins();
      System.out.println(
          json
              ? Visible.json(
                  Map.of("plugins", reports.stream().map(PluginListCommand::asMap).toList()))
              : asText(reports));
      if (strict) {
        gradus.catalogue().requireAllUsable();
      }
    }
    return Main.DONE;
  }

  private static Map<String, Object> asMap(PluginReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", report.name());
    object.put("state", state(report));
    report.version().ifPresent(version -> object.put("version", version));
    report.spiVersion().ifPresent(version -> object.put("spi-version", version));
    object.put("sha256", report.sha256());
    object.put("provides", report.plugins().stream().flatMap(p -> names(p).stream()).toList());
    report.problem().ifPresent(problem -> object.put("problem", problem));
    return object;
  }

  private static String state(PluginReport report) {
    return report.problem().isPresent() ? "broken" : "loaded";
  }

  private static List<String> names(PluginType plugin) {
    return plugin.kinds().stream()
        .map(kind -> kind + " " + String.join(", ", plugin.names()))
        .toList();
  }

  private static String asText(List<PluginReport> reports) {
    if (reports.isEmpty()) {
      return "there are no plugin jars";
    }
    List<String> lines = new ArrayList<>();
    for (PluginReport report : reports) {
      lines.add(
          "%s: %s, version %s, made for interfaces %s"
              .formatted(
                  report.name(),
                  state(report),
                  report.version().orElse("not said"),
                  report.spiVersion().orElse("not said")));
      report.plugins().forEach(plugin -> names(plugin).forEach(name -> lines.add("  " + name)));
      report.sha256().forEach((path, hash) -> lines.add("  sha256 " + hash + "  " + path));
      report.problem().ifPresent(problem -> lines.add("  " + problem));
    }
    return String.join("\n", lines);
  }
}
