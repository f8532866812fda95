/**
 * Matrices, their products, and what else of linear algebra the engine needs.
 *
 * <p>{@link dev.gradus.engine.linear.Matrix} is a matrix of EJML, and decompositions and solves are
 * EJML's. What training spends its time with, products, are loops on arrays that know no EJML: no
 * native library, no flag of the JVM. They are written so that the JVM's compiler turns them into
 * vector instructions, see {@link dev.gradus.runtime.linear.Products}. Every sum is taken in the
 * order of its terms, so the bits of a product depend on the numbers alone.
 */
package dev.gradus.engine.linear;
