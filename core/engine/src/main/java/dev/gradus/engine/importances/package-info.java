/** Measures what a network uses, in the records of {@code importance}. */
package dev.gradus.engine.importances;
