package dev.gradus.engine.plugin;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.gradus.runtime.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipal;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies of jars in a folder that only this user can enter.
 *
 * <p>So exactly the hashed bytes are loaded, and replacing a jar does not affect a running program.
 * A process that is killed leaves its copies behind; the next one removes them. Each process holds
 * a lock on a file in its folder, so that the copies of a running process are recognised, even if
 * another container shares the folder for temporary files.
 */
final class PrivateCopies implements AutoCloseable {

  private static final String LOCK = "lock";
  private static final String PREFIX = "gradus-plugins-";

  /** A younger lock file may be about to be locked. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Path folder;
  private final FileChannel lock;
  private int count;

  /** Copies in the folder for temporary files. */
  PrivateCopies() {
    this(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** Copies in a folder where other processes may have left theirs. */
  PrivateCopies(Path temporary) {
    try {
      // Java makes it accessible to the owner only, if the file system has permissions.
      folder = Files.createTempDirectory(temporary, own());
      lock = FileChannel.open(folder.resolve(LOCK), CREATE_NEW, WRITE);
      lock.lock();
      removeStale(folder);
    } catch (IOException e) {
      throw new PluginException(
          "there is no place for private copies of plugin jars: " + e.getMessage(), e);
    }
  }

  /**
   * The name prefix of this process's folders. The process must not even open the lock files in
   * them: the system releases all locks on a file when its process closes the file once.
   */
  private static String own() {
    ProcessHandle process = ProcessHandle.current();
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return "%s%s-%s-".formatted(PREFIX, process.pid(), start);
  }

  /** Removes copies that belong to this user and whose process is gone, as far as it can. */
  private static void removeStale(Path own) {
    Path temporary = own.toAbsolutePath().getParent();
    try (DirectoryStream<Path> others = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      UserPrincipal user = Files.getOwner(own);
      for (Path other : others) {
        if (Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
            && !String.valueOf(other.getFileName()).startsWith(own())
            && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(user)
            && isStale(other.resolve(LOCK))) {
          delete(other);
        }
      }
    } catch (IOException | DirectoryIteratorException | UnsupportedOperationException e) {
      // They take up space but do no other harm; the next start tries again.
      return;
    }
  }

  /** Whether the lock is free. */
  private static boolean isStale(Path lock) {
    try (FileChannel channel = FileChannel.open(lock, WRITE, LinkOption.NOFOLLOW_LINKS)) {
      FileTime made = Files.getLastModifiedTime(lock, LinkOption.NOFOLLOW_LINKS);
      boolean fresh = made.toInstant().isAfter(Instant.now().minus(FRESH));
      return !fresh && channel.tryLock() != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * A copy.
   *
   * @param file the copy
   * @param sha256 of its bytes, in hexadecimal
   */
  record Copy(Path file, String sha256) {}

  /**
   * Copies a jar and hashes the copy.
   *
   * @throws IOException if it cannot be read, or is not a regular file
   */
  Copy of(Path jar) throws IOException {
    // Reading a pipe would block, and reading a device would never end.
    if (!Files.isRegularFile(jar)) {
      throw new IOException(jar.getFileName() + " is not a regular file");
    }
    Path place = Files.createDirectory(folder.resolve(String.valueOf(count++)));
    Path copy = place.resolve(String.valueOf(jar.getFileName()));
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest);
        OutputStream out = Files.newOutputStream(copy)) {
      in.transferTo(out);
    }
    return new Copy(copy, HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * Deletes the copies, as far as the system allows: some systems keep files that are still mapped.
   */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // The lock is then released when the process ends.
      folder.toFile().deleteOnExit();
    }
    delete(folder);
  }

  private static void delete(Path folder) {
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
