package dev.gradus.engine;

/**
 * The number of bytes that this thread has allocated since it started.
 *
 * <p>Uses reflection, because the module of the engine does not read the module that provides it.
 */
public final class Allocated {

  private Allocated() {}

  /** The bytes until now. */
  public static long now() {
    try {
      Object bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      return (long)
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getCurrentThreadAllocatedBytes")
              .invoke(bean);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this Java counts no allocated bytes", e);
    }
  }
}
