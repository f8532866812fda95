/**
 * What a network learns from or is measured on: matrices of inputs, targets and weights, and the
 * order in which an epoch shows them.
 */
package dev.gradus.engine.examples;
