/** Matrices and their products: the only place that knows the library behind them. */
package dev.gradus.engine.linear;
