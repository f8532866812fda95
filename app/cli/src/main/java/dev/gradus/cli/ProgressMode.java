package dev.gradus.cli;

/** How it is shown that training goes on. */
enum ProgressMode {
  /** A bar where standard error is a terminal, lines elsewhere. */
  AUTO,
  /** One line that stays in place. */
  BAR,
  /** A line now and then. */
  LINES,
  /** A JSON object a line. */
  JSON,
  /** Warnings alone. */
  NONE
}
