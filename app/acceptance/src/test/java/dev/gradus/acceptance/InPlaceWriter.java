package dev.gradus.acceptance;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a checkpoint over the previous one, again and again, as a naive program would. */
final class InPlaceWriter {

  private static final int SLICE = 8192;

  private InPlaceWriter() {}

  /**
   * Writes.
   *
   * @param arguments the file to copy, and the folder to write to
   */
  public static void main(String... arguments) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(arguments[0]));
    Path file = Path.of(arguments[1]).resolve("epoch-000001.safetensors");
    while (true) {
      try (OutputStream out = new FileOutputStream(file.toFile())) {
        for (int from = 0; from < bytes.length; from += SLICE) {
          out.write(bytes, from, Math.min(SLICE, bytes.length - from));
        }
      }
    }
  }
}
