/** Workloads, and what takes the time of whole training runs. */
package dev.gradus.benchmarks;
