package dev.gradus.engine.data;

import dev.gradus.spi.Plugin;

/** A column of names. */
@Plugin(
    name = "categorical",
    summary =
        "A column whose cells are names, even if they look like numbers. The network sees one input"
            + " per category of the training rows, 1 where it applies and 0 elsewhere; for a category"
            + " that is not among them all are 0.")
public record Categorical() implements ColumnSpec {}
