package dev.gradus.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names and describes a plugin.
 *
 * <p>Help, listings, reference pages and error messages print these texts, so they are written
 * once, here.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Plugin {

  /**
   * The name in the YAML, in kebab case, such as {@code mean-squared-error}: it starts with a
   * letter, and words of letters and digits are joined by single hyphens.
   */
  String name();

  /** Other common names, such as {@code mse}; in the same form as {@link #name}. */
  String[] aliases() default {};

  /** What the plugin is and when to use it, in one or two sentences. */
  String summary();

  /** The formula in plain text, with the names of the options in the YAML. */
  String formula() default "";

  /** The source of the formula: authors, title, year. */
  String reference() default "";
}
