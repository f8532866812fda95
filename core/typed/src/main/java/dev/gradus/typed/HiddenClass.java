package dev.gradus.typed;

import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes an object of a class that is written while Java runs; of equal bytes the same object, as
 * long as someone holds it.
 */
final class HiddenClass {

  /** The property that a native image has. */
  private static final String NATIVE = "org.graalvm.nativeimage.imagecode";

  private static final Map<ByteBuffer, WeakReference<Object>> OBJECTS = new HashMap<>();

  private HiddenClass() {}

  /**
   * An object of a class of this package.
   *
   * @param file the bytes of the class file; none for no class
   * @return empty if there is none, or if this Java takes no such classes, as in a native image
   * @throws LinkageError if the bytes are wrong, which is a fault of Gradus
   */
  static Optional<Object> of(Supplier<byte[]> file) {
    if (isNative()) {
      return Optional.empty();
    }
    byte[] bytes = file.get();
    if (bytes.length == 0) {
      return Optional.empty();
    }
    synchronized (OBJECTS) {
      WeakReference<Object> known = OBJECTS.get(ByteBuffer.wrap(bytes));
      Object object = known == null ? null : known.get();
      if (object == null) {
        try {
          object =
              MethodHandles.lookup()
                  .defineHiddenClass(bytes, true)
                  .lookupClass()
                  .getDeclaredConstructor()
                  .newInstance();
        } catch (ReflectiveOperationException
            | SecurityException
            | UnsupportedOperationException
            | UnsupportedClassVersionError e) {
          return Optional.empty();
        }
        OBJECTS.values().removeIf(each -> each.get() == null);
        OBJECTS.put(ByteBuffer.wrap(bytes), new WeakReference<>(object));
      }
      return Optional.of(object);
    }
  }

  private static boolean isNative() {
    try {
      return System.getProperty(NATIVE) != null;
    } catch (SecurityException e) {
      // A native image has no security manager.
      return false;
    }
  }
}
