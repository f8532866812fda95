package dev.gradus.runtime.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/**
 * Explains why a file could not be read or written: the message of many exceptions is just the file
 * name.
 */
public final class IoReason {

  private IoReason() {}

  /**
   * The reason, without the name of the file and without a full stop. If the file does not exist,
   * the reason also proposes one with a similar name.
   */
  public static String of(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return Optional.ofNullable(missing.getFile())
          .map(NearFile::reason)
          .orElse("there is no such file or folder");
    }
    if (e instanceof AccessDeniedException) {
      return "permission is denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file of this name exists already";
    }
    if (e instanceof NotDirectoryException) {
      return "this is not a folder";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    if (e instanceof CharacterCodingException) {
      return "it is not UTF-8";
    }
    if (e instanceof EOFException) {
      return "it ends too early";
    }
    if (e instanceof ClosedByInterruptException) {
      return "it was interrupted";
    }
    if (e instanceof AtomicMoveNotSupportedException) {
      return "this file system cannot replace a file in one step";
    }
    Optional<String> reason =
        e instanceof FileSystemException file
            ? Optional.ofNullable(file.getReason())
            : Optional.ofNullable(e.getMessage());
    return reason.orElseGet(() -> e.getClass().getSimpleName());
  }
}
