/**
 * Puts the engine together: the only place that knows Guice.
 *
 * <p>Applications that use Guice install a {@link dev.gradus.engine.wiring.GradusModule}; all
 * others call {@code Gradus.create()} and see nothing of it.
 */
package dev.gradus.engine.wiring;
