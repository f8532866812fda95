/** Benchmarks of training, prediction and loading, and their workloads. */
package dev.gradus.benchmarks;
