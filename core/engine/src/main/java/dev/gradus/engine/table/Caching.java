package dev.gradus.engine.table;

/** When tables are kept in files instead of memory. */
public enum Caching {
  /** Those that do not fit into memory. */
  AUTO,

  /** All that are read from files: the next run need not read them again. */
  ALWAYS,

  /** None: a table that does not fit into memory is refused. */
  NEVER
}
