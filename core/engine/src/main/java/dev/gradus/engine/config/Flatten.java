package dev.gradus.engine.config;

import dev.gradus.spi.Plugin;

/** Puts the numbers of an image in a line, for dense layers; it computes nothing. */
@Plugin(
    name = "flatten",
    summary = "Puts the numbers of an image in a line, for dense layers.",
    formula = "y = x")
public record Flatten() implements LayerSpec {}
