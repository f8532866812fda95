package dev.gradus.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents an option of a plugin and sets its bounds. An option is a component of the plugin's
 * record.
 *
 * <p>In Kotlin, annotate the properties in the primary constructor of a {@code @JvmRecord data
 * class}; see the package comment.
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
   * What the option does, with its unit. Write no full stop, default or bounds: they are added when
   * the text is printed.
   */
  String value();

  /**
   * Whether the option is required because no default makes sense, such as the number of units of a
   * layer. The value in the no-argument constructor is then only a sample, with which the
   * conformance kit tests the plugin.
   */
  boolean required() default false;

  /**
   * Names that the option had in earlier versions, as they were written in YAML. A configuration
   * that uses one is refused with the present name; a model file written with it is still read.
   */
  String[] formerly() default {};

  /** The smallest number allowed. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The largest number allowed. */
  double max() default Double.POSITIVE_INFINITY;

  /** An exclusive lower bound. */
  double above() default Double.NEGATIVE_INFINITY;

  /** An exclusive upper bound. */
  double below() default Double.POSITIVE_INFINITY;
}
