/**
 * Matrices and their products, in plain Java: no native library, no flag of the JVM.
 *
 * <p>The loops are written so that the JVM's compiler turns them into vector instructions, see
 * {@link dev.gradus.engine.linear.RowLoops}. Every sum is taken in the order of its terms, so the
 * bits of a product depend on the numbers alone.
 */
package dev.gradus.engine.linear;
