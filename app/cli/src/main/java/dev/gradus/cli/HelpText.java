package dev.gradus.cli;

import dev.gradus.cli.text.Screen;
import dev.gradus.cli.text.Style;
import dev.gradus.cli.text.Terminal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The help of a command: its usage, its description, its options in groups, and examples. Lines are
 * broken only at spaces, so that a path or a setting stays in one piece.
 */
final class HelpText {

  private static final int WIDEST = 100;
  private static final int NARROWEST = 40;

  /** The largest indentation of the descriptions of options. */
  private static final int MOST_INDENT = 28;

  /** The options listed under "Output" in the help. */
  private static final Set<String> OUTPUT =
      Set.of(
          "--output",
          "--json",
          "--quiet",
          "--progress",
          "--no-report",
          "--note",
          "--dated",
          "--overwrite");

  /** The group after the options of the command itself. */
  private static final String EVERYTHING_ELSE = "--set";

  private static final Set<String> PLUGINS =
      Set.of("--plugins", "--strict", "--no-verify", "--no-connect");

  private final CommandSpec spec;
  private final Style style;
  private final int width;

  HelpText(CommandLine command, Style style, int width) {
    this.spec = command.getCommandSpec();
    this.style = style;
    this.width = Math.max(NARROWEST, Math.min(WIDEST, width));
  }

  /** Prints the help of a command in the width of the terminal. */
  static void printOn(PrintStream out, CommandLine command, Style style) {
    HelpText help = new HelpText(command, style, Screen.ofStandardError().columns());
    Terminal.data(out, command.getParent() == null ? new Overview(help).text() : help.text());
    out.flush();
  }

  int width() {
    return width;
  }

  Style style() {
    return style;
  }

  /** The whole text. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(style.bold("Usage: ") + usage());
    lines.add("");
    lines.addAll(wrapped(String.join(" ", spec.usageMessage().description()), 0));
    if (!spec.subcommands().isEmpty()) {
      lines.add("");
      lines.add(style.bold("Commands:"));
      Map<String, String> summaries = new LinkedHashMap<>();
      spec.subcommands()
          .forEach(
              (name, below) ->
                  summaries.put(
                      style.typed(name),
                      String.join(" ", below.getCommandSpec().usageMessage().description())));
      addRows(lines, summaries);
    }
    List<String> left = new ArrayList<>(shownOptions().stream().map(this::names).toList());
    parameters().forEach(parameter -> left.add("    " + parameter.paramLabel()));
    int indent = indentOf(left);
    if (!parameters().isEmpty()) {
      lines.add("");
      Map<String, String> rows = new LinkedHashMap<>();
      parameters()
          .forEach(
              parameter ->
                  rows.put(
                      "    " + style.placeholder(parameter.paramLabel()),
                      textOf(parameter.description())));
      addRows(lines, rows, indent);
    }
    groups()
        .forEach(
            (heading, options) -> {
              lines.add("");
              lines.add(style.bold(heading + ":"));
              Map<String, String> rows = new LinkedHashMap<>();
              options.forEach(option -> rows.put(names(option), described(option)));
              addRows(lines, rows, indent);
            });
    addExamples(lines);
    return String.join("\n", lines) + "\n";
  }

  private String usage() {
    List<String> parts = new ArrayList<>(List.of(style.bold(spec.qualifiedName())));
    if (!spec.subcommands().isEmpty()) {
      parts.add(style.placeholder("COMMAND"));
    }
    if (!shownOptions().isEmpty()) {
      parts.add("[" + style.placeholder("OPTIONS") + "]");
    }
    shownOptions().stream()
        .filter(OptionSpec::required)
        .forEach(
            option ->
                parts.add(
                    style.typed(option.longestName())
                        + " "
                        + style.placeholder(option.paramLabel())));
    parameters()
        .forEach(
            parameter -> {
              String label = style.placeholder(parameter.paramLabel());
              parts.add(parameter.arity().min() > 0 ? label : "[" + label + "]");
            });
    return String.join(" ", parts);
  }

  private List<PositionalParamSpec> parameters() {
    return spec.positionalParameters().stream().filter(each -> !each.hidden()).toList();
  }

  private List<OptionSpec> shownOptions() {
    return spec.options().stream()
        .filter(option -> !option.hidden() && !option.versionHelp() && !option.usageHelp())
        .toList();
  }

  /** The options by group, the most important group first. */
  Map<String, List<OptionSpec>> groups() {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    for (String group : List.of("Options", "Output", "Plugins")) {
      List<OptionSpec> options =
          shownOptions().stream()
              .filter(option -> groupOf(option).equals(group))
              .sorted(Comparator.comparing(option -> option.longestName().equals(EVERYTHING_ELSE)))
              .toList();
      if (!options.isEmpty()) {
        groups.put(group, options);
      }
    }
    return groups;
  }

