package dev.gradus.runtime.column;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Defines how a fitted record is written in a model file. Without this annotation a record is an
 * object with a key for each component, in their order; an empty {@code Optional} has no key.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface Stored {

  /**
   * The key of a component, if it is not its name. On a record: the key of its first component,
   * which distinguishes it from other records of its sealed interface. On such an interface: what
   * one of its records is called in a sentence.
   */
  String value() default "";

  /**
   * On a record: the key of the first component if many consecutive records without optional
   * components are written as one object of lists; empty if they never are.
   */
  String many() default "";

  /** On a boolean: whether its key is only written if it is true. */
  boolean onlyTrue() default false;

  /**
   * On a boolean: its key is only written if this optional component is present; otherwise the
   * boolean is false.
   */
  String with() default "";
}
