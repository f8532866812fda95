package dev.gradus.cli.progress;

/** How progress is shown. */
public enum ProgressMode {
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
