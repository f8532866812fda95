package dev.gradus.fuzz;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for the files of one fuzzer, which is deleted when the process ends. */
final class Workplace {

  /** In memory, on Linux. Saving a model forces it to the disk, which takes long. */
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path folder;

  Workplace() {
    try {
      folder =
          Files.isWritable(MEMORY)
              ? Files.createTempDirectory(MEMORY, "gradus-fuzz-")
              : Files.createTempDirectory("gradus-fuzz-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> empty(folder.toFile())));
  }

  private static void empty(File file) {
    File[] inside = file.listFiles();
    for (File one : inside == null ? new File[0] : inside) {
      empty(one);
    }
    file.delete();
  }

  /** The path of a file, which may not exist. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Writes a new file. */
  Path write(String name, byte[] bytes) {
    try {
      return Files.write(file(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a file that was written here. */
  byte[] read(String name) {
    try {
      return Files.readAllBytes(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
