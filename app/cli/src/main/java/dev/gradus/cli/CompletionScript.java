package dev.gradus.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Scripts that let a shell complete a command with Tab. */
final class CompletionScript {

  private final CommandLine command;

  CompletionScript(CommandLine command) {
    this.command = command;
  }

  /** For bash, as picocli writes it. */
  String bash() {
    return AutoComplete.bash(command.getCommandName(), command);
  }

  /** For zsh, which shows beside each name what it is. */
  String zsh() {
    List<String> lines = new ArrayList<>();
    String name = command.getCommandName();
    lines.add("#compdef " + name);
    lines.add("");
    addFunction(lines, "_" + name, command);
    lines.add("");
    lines.add("# Read by autoload on the first use, or by source.");
    lines.add("if [ \"$funcstack[1]\" = \"_%s\" ]; then".formatted(name));
    lines.add("  _%s \"$@\"".formatted(name));
    lines.add("else");
    lines.add("  compdef _%1$s %1$s".formatted(name));
    lines.add("fi");
    return String.join("\n", lines) + "\n";
  }

  private static void addFunction(List<String> lines, String function, CommandLine command) {
    command
        .getSubcommands()
        .forEach(
            (name, below) -> {
              addFunction(lines, functionOf(function, name), below);
              lines.add("");
            });
    lines.add(function + "() {");
    CommandSpec spec = command.getCommandSpec();
    if (spec.subcommands().isEmpty()) {
      lines.add("  _arguments -S \\");
      lines.add("    " + String.join(" \\\n    ", argumentsOf(spec)));
    } else {
      lines.add("  local context state state_descr line");
      lines.add("  typeset -A opt_args");
      lines.add("  local -a commands");
      lines.add("  commands=(");
      spec.subcommands()
          .forEach(
              (name, below) ->
                  lines.add("    " + quoted(name + ":" + summaryOf(name, below.getCommandSpec()))));
      lines.add("  )");
      lines.add("  _arguments -C \\");
      spec.options().forEach(option -> lines.add("    " + argument(option) + " \\"));
      lines.add("    '1: :->command' '*:: :->argument'");
      lines.add("  case $state in");
      lines.add("    command) _describe command commands ;;");
      lines.add("    argument)");
      lines.add("      case $words[1] in");
      spec.subcommands()
          .keySet()
          .forEach(
              name -> lines.add("        %s) %s ;;".formatted(name, functionOf(function, name))));
      lines.add("      esac ;;");
      lines.add("  esac");
    }
    lines.add("}");
  }

  private static String functionOf(String function, String name) {
    return function + "_" + name.replace('-', '_');
  }

  private static String summaryOf(String name, CommandSpec spec) {
    return spec.parent().parent() == null
        ? Commands.find(name).map(Commands::summary).orElse("")
        : String.join(" ", spec.usageMessage().description());
  }

  private static List<String> argumentsOf(CommandSpec spec) {
    List<String> arguments = new ArrayList<>();
    spec.options().forEach(option -> arguments.add(argument(option)));
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      boolean all = parameter.index().isUnspecified() || parameter.arity().max() > 1;
      arguments.add(
          quoted(
              (all ? "*" : Integer.toString(parameter.index().min() + 1))
                  + (parameter.arity().min() == 0 && !all ? "::" : ":")
                  + plain(parameter.paramLabel())
                  + ":"
                  + valuesOf(parameter)));
    }
    return arguments;
  }

  private static String argument(OptionSpec option) {
    String text = "[" + plain(firstSentence(option)) + "]" + valueOf(option);
    String others =
        option.isMultiValue()
            ? "*"
            : option.names().length > 1 ? "(" + String.join(" ", option.names()) + ")" : "";
    return Arrays.stream(option.names())
        .map(name -> others + name + (takesValue(option, name) ? "=" : "") + text)
        .map(CompletionScript::quoted)
        .collect(Collectors.joining(" "));
  }

  private static String firstSentence(OptionSpec option) {
    return String.join(" ", option.description()).replaceFirst("(?s)[;.:(] .*|[.] *$| [(].*", "");
  }

  private static boolean takesValue(OptionSpec option, String name) {
    return option.arity().max() > 0 && name.startsWith("--");
  }

  private static String valueOf(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    return (option.arity().min() == 0 ? "::" : ":")
        + plain(option.paramLabel())
        + ":"
        + valuesOf(option);
  }

  private static String valuesOf(ArgSpec argument) {
    if (argument.completionCandidates() != null) {
      String values =
          StreamSupport.stream(argument.completionCandidates().spliterator(), false)
              .collect(Collectors.joining(" "));
      boolean several = argument.paramLabel().contains(",");
      return several ? "_values -s , value " + values : "(" + values + ")";
    }
    boolean isFile =
        argument.type() == Path.class
            || Arrays.asList(argument.auxiliaryTypes()).contains(Path.class);
    return isFile ? "_files" : " ";
  }

  /** Without the characters that mean something to {@code _arguments}. */
  private static String plain(String text) {
    return text.replaceAll("[\\[\\]:]", " ").replaceAll(" +", " ").strip();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
