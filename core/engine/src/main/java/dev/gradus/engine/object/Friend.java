package dev.gradus.engine.object;

import java.lang.reflect.Field;
import java.util.function.Function;

/**
 * What the engine alone does with objects of a class that applications see: makes them of what is
 * hidden, and takes that out again. In Java a class cannot name its friends, and what is public for
 * the engine is public for all; so the class keeps its friend in a private constant called {@code
 * FRIEND}, where it is found.
 *
 * @param <T> the class that applications see
 * @param <P> what its objects are made of
 * @param <Q> what is in them
 */
public record Friend<T, P, Q>(Function<P, T> maker, Function<T, Q> opener) {

  /**
   * The friend of a class.
   *
   * @param type of this module, with a constant of these types
   */
  public static <T, P, Q> Friend<T, P, Q> of(Class<T> type) {
    try {
      Field field = type.getDeclaredField("FRIEND");
      field.setAccessible(true);
      @SuppressWarnings("unchecked") // The class says of which types its friend is.
      Friend<T, P, Q> friend = (Friend<T, P, Q>) field.get(null);
      return friend;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no friend", e);
    }
  }

  /** Makes an object. */
  public T make(P parts) {
    return maker.apply(parts);
  }

  /** Looks into an object. */
  public Q open(T object) {
    return opener.apply(object);
  }
}
