package dev.gradus.cli;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/**
 * Reads the name of a file or folder that a command writes, and refuses {@code -}, which would
 * become its name where standard output is meant.
 */
final class OutputArgument implements ITypeConverter<Path> {

  /** What other programs call standard output. */
  static final String STANDARD = "-";

  @Override
  public Path convert(String text) {
    if (text.equals(STANDARD)) {
      throw new IllegalArgumentException(text);
    }
    return new FileArgument().convert(text);
  }
}
