package dev.gradus.cli;

import dev.gradus.engine.numpy.NumpyDescription;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.OptionText;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that a configuration can name, on one Markdown page, read from the classes. */
final class ReferencePage {

  private ReferencePage() {}

  static String of(Map<String, List<PluginType>> byKind, Catalogue catalogue) {
    List<String> lines = new ArrayList<>();
    lines.add("# Everything that a configuration can name");
    lines.add("");
    lines.add("In the numpy code, " + NumpyDescription.NAMES + ".");
    byKind.forEach(
        (kind, types) -> {
          lines.add("");
          lines.add("## " + kind);
          types.forEach(type -> add(lines, type, catalogue));
        });
    return String.join("\n", lines);
  }

  private static void add(List<String> lines, PluginType type, Catalogue catalogue) {
    lines.add("");
    lines.add("### " + String.join(", ", type.names()));
    lines.add("");
    lines.add(type.description().summary());
    if (!type.description().formula().isEmpty()) {
      lines.add("");
      lines.add("    " + type.description().formula());
    }
    List<String> numpy = NumpyDescription.of(type, catalogue);
    if (!numpy.isEmpty()) {
      lines.add("");
      lines.add("In numpy:");
      lines.add("");
      numpy.forEach(line -> lines.add("    " + line));
    }
    if (!type.options().all().isEmpty()) {
      lines.add("");
      lines.add("| option | type | default | meaning |");
      lines.add("|---|---|---|---|");
      Map<String, Object> defaults = type.options().defaults();
      for (RecordOptions.One option : type.options().all()) {
        lines.add(
            "| %s | %s | %s | %s |"
                .formatted(
                    option.name(),
                    OptionText.typeOf(option),
                    OptionText.defaultOf(option, defaults),
                    option.documentation().replace("|", "\\|")));
      }
    }
    if (!type.description().reference().isEmpty()) {
      lines.add("");
      lines.add(type.description().reference() + ".");
    }
  }
}
