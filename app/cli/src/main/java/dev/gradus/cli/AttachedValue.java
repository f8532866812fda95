package dev.gradus.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Gives a value to an option only if it is attached, as in {@code --resume=FILE}. In {@code
 * --resume CONFIG}, the next argument is not the value of the option.
 */
final class AttachedValue implements IParameterPreprocessor {

  /** The value of an option that is given without one. */
  static final Path NONE = Path.of("");

  @Override
  public boolean preprocess(
      Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    if (!"=".equals(info.get("separator"))) {
      arguments.push("");
    }
    return false;
  }
}
