package dev.gradus.runtime.object;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;

/**
 * Finds what a class that applications see does for others of its module alone: makes objects of
 * what is hidden, or takes that out again. In Java a class cannot name its friends, and what is
 * public for them is public for all; so the class keeps such a function in a private constant.
 */
public final class Friend {

  private Friend() {}

  /**
   * A function of a class.
   *
   * @param caller a class of the same module
   * @param type with a private constant that holds a function of this type
   * @param constant its name
   */
  // The class says of which type its function is.
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
