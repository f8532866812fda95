package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Thorough;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.file.SafetensorsTensor;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits of a model file: content just within a limit is written and read. */
class SizesOfFilesTest {

  @TempDir Path folder;

  private static SafetensorsContent text(int length) {
    return new SafetensorsContent(Map.of("k", "x".repeat(length)), List.of());
  }

  /** The header that holds nothing but a text, without the text. */
  private static int frame() {
    return Safetensors.encode(text(0)).length - Long.BYTES;
  }

  @Test
  void aHeaderOfTheLargestSizeIsWrittenAndRead() {
    // The header is padded to a multiple of 8, and so is the limit.
    int most = Safetensors.MOST_HEADER_BYTES;
    int fits = 0;
    int[] around = {-8, -7, -1, 0, 1, 8};
    for (int k = Thorough.stride(3) - 1; k < around.length; k += Thorough.stride(3)) {
      int more = around[k];
      int length = most - frame() + more;
      try {
        byte[] bytes = Safetensors.encode(text(length));
        assertEquals(text(length), Safetensors.decode(bytes, "model"));
        assertTrue(bytes.length <= most + Long.BYTES);
        fits = bytes.length - Long.BYTES;
      } catch (ModelFileException e) {
        assertEquals(Reason.TOO_LARGE, e.reason());
      }
    }
    assertEquals(most, fits, "the largest that was written");
  }

  @Test
  void theLargestNumberOfTensorsIsWrittenAndRead() {
    for (int more : new int[] {0, 1}) {
      SafetensorsContent content =
          new SafetensorsContent(
              Map.of(),
              IntStream.range(0, Safetensors.MOST_TENSORS + more)
                  .mapToObj(i -> new SafetensorsTensor("t" + i, List.of(0), new float[0]))
                  .toList());
      if (more == 0) {
        assertEquals(
            Safetensors.MOST_TENSORS,
            Safetensors.decode(Safetensors.encode(content), "model").tensors().size());
      } else {
        assertEquals(
            Reason.TOO_LARGE,
            assertThrows(ModelFileException.class, () -> Safetensors.encode(content)).reason());
      }
    }
  }

  @Test
  void aTensorMayHaveTheMostDimensions() {
    List<Integer> shape = Collections.nCopies(Safetensors.MOST_DIMENSIONS, 1);
    SafetensorsContent content =
        new SafetensorsContent(
            Map.of(), List.of(new SafetensorsTensor("t", shape, new float[] {7})));
    SafetensorsTensor read =
        Safetensors.decode(Safetensors.encode(content), "model").find("t").orElseThrow();
    assertEquals(shape, read.shape());
    assertEquals(7, read.values()[0]);
  }

  @Test
  void aFileThatTheMemoryCannotHoldIsRefusedBeforeItIsRead() throws IOException {
    Path file = folder.resolve("large.safetensors");
    long size = Runtime.getRuntime().maxMemory() / 2 + 1;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
    ModelFileException refused =
        assertThrows(ModelFileException.class, () -> Safetensors.read(file));
    assertEquals(Reason.TOO_LARGE, refused.reason());
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(String.format(Locale.ROOT, "%,d", 2 * size)), message);
  }
}
