package dev.gradus.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bodies of all requests take together. */
class BodyMemoryTest {

  private static final int ALL = 100_000;

  /** The first bytes of a body, which are not counted. */
  private static final int NOT_COUNTED = 16_384;

  private final BodyMemory memory = new BodyMemory(ALL);

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** Less, as much and more than is read at a time. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 32_768, 40_000})
  void aBodyIsReadWholeOrRefused(int length) throws IOException {
    byte[] body = bytes(length);
    try (BodyMemory.Share share = memory.share()) {
      assertArrayEquals(body, share.read(new ByteArrayInputStream(body), Math.max(1, length)));
      assertEquals(ALL - Math.max(0, length - NOT_COUNTED), memory.free());
    }
    assertEquals(ALL, memory.free());
    InputStream longer = new ByteArrayInputStream(bytes(length + 2));
    try (BodyMemory.Share share = memory.share()) {
      RefusedException refused =
          assertThrows(RefusedException.class, () -> share.read(longer, length + 1));
      assertEquals(413, refused.reply().status());
    }
    assertEquals(ALL, memory.free());
  }

  @Test
  void bytesAreTakenAsTheyArrive() {
    InputStream unfinished =
        new SequenceInputStream(
            new ByteArrayInputStream(bytes(50_000)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the client is too slow");
              }
            });
    try (BodyMemory.Share share = memory.share()) {
      assertThrows(IOException.class, () -> share.read(unfinished, 4 << 20));
      assertEquals(ALL - 2 * 16_384, memory.free());
    }
    assertEquals(ALL, memory.free());
  }

  @Test
  void whatARequestNeedsForItsReplyIsNotGivenToOthers() throws IOException {
    try (BodyMemory.Share share = memory.share()) {
      share.read(new ByteArrayInputStream(bytes(80_000)), 80_000);
      share.holdOnly(NOT_COUNTED + 10_000);
      assertEquals(ALL - 10_000, memory.free());
      assertThrows(RefusedException.class, () -> share.holdOnly(NOT_COUNTED + ALL + 1));
      assertEquals(ALL, memory.free());
    }
    assertEquals(ALL, memory.free());
  }

  @Test
  void aReplyTakesThePlaceOfItsRequest() throws IOException {
    try (BodyMemory.Share share = memory.share();
        BodyMemory.Share other = memory.share()) {
      share.read(new ByteArrayInputStream(bytes(80_000)), 80_000);
      share.holdOnly(NOT_COUNTED + 90_000);
      assertEquals(10_000, memory.free());
      assertThrows(RefusedException.class, () -> other.holdOnly(NOT_COUNTED + 10_001));
      other.holdOnly(NOT_COUNTED);
      assertEquals(10_000, memory.free());
    }
    assertEquals(ALL, memory.free());
  }
}
