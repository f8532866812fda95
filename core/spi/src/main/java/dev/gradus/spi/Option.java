package dev.gradus.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents an option, which is a component of a plugin's record, and gives its bounds.
 *
 * <p>In Kotlin it stands in front of a property in the head of a {@code @JvmRecord data class}; see
 * the package comment.
 *
 * <p>The bounds apply to a number, to each number of a list, and to an optional number. {@link
 * Options#check} enforces them. A number must always be finite; without bounds any finite number is
 * allowed.
 */
@Documented
@Target({ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Option {

  /**
   * What the option does, with its unit; no full stop, no default, no bounds: those are added where
   * it is printed.
   */
  String value();

  /**
   * Whether it must be given, because no default would suit: the number of units of a layer, for
   * instance. What the constructor without arguments has in its place is an example, with which the
   * conformance kit tries the plugin.
   */
  boolean required() default false;

  /** The smallest number allowed. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The largest number allowed. */
  double max() default Double.POSITIVE_INFINITY;

  /** All numbers greater than this one are allowed, the number itself not. */
  double above() default Double.NEGATIVE_INFINITY;

  /** All numbers less than this one are allowed, the number itself not. */
  double below() default Double.POSITIVE_INFINITY;
}
