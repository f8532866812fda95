package dev.gradus.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a plugin computes the same bits on every machine and in every Java release from 17 on;
 * on a package, that all plugins in it do.
 *
 * <p>That is so if everything it computes comes from
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
 * and nothing from sums of streams of {@code double}, the order of a hash map, native code, the
 * clock, the time zone or the locale. Nobody can check that from outside; the mark is the author's
 * word.
 *
 * <p>A model file says in {@code gradus.bits} whether all plugins that have made it carry the mark,
 * data sources aside: what they read is data. Without it nothing else changes: the same bits on one
 * machine are promised all the same.
 */
@Documented
@Target({ElementType.TYPE, ElementType.PACKAGE})
@Retention(RetentionPolicy.RUNTIME)
public @interface SameBits {}
