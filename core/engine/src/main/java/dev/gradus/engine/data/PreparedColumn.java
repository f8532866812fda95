package dev.gradus.engine.data;

import java.util.Optional;

/** What was learned about a column, and what it takes to turn its cells into numbers. */
public sealed interface PreparedColumn
    permits ScaledColumn, BooleanColumn, OneHotColumn, OrdinalColumn, CodeColumn {

  /** The name of the column. */
  String name();

  /** How many numbers a cell becomes. */
  int width();

  /** What stands for a missing cell; empty if none may be missing. */
  Optional<?> fill();
}
