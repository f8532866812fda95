package dev.gradus.engine.config;

import dev.gradus.spi.Plugin;

/** Makes of an image the mean of each of its channels, in a line. */
@Plugin(
    name = "global-average-pool",
    summary = "Makes of an image the mean of each of its channels, in a line.",
    formula = "y[c] = mean over i, j of x[i,j,c]",
    reference = "M. Lin, Q. Chen, S. Yan, Network In Network, 2013")
public record GlobalAveragePool() implements LayerSpec {}
