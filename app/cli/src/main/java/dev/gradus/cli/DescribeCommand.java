package dev.gradus.cli;

import dev.gradus.cli.text.Columns;
import dev.gradus.cli.text.ModelDescription;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.numpy.NumpyDescription;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.Names;
import dev.gradus.engine.plugin.OptionText;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code describe} command: documents a plugin or a model. */
@Command(
    description =
        "Describes a loss, a layer or any other plugin: what it does, its formula and its options; or a model: how it was trained.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {

  private static final String SAME = "bit for bit on every machine";
  private static final String OWN =
      "perhaps only on one machine; it is not marked as the same everywhere (@SameBits)";

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      completionCandidates = Candidates.OfNames.class,
      description =
          "A name or an alias, e.g. huber or mse; a model file; or a formula, e.g. 'abs(p - y)' or \"{formula: 'd * abs(p - y)', d: 2}\".")
  private Optional<String> given = Optional.empty();

  @Option(names = "--all", description = "Describes everything, as one Markdown page.")
  private boolean everything;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private PluginOptions plugins;

  @Override
  public Integer call() {
    try (Gradus gradus = plugins.open()) {
      Map<String, List<PluginType>> all = new PluginIndex(gradus.catalogue()).byKind();
      if (everything) {
        System.out.println(ReferencePage.of(all, gradus.catalogue()));
        return Main.DONE;
      }
      String written =
          given.orElseThrow(
              () ->
                  new ParameterException(
                      spec.commandLine(), "NAME is missing, as in: gradus describe huber"));
      Path file = Path.of(written);
      String name = Names.spelled(written, namesIn(all)).orElse(written);
      Map<String, PluginType> found = new LinkedHashMap<>();
      all.forEach(
          (kind, types) ->
              types.stream()
                  .filter(type -> type.names().contains(name))
                  .forEach(type -> found.put(kind, type)));
      if (found.isEmpty() && Files.exists(file)) {
        Model model = ModelArgument.load(gradus, file);
        System.out.println(
            json
                ? Visible.json(plugins.warnings().with(ModelDescription.asMap(model)))
                : ModelDescription.text(model));
        return Main.DONE;
      }
      if (found.isEmpty() && TypedDescription.isFormula(written)) {
        TypedDescription described = TypedDescription.of(written, gradus.catalogue());
        System.out.println(json ? Visible.json(described.asMap()) : described.text());
        return Main.DONE;
      }
      if (found.isEmpty()) {
        throw new PluginException(missing(name, all));
      }
      System.out.println(
          json
              ? Visible.json(asMap(found, gradus.catalogue()))
              : asText(found, gradus.catalogue()));
    }
    return Main.DONE;
  }

  private static String missing(String name, Map<String, List<PluginType>> all) {
    Optional<String> kind = PluginIndex.kind(name, all.keySet());
    if (kind.isPresent()) {
      return "'%s' is a kind of plugin; to list its names: gradus list %s"
          .formatted(name, kind.get());
    }
    String guess = Names.didYouMean(name, namesIn(all));
    return "there is nothing called '"
        + name
        + "'"
        + (guess.isEmpty() ? "" : "; " + guess)
        + " (gradus list shows all names)";
  }

  private static List<String> namesIn(Map<String, List<PluginType>> all) {
    return all.values().stream()
        .flatMap(List::stream)
        .flatMap(type -> type.names().stream())
        .toList();
  }

  private static Map<String, Object> asMap(Map<String, PluginType> found, Catalogue catalogue) {
    Map<String, Object> object = new LinkedHashMap<>();
    found.forEach(
        (kind, type) -> {
          Map<String, Object> described = PluginIndex.asMap(type);
          List<String> numpy = NumpyDescription.of(type, catalogue);
          if (!numpy.isEmpty()) {
            described.put("numpy", numpy);
          }
          object.put(kind, described);
        });
    return object;
  }

  private static String asText(Map<String, PluginType> found, Catalogue catalogue) {
    return found.entrySet().stream()
        .map(entry -> text(entry.getKey(), entry.getValue(), catalogue))
        .collect(Collectors.joining("\n\n"));
  }

  private static String text(String kind, PluginType type, Catalogue catalogue) {
    List<String> lines = new ArrayList<>();
    lines.add(kind + " " + String.join(", ", type.names()));
    lines.add("");
    lines.add("  " + type.description().summary());
    if (!type.description().formula().isEmpty()) {
      lines.add("");
      lines.add("  " + type.description().formula());
    }
    List<String> numpy = NumpyDescription.of(type, catalogue);
    if (!numpy.isEmpty()) {
      lines.add("");
      lines.add("In numpy:");
      numpy.forEach(line -> lines.add("  " + line));
      String legend = NumpyDescription.legend(numpy);
      if (!legend.isEmpty()) {
        lines.add("(" + legend + ")");
      }
    }
    if (!type.options().all().isEmpty()) {
      lines.add("");
      lines.add("Options:");
      lines.add(Columns.layOut(options(type)));
    }
    lines.add("");
    if (!type.description().reference().isEmpty()) {
      lines.add("Reference: " + type.description().reference());
    }
    if (!type.kinds().isEmpty()) {
      lines.add("Reproducible: " + (type.hasSameBits() ? SAME : OWN));
    }
    lines.add("From: " + type.home());
    return String.join("\n", lines);
  }

  private static List<List<String>> options(PluginType type) {
    Map<String, Object> defaults = type.options().defaults();
    List<List<String>> rows = new ArrayList<>();
    for (RecordOptions.One option : type.options().all()) {
      rows.add(
          List.of(
              "  " + option.name(),
              OptionText.typeOf(option),
              (option.required() ? "" : "default ") + OptionText.defaultOf(option, defaults),
              option.documentation()));
    }
    return rows;
  }
}
