package dev.gradus.cli;

import dev.gradus.runtime.problem.Quoting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** Takes the name of a file from the command line; an address of the internet is none. */
final class FileArgument implements ITypeConverter<Path> {

  private static final Pattern ADDRESS = Pattern.compile("(?i)(https?|ftp|s3|gs|hdfs)://.*");

  @Override
  public Path convert(String text) {
    if (ADDRESS.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return Path.of(text);
  }

  /** Why a text is not the name of a file. */
  static String refusal(String text) {
    if (ADDRESS.matcher(text).matches()) {
      return "%s is an address, but Gradus reads files alone; download it first, as with: curl -O %s"
          .formatted(text, text);
    }
    try {
      return "%s is not the name of a file".formatted(Quoting.quote(Path.of(text).toString()));
    } catch (InvalidPathException e) {
      return "%s is not the name of a file".formatted(Quoting.quote(text));
    }
  }
}
