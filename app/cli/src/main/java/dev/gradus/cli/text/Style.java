package dev.gradus.cli.text;

import java.util.Map;

/**
 * Colours for a terminal. There are none if the output is not a terminal, if {@code NO_COLOR} is
 * set (no-color.org), or if {@code TERM} says that the terminal has none.
 *
 * <p>The start script says whether standard output and standard error are terminals, in the system
 * properties {@code gradus.terminal.out} and {@code gradus.terminal}.
 */
public enum Style {
  /** Text as it is. */
  PLAIN,
  /** Colours, by ANSI X3.64 escape sequences. */
  COLOURS;

  private static final String RESET = "\u001b[0m";

  /** The style for standard output. */
  public static Style ofOutput() {
    return of("gradus.terminal.out", System.getenv());
  }

  /** The style for standard error. */
  public static Style ofErrors() {
    return of("gradus.terminal", System.getenv());
  }

  public static Style of(String property, Map<String, String> environment) {
    boolean wanted =
        Boolean.getBoolean(property)
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return wanted ? COLOURS : PLAIN;
  }

  /** A heading, or the name of the command. */
  public String bold(String text) {
    return in("1", text);
  }

  /** Literal text: a command or an option. */
  public String typed(String text) {
    return in("36", text);
  }

  /** A placeholder, such as CONFIG. */
  public String placeholder(String text) {
    return in("33", text);
  }

  /** Less important text. */
  public String faint(String text) {
    return in("2", text);
  }

  /** The beginning of an error. */
  public String error(String text) {
    return in("1;31", text);
  }

  /** The beginning of a warning. */
  public String warning(String text) {
    return in("1;33", text);
  }

  private String in(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + RESET;
  }
}
