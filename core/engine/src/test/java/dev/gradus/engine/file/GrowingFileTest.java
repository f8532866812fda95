package dev.gradus.engine.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was appended is read at any place, also after an interrupt and after the file is closed. */
class GrowingFileTest {

  @TempDir private Path folder;

  private static String read(GrowingFile file, long at, int length) {
    byte[] bytes = new byte[length];
    file.read(at, ByteBuffer.wrap(bytes));
    return new String(bytes, US_ASCII);
  }

  private static long append(GrowingFile file, String text) {
    return file.append(ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  @Test
  void whatWaitsToBeWrittenIsRead() {
    try (GrowingFile file = GrowingFile.scratch(folder)) {
      long first = append(file, "abcdef");
      long second = append(file, "ghi");
      assertEquals("cde", read(file, first + 2, 3));
      assertEquals("ghi", read(file, second, 3));
    }
  }

  @Test
  void whatIsMappedIsReadAfterTheFileIsClosed() {
    GrowingFile file = GrowingFile.scratch(folder);
    long first = append(file, "abcdef");
    file.seal(false);
    file.mapAll();
    file.close();
    assertEquals("bcd", read(file, first + 1, 3));
  }

  @Test
  void anInterruptedThreadReadsAndLeavesTheFileOpen() {
    try (GrowingFile file = GrowingFile.scratch(folder)) {
      long first = append(file, "abcdef");
      file.seal(false);
      file.mapAll();
      Thread.currentThread().interrupt();
      assertEquals("abc", read(file, first, 3));
      assertTrue(Thread.interrupted());
      // Only possible in an open file.
      file.overwrite(first, ByteBuffer.wrap("xyz".getBytes(US_ASCII)));
      assertEquals("xyzdef", read(file, first, 6));
    }
  }

  @Test
  void nothingIsReadBeyondTheEnd() {
    try (GrowingFile file = GrowingFile.scratch(folder)) {
      long first = append(file, "abcdef");
      assertThrows(IllegalArgumentException.class, () -> read(file, first + 4, 3));
    }
  }
}
