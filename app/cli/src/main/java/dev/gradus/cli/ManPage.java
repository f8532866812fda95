package dev.gradus.cli;

import dev.gradus.cli.text.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The man page of a command, written in roff with the man(7) macros. */
final class ManPage {

  private final CommandLine command;
  private final CommandSpec spec;

  ManPage(CommandLine command) {
    this.command = command;
    this.spec = command.getCommandSpec();
  }

  /** The name of the page, such as {@code gradus-train}. */
  String name() {
    return spec.qualifiedName("-");
  }

  /** The whole page. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        ".TH \"%s\" 1 \"\" \"%s\" \"Gradus\""
            .formatted(name().toUpperCase(Locale.ROOT), new VersionText().getVersion()[0]));
    lines.add(".SH NAME");
    lines.add(escaped(name()) + " \\- " + escaped(summary()));
    lines.add(".SH SYNOPSIS");
    lines.add(".B " + escaped(spec.qualifiedName()));
    lines.add(
        spec.subcommands().isEmpty() ? "[\\fIOPTIONS\\fR]" : "\\fICOMMAND\\fR [\\fIOPTIONS\\fR]");
    spec.positionalParameters()
        .forEach(
            parameter ->
                lines.add(
                    (parameter.arity().min() > 0 ? "\\fI%s\\fR" : "[\\fI%s\\fR]")
                        .formatted(escaped(parameter.paramLabel()))));
    lines.add(".SH DESCRIPTION");
    lines.add(escaped(String.join(" ", spec.usageMessage().description())));
    if (!spec.subcommands().isEmpty()) {
      lines.add(".SH COMMANDS");
      spec.subcommands()
          .forEach(
              (name, below) -> {
                lines.add(".TP");
                lines.add(".B " + escaped(name));
                lines.add(
                    escaped(String.join(" ", below.getCommandSpec().usageMessage().description())));
              });
    }
    if (!spec.positionalParameters().isEmpty()) {
      lines.add(".SH ARGUMENTS");
      spec.positionalParameters()
          .forEach(
              parameter -> {
                lines.add(".TP");
                lines.add(".I " + escaped(parameter.paramLabel()));
                lines.add(escaped(String.join(" ", parameter.description())));
              });
    }
    new HelpText(command, Style.PLAIN, 80)
        .groups()
        .forEach(
            (group, options) -> {
              lines.add(".SH " + group.toUpperCase(Locale.ROOT));
              options.forEach(option -> add(lines, option));
            });
    addExamples(lines);
    lines.add(".SH EXIT STATUS");
    lines.add("0: success. 2: the input is wrong, or training diverged. 1: any other failure.");
    if (spec.parent() != null) {
      lines.add(".SH SEE ALSO");
      lines.add(".BR " + escaped(spec.parent().qualifiedName("-")) + " (1)");
    }
    return String.join("\n", lines) + "\n";
  }

  private String summary() {
    if (spec.parent() == null) {
      return "train neural networks described in YAML";
    }
    return Commands.find(spec.name())
        .filter(found -> spec.parent().parent() == null)
        .map(Commands::summary)
        .orElseGet(() -> String.join(" ", spec.usageMessage().description()));
  }

  private static void add(List<String> lines, OptionSpec option) {
    lines.add(".TP");
    String value =
        option.arity().max() == 0
            ? ""
            : (option.arity().min() == 0 ? "[=\\fI%s\\fR]" : " \\fI%s\\fR")
                .formatted(escaped(option.paramLabel()));
    lines.add(
        Arrays.stream(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "))
            + value);
    lines.add(escaped(HelpText.described(option)));
  }

  private void addExamples(List<String> lines) {
    List<Examples.Example> examples = Examples.of(spec.qualifiedName());
    if (examples.isEmpty()) {
      return;
    }
    lines.add(".SH EXAMPLES");
    for (Examples.Example example : examples) {
      lines.add(".TP");
      lines.add(".B " + escaped(example.line()));
      lines.add(example.comment().isEmpty() ? "\\&" : escaped(example.comment()));
    }
  }

  /** Escapes a text for roff, so that no line begins with a control character. */
  private static String escaped(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
