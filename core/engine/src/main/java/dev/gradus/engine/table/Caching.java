package dev.gradus.engine.table;

/** When tables are kept in files instead of memory. */
public enum Caching {
  /** Caches tables that do not fit into memory. */
  AUTO,

  /** Caches all tables that are read from files, so that the next run need not read them again. */
  ALWAYS,

  /** Caches none, so that a table that does not fit into memory is refused. */
  NEVER
}
