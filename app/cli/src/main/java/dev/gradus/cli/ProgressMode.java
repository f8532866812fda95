package dev.gradus.cli;

/** How progress is shown. */
enum ProgressMode {
  /** A bar if standard error is a terminal, otherwise lines. */
  AUTO,
  /** One line that stays in place. */
  BAR,
  /** A line now and then. */
  LINES,
  /** One JSON object per line. */
  JSON,
  /** Only warnings. */
  NONE
}
