package dev.gradus.cli.text;

import java.io.File;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Arguments of commands that are shown, so that they can be pasted into a shell. */
public final class Shell {

  /** Characters that no shell reads as anything else. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N}_@%+=:,./-]+");

  private static final boolean WINDOWS = File.separatorChar == '\\';

  private Shell() {}

  /**
   * A file. One whose name begins with a hyphen is no option with a folder in front of it; a single
   * hyphen is standard input.
   */
  public static String file(Path file) {
    String path = file.toString();
    return argument(path.startsWith("-") && path.length() > 1 ? "." + File.separator + path : path);
  }

  /** Any argument, in quotes if a shell would change it. */
  public static String argument(String text) {
    if (WINDOWS) {
      return PLAIN.matcher(text.replace('\\', '/')).matches() ? text : '"' + text + '"';
    }
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** An option with a value, which may begin with a hyphen. */
  public static String option(String name, String value) {
    return value.startsWith("-") ? argument(name + "=" + value) : name + " " + argument(value);
  }
}