  private static String groupOf(OptionSpec option) {
    String name = option.longestName();
    return OUTPUT.contains(name) ? "Output" : PLUGINS.contains(name) ? "Plugins" : "Options";
  }

  private String names(OptionSpec option) {
    String all = Arrays.stream(option.names()).map(style::typed).collect(Collectors.joining(", "));
    String indent = option.shortestName().length() == 2 ? "" : "    ";
    return indent + all + label(option);
  }

  private String label(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    String label = style.placeholder(option.paramLabel());
    return option.arity().min() == 0 ? "[=" + label + "]" : " " + label;
  }

  /** The description, followed by the default if there is one. */
  static String described(OptionSpec option) {
    String text = textOf(option.description());
    return option.defaultValue() == null
        ? text
        : text.replaceFirst("[.]$", "") + " (default: " + option.defaultValue() + ").";
  }

  private static String textOf(String[] description) {
    return String.join(" ", description);
  }

  private void addExamples(List<String> lines) {
    List<Examples.Example> examples = Examples.of(spec.qualifiedName());
    if (examples.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold(examples.size() == 1 ? "Example:" : "Examples:"));
    lines.addAll(exampleLines(examples));
  }

  /** The examples, each with its comment after it or, if the line would be too long, above it. */
  List<String> exampleLines(List<Examples.Example> examples) {
    int longest = examples.stream().mapToInt(each -> each.line().length()).max().orElse(0);
    int comment = examples.stream().mapToInt(each -> each.comment().length()).max().orElse(0);
    boolean beside = comment > 0 && 2 + longest + 4 + comment <= width;
    List<String> lines = new ArrayList<>();
    for (Examples.Example example : examples) {
      String typed = "  " + style.typed(example.line());
      if (example.comment().isEmpty()) {
        lines.add(typed);
      } else if (beside) {
        String gap = " ".repeat(longest - example.line().length() + 2);
        lines.add(typed + gap + style.faint("# " + example.comment()));
      } else {
        lines.add("  " + style.faint("# " + example.comment()));
        lines.add(typed);
      }
    }
    return lines;
  }

  /** Adds rows of name and description. After a long name, the description starts on a new line. */
  void addRows(List<String> lines, Map<String, String> rows) {
    addRows(lines, rows, indentOf(rows.keySet()));
  }

  private static int indentOf(Collection<String> names) {
    return Math.min(MOST_INDENT, 4 + names.stream().mapToInt(HelpText::length).max().orElse(0));
  }

  private void addRows(List<String> lines, Map<String, String> rows, int indent) {
    rows.forEach(
        (name, text) -> {
          List<String> wrapped = wrapped(text, indent);
          int length = 2 + length(name);
          if (length + 2 > indent || wrapped.isEmpty()) {
            lines.add("  " + name);
            lines.addAll(wrapped);
          } else {
            lines.add("  " + name + wrapped.get(0).substring(length));
            lines.addAll(wrapped.subList(1, wrapped.size()));
          }
        });
  }

  /** The width of a string, without the escape sequences that colour it. */
  private static int length(String text) {
    return text.replaceAll("\u001b\\[[0-9;]*m", "").length();
  }

  private List<String> wrapped(String text, int indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : unbroken(text)) {
      if (line.length() > 0 && indent + line.length() + 1 + word.length() > width) {
        lines.add(" ".repeat(indent) + line);
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    if (line.length() > 0) {
      lines.add(" ".repeat(indent) + line);
    }
    return lines;
  }

  /** Splits a text into words. An option and its value, or a text in quotes, stay in one piece. */
  private static List<String> unbroken(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      String last = words.isEmpty() ? "" : words.get(words.size() - 1);
      boolean joins =
          (last.startsWith("--") && word.matches("[\\w.\\[\\]-]+=.*"))
              || (last.startsWith("'") && last.chars().filter(c -> c == '\'').count() % 2 == 1);
      if (joins) {
        words.set(words.size() - 1, last + " " + word);
      } else {
        words.add(word);
      }
    }
    return words;
  }
}
