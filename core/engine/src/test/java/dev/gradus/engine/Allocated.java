package dev.gradus.engine;

/**
 * How many bytes this thread has asked for since it began.
 *
 * <p>By reflection, because the module of the engine does not read the one that knows it.
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
