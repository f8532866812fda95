/**
 * Matrices, their products, and the other linear algebra that the engine needs.
 *
 * <p>{@link dev.gradus.engine.linear.Matrix} is an EJML matrix, and decompositions and solves are
 * EJML's. Matrix products, which dominate the time of training, are loops over arrays without EJML:
 * they need no native library and no JVM flag. They are written so that the JVM's compiler turns
 * them into vector instructions, see {@link dev.gradus.runtime.linear.Products}. Where Java was
 * started with the module of the Vector API, {@link dev.gradus.engine.linear.VectorProducts} is
 * used. Every sum is taken in the order of its terms, so the bits of a product depend on the
 * numbers alone.
 */
package dev.gradus.engine.linear;
