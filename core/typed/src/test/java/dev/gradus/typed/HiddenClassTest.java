package dev.gradus.typed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which class files make a loop, and how long it stays. */
class HiddenClassTest {

  private static final int POP = 87;

  /** The place of the high byte of the version. */
  private static final int VERSION = 6;

  private static byte[] file(int... code) {
    ByteBuffer bytes = ByteBuffer.allocate(code.length);
    for (int each : code) {
      bytes.put((byte) each);
    }
    return new ClassFile().bytes(LateLoop.OfActivation.class, "run", "([F[F[FII)V", bytes, 6);
  }

  @Test
  void wrongCodeIsNotHidden() {
    assertTrue(HiddenClass.of(() -> file(ClassFile.RETURN)).isPresent());
    assertThrows(VerifyError.class, () -> HiddenClass.of(() -> file(POP, ClassFile.RETURN)));
    byte[] damaged = file(ClassFile.RETURN);
    damaged[0] = 0;
    assertThrows(ClassFormatError.class, () -> HiddenClass.of(() -> damaged));
  }

  @Test
  void aVersionThatThisJavaDoesNotKnowMakesNone() {
    byte[] file = file(ClassFile.RETURN);
    file[VERSION] = 1;
    assertEquals(Optional.empty(), HiddenClass.of(() -> file));
  }

  @Test
  void aNativeImageIsNotEvenWrittenAFile() {
    String property = "org.graalvm.nativeimage.imagecode";
    System.setProperty(property, "runtime");
    try {
      assertEquals(
          Optional.empty(),
          HiddenClass.of(
              () -> {
                throw new AssertionError("no file is needed");
              }));
    } finally {
      System.clearProperty(property);
    }
  }

  @Test
  void aClassThatNobodyUsesIsUnloaded() throws InterruptedException {
    WeakReference<Class<?>> type = new WeakReference<>(made());
    for (int i = 0; i < 100 && type.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(type.get());
    assertFalse(HiddenClass.of(() -> file(0, ClassFile.RETURN)).isEmpty(), "it is made anew");
  }

  private static Class<?> made() {
    return HiddenClass.of(() -> file(0, ClassFile.RETURN)).orElseThrow().getClass();
  }
}
