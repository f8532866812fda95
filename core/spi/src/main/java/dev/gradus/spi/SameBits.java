package dev.gradus.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that a plugin computes the same bits on every machine and in every Java release from 17
 * on; on a package, that all plugins in it do.
 *
 * <p>This holds if everything it computes comes from
 *
 * <ul>
 *   <li>the operators of Java, in an order that does not change from run to run, and {@link
 *       Math#sqrt}, {@code abs}, {@code min}, {@code max}, {@code floor}, {@code ceil}, {@code
 *       rint} and {@link Math#fma}, which are exact or rounded once;
 *   <li>{@link StrictMath}, {@link FloatMath} and {@link DoubleMath}, instead of {@code Math.exp},
 *       {@code log}, {@code pow}, {@code sin}, {@code tanh} and so on;
 *   <li>{@code nextInt()}, {@code nextInt(bound)}, {@code nextLong()}, {@code nextDouble()} and
 *       {@code nextGaussian()} of the generator that it is given, and none of its other methods;
 * </ul>
 *
 * and nothing comes from sums of streams of {@code double}, the order of a hash map, native code,
 * the clock, the time zone or the locale. This cannot be checked from outside; the annotation is
 * the author's promise.
 *
 * <p>A model file records in {@code gradus.bits} whether all plugins that it was trained with are
 * annotated, except data sources, which compute no results. The annotation changes nothing else:
 * the same bits on one machine are required of every plugin.
 */
@Documented
@Target({ElementType.TYPE, ElementType.PACKAGE})
@Retention(RetentionPolicy.RUNTIME)
public @interface SameBits {}
