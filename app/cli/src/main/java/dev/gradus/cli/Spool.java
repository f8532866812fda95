package dev.gradus.cli;

import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.Bytes;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A copy of something that can be read only once, such as a pipe. It makes it possible to look at
 * the data before reading them.
 *
 * @param file in a temporary folder
 * @param name of the original, for messages
 */
record Spool(Path file, String name) implements AutoCloseable {

  /** Whether a file can be read only once, as a pipe or a device. */
  static boolean isNeededFor(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  /**
   * Copies a stream.
   *
   * @param in read to its end
   * @param name of the original, for messages; the path of a pipe or a device
   * @param mostBytes the largest number of bytes to copy
   * @throws DataException if the stream cannot be read, or is longer
   */
  static Spool of(InputStream in, String name, long mostBytes) {
    try {
      Path folder = Files.createTempDirectory("gradus-data");
      Spool spool = new Spool(folder.resolve(Path.of(name).getFileName()), name);
      boolean done = false;
      try {
        copy(in, spool.file, name, mostBytes);
        done = true;
        return spool;
      } finally {
        if (!done) {
          spool.close();
        }
      }
    } catch (IOException e) {
      throw new DataException(new Problem(name, "the data cannot be copied: " + IoReason.of(e)), e);
    }
  }

  private static void copy(InputStream in, Path file, String name, long mostBytes)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes += count;
        if (bytes > mostBytes) {
          throw new DataException(
              new Problem(
                  name,
                  "the data are larger than %s, too large to read without a file; save them as a file, or give the process more memory (java -Xmx)"
                      .formatted(Bytes.text(mostBytes))));
        }
        out.write(buffer, 0, count);
      }
    }
  }

  /**
   * Reads the copy. Messages about it name the original.
   *
   * @throws DataException as the reader does
   */
  <T> T read(Function<Path, T> reader) {
    try {
      return reader.apply(file);
    } catch (DataException e) {
      DataException placed = new DataException(e.problems().stream().map(this::placed).toList());
      placed.initCause(e);
      throw placed;
    }
  }

  private Problem placed(Problem problem) {
    String whole = file.toString();
    String copy = problem.where().startsWith(whole) ? whole : String.valueOf(file.getFileName());
    return problem.where().startsWith(copy)
        ? new Problem(name + problem.where().substring(copy.length()), problem.sentence())
        : problem;
  }

  /** Deletes the copy. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling(""));
    } catch (IOException e) {
      throw new DataException(
          new Problem(file.toString(), "the copy cannot be deleted: " + IoReason.of(e)), e);
    }
  }
}
