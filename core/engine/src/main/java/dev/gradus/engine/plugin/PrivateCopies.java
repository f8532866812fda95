package dev.gradus.engine.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies of jars in a folder that only this user can enter.
 *
 * <p>What was hashed is then what is loaded, and whoever replaces a jar does not pull it away from
 * under a running program.
 */
final class PrivateCopies implements AutoCloseable {

  private final Path folder;
  private int count;

  PrivateCopies() {
    try {
      // Java gives it rights for the owner alone, where the file system has such rights.
      folder = Files.createTempDirectory("gradus-plugins-");
    } catch (IOException e) {
      throw new PluginException(
          "there is no place for private copies of plugin jars: " + e.getMessage(), e);
    }
  }

  /**
   * A copy.
   *
   * @param file where it lies
   * @param sha256 of its bytes, in hexadecimal
   */
  record Copy(Path file, String sha256) {}

  /**
   * Copies a jar, and hashes what was copied.
   *
   * @throws IOException if it cannot be read, or is no regular file
   */
  Copy of(Path jar) throws IOException {
    // A pipe would be waited for, and a device would never end.
    if (!Files.isRegularFile(jar)) {
      throw new IOException(jar.getFileName() + " is no regular file");
    }
    Path place = Files.createDirectory(folder.resolve(String.valueOf(count++)));
    Path copy = place.resolve(String.valueOf(jar.getFileName()));
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest);
        OutputStream out = Files.newOutputStream(copy)) {
      in.transferTo(out);
    }
    return new Copy(copy, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Deletes them, as far as the system lets it: some keep files that are still mapped. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        if (!deleted(file)) {
          file.toFile().deleteOnExit();
        }
      }
    } catch (IOException e) {
      folder.toFile().deleteOnExit();
    }
  }

  private static boolean deleted(Path file) {
    try {
      Files.delete(file);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
