package dev.gradus.spi;

/** A step that does not change. */
record FixedStep(long number, double learningRate, int rows, int columns)
    implements Optimizer.Step {}
