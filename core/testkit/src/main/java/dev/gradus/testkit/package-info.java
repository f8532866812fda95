/**
 * The conformance kit: one suite for each kind of plugin, so thorough that passing it is enough.
 *
 * <p>A plugin author adds this module as a test dependency and writes one line for each plugin:
 *
 * <pre>{@code
 * class CauchyTest {
 *   @TestFactory
 *   Stream<DynamicNode> conforms() {
 *     return LossConformance.of(new Cauchy(), new Cauchy(0.5));
 *   }
 * }
 * }</pre>
 *
 * <p>Each row becomes a container of tests whose names are claims, such as "the gradient is the
 * derivative of the value". All of them use one fixed seed, which their failures name, so failures
 * are reproducible.
 */
package dev.gradus.testkit;
