package dev.gradus.cli;

import dev.gradus.cli.text.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The output of {@code gradus} without arguments: all commands, and how to start. */
final class Overview {

  private static final String DOCUMENTATION =
      "The guide is docs/index.html of the archive, or app/docs of the sources.";

  private final HelpText help;

  Overview(HelpText help) {
    this.help = help;
  }

  /** The whole text. */
  String text() {
    Style style = help.style();
    List<String> lines = new ArrayList<>();
    lines.add("Gradus trains neural networks described in YAML, and shows what they learn.");
    lines.add("");
    lines.add(
        style.bold("Usage: gradus ")
            + style.placeholder("COMMAND")
            + " ["
            + style.placeholder("OPTIONS")
            + "]");
    Map<String, Map<String, String>> groups = new LinkedHashMap<>();
    int longest = Commands.names().stream().mapToInt(String::length).max().orElse(0);
    for (Commands command : Arrays.asList(Commands.values())) {
      groups
          .computeIfAbsent(command.group(), group -> new LinkedHashMap<>())
          .put(
              style.typed(command.toString()) + " ".repeat(longest - command.toString().length()),
              command.summary());
    }
    groups.forEach(
        (group, rows) -> {
          lines.add("");
          lines.add(style.bold(group + ":"));
          help.addRows(lines, rows);
        });
    lines.add("");
    lines.add(style.bold("Getting started:"));
    lines.addAll(help.exampleLines(Examples.of("gradus")));
    lines.add("");
    lines.add(
        "%s shows the options of a command, %s the version."
            .formatted(style.typed("gradus help COMMAND"), style.typed("gradus -V")));
    lines.add(DOCUMENTATION);
    return String.join("\n", lines) + "\n";
  }
}
