package dev.gradus.runtime.object;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;

/**
 * Finds a function that an exported class offers only to other classes of its module: it wraps
 * hidden objects, or unwraps them. Java has no friend classes: what is public is public to all. So
 * the class keeps such a function in a private constant.
 */
public final class Friend {

  private Friend() {}

  /**
   * Finds a function of a class.
   *
   * @param caller a class of the same module
   * @param type with a private constant that holds a function of this type
   * @param constant its name
   */
  // The class declares the type of its function.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public static <F> F of(MethodHandles.Lookup caller, Class<?> type, String constant) {
    try {
      Field field = type.getDeclaredField(constant);
      F function = (F) MethodHandles.privateLookupIn(type, caller).unreflectVarHandle(field).get();
      return function;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no function " + constant, e);
    }
  }
}
