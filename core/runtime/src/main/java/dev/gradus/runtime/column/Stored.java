package dev.gradus.runtime.column;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a record that was learned from data is written in a model file. Without it a record is an
 * object with a key for each component, in their order; an empty {@code Optional} has none.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface Stored {

  /**
   * The key of a component, if it is not its name. For a record: the key of its first component,
   * which distinguishes it from others of its sealed interface. Of such an interface, what one of
   * them is, for a sentence.
   */
  String value() default "";

  /**
   * Of a record: the key of the first component where very many without optional components follow
   * each other, and are written as one object of lists; empty if they never are.
   */
  String many() default "";

  /** For a boolean: whether its key is only written if it is true. */
  boolean onlyTrue() default false;

  /** For a boolean: the optional component that its key is written with; otherwise it is false. */
  String with() default "";
}
