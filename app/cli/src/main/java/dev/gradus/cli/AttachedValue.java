package dev.gradus.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Lets an option take a value only where it is attached, {@code --resume=FILE}, so that {@code
 * --resume CONFIG} does not take what follows for one.
 */
final class AttachedValue implements IParameterPreprocessor {

  /** What an option without a value has for one. */
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
