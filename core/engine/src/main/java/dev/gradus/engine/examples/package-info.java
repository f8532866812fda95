/**
 * Training and evaluation examples: matrices of inputs, targets and weights, and their order in an
 * epoch.
 */
package dev.gradus.engine.examples;
