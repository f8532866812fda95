package dev.gradus.engine.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Set;

/**
 * The operations of the operating system that {@link AtomicFile} uses, one method for each step;
 * tests check their order and let each fail.
 */
class Disk {

  /** Creates an empty file with default permissions; fails if it exists. */
  void create(Path file) throws IOException {
    Files.createFile(file);
  }

  /**
   * Gives a file the permissions of another, and its owner write permission, if the file system has
   * permissions.
   */
  void permitAs(Path other, Path file) throws IOException {
    PosixFileAttributeView from = Files.getFileAttributeView(other, PosixFileAttributeView.class);
    PosixFileAttributeView to = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (from != null && to != null) {
      Set<PosixFilePermission> permissions = new HashSet<>(from.readAttributes().permissions());
      permissions.add(PosixFilePermission.OWNER_WRITE);
      try {
        to.setPermissions(permissions);
      } catch (FileSystemException e) {
        // Some file systems show permissions but do not allow setting them; the content is what
        // counts.
        return;
      }
    }
  }

  /** Opens the file. Unlike a channel, a stream of a local file is not closed by an interrupt. */
  OutputStream open(Path file) throws IOException {
    return isOfMachine(file) ? new FileOutputStream(file.toFile()) : Files.newOutputStream(file);
  }

  /** Waits until the written bytes are on the disk itself, if there is one. */
  void force(OutputStream file) throws IOException {
    if (file instanceof FileOutputStream ofMachine) {
      ofMachine.getFD().sync();
    }
  }

  /**
   * Renames a file to the name of another, replacing that one atomically. Java file systems, such
   * as that of a zip file, need an explicit option to replace it.
   */
  void replace(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes a file. */
  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /**
   * Whether a path belongs to the operating system's file system, and not, for instance, to a zip
   * file.
   */
  static boolean isOfMachine(Path path) {
    return path.getFileSystem().equals(FileSystems.getDefault());
  }

  /** Waits until the names in a folder are on the disk itself, if there is one. */
  void forceFolder(Path folder) throws IOException {
    if (!isOfMachine(folder)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
