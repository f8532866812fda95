package dev.gradus.cli;

import java.util.Map;

/**
 * Colours for a terminal, or none: where the output is no terminal, where {@code NO_COLOR} is set
 * (no-color.org), and where {@code TERM} says that it has none.
 *
 * <p>Whether standard output and standard error are terminals is told by the start script, in the
 * system properties {@code gradus.terminal.out} and {@code gradus.terminal}.
 */
enum Style {
  /** Text as it is. */
  PLAIN,
  /** With the sequences of ANSI X3.64. */
  COLOURS;

  private static final String RESET = "\u001b[0m";

  /** That of standard output. */
  static Style ofOutput() {
    return of("gradus.terminal.out", System.getenv());
  }

  /** That of standard error. */
  static Style ofErrors() {
    return of("gradus.terminal", System.getenv());
  }

  static Style of(String property, Map<String, String> environment) {
    boolean wanted =
        Boolean.getBoolean(property)
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return wanted ? COLOURS : PLAIN;
  }

  /** A heading, or the name of the command. */
  String bold(String text) {
    return in("1", text);
  }

  /** What is typed as it is: a command, an option. */
  String typed(String text) {
    return in("36", text);
  }

  /** What stands for something else, such as CONFIG. */
  String placeholder(String text) {
    return in("33", text);
  }

  /** Of less importance. */
  String faint(String text) {
    return in("2", text);
  }

  /** What an error begins with. */
  String error(String text) {
    return in("1;31", text);
  }

  /** What a warning begins with. */
  String warning(String text) {
    return in("1;33", text);
  }

  private String in(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + RESET;
  }
}
