/**
 * Products of matrices, as loops over arrays: no library, no native code, no flag of the JVM. They
 * are written so that the JVM's compiler turns them into vector instructions. Every sum is taken in
 * the order of its terms, so the bits of a product depend on the numbers alone.
 */
package dev.gradus.runtime.linear;
