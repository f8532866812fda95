package dev.gradus.cli;

import dev.gradus.runtime.problem.Quoting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** Reads the name of a file from the command line, and refuses an internet address. */
final class FileArgument implements ITypeConverter<Path> {

  private static final Pattern ADDRESS = Pattern.compile("(?i)(https?|ftp|s3|gs|hdfs)://.*");

  @Override
  public Path convert(String text) {
    if (ADDRESS.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return Path.of(text);
  }

  /** The reason why a string is not the name of a file. */
  static String refusal(String text) {
    if (ADDRESS.matcher(text).matches()) {
      return "%s is an address, but Gradus reads only files; download it first, as with: curl -O %s"
          .formatted(text, text);
    }
    if (text.equals(OutputArgument.STANDARD)) {
      return "'-' is standard output, to which this command cannot write; give the name of a file, such as ./- for a file called '-'";
    }
    try {
      return "%s is not the name of a file".formatted(Quoting.quote(Path.of(text).toString()));
    } catch (InvalidPathException e) {
      return "%s is not the name of a file".formatted(Quoting.quote(text));
    }
  }
}
