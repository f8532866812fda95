package dev.gradus.typed;

import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes an object of a class that is written while Java runs; of equal bytes the same object. */
final class HiddenClass {

  /** The property that a native image has. */
  private static final String NATIVE = "org.graalvm.nativeimage.imagecode";

  /** The most classes that are kept, of those that were asked for last. */
  private static final int KEPT = 64;

  private static final Map<ByteBuffer, Object> OBJECTS = new LinkedHashMap<>(16, 0.75f, true);

  private HiddenClass() {}

  /**
   * An object of a class of this package.
   *
   * @param file the bytes of the class file; none for no class
   * @return empty if there is none, or if this Java takes no new classes, as in a native image
   */
  static Optional<Object> of(Supplier<byte[]> file) {
    byte[] bytes = file.get();
    if (bytes.length == 0 || System.getProperty(NATIVE) != null) {
      return Optional.empty();
    }
    synchronized (OBJECTS) {
      Object object = OBJECTS.get(ByteBuffer.wrap(bytes));
      if (object == null) {
        try {
          object =
              MethodHandles.lookup()
                  .defineHiddenClass(bytes, true)
                  .lookupClass()
                  .getDeclaredConstructor()
                  .newInstance();
        } catch (ReflectiveOperationException | LinkageError | UnsupportedOperationException e) {
          return Optional.empty();
        }
        OBJECTS.put(ByteBuffer.wrap(bytes), object);
        if (OBJECTS.size() > KEPT) {
          OBJECTS.remove(OBJECTS.keySet().iterator().next());
        }
      }
      return Optional.of(object);
    }
  }
}
