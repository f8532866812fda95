/**
 * For applications that use Guice: they install a {@link dev.gradus.engine.wiring.GradusModule}.
 * All others call {@code Gradus.create()} and do not need this package.
 */
package dev.gradus.engine.wiring;
