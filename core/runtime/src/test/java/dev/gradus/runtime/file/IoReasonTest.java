package dev.gradus.runtime.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

/** Every exception of a file says why. */
class IoReasonTest {

  @Test
  void whereTheMessageIsButANameTheReasonIsAdded() {
    assertEquals("there is no such file or folder", IoReason.of(new NoSuchFileException("model")));
    assertEquals("permission is denied", IoReason.of(new AccessDeniedException("model")));
    assertEquals(
        "this file system cannot replace a file in one step",
        IoReason.of(new AtomicMoveNotSupportedException("a", "b", "Invalid cross-device link")));
  }

  @Test
  void theOtherReasonsAreInWordsToo() {
    assertEquals(
        "a file of this name exists already", IoReason.of(new FileAlreadyExistsException("m")));
    assertEquals("this is not a folder", IoReason.of(new NotDirectoryException("m")));
    assertEquals("the folder is not empty", IoReason.of(new DirectoryNotEmptyException("m")));
    assertEquals("it is not UTF-8", IoReason.of(new MalformedInputException(1)));
    assertEquals("it was interrupted", IoReason.of(new ClosedByInterruptException()));
  }

  @Test
  void otherwiseTheReasonIsThatOfTheException() {
    assertEquals(
        "No space left on device",
        IoReason.of(new FileSystemException("model", "other", "No space left on device")));
    assertEquals("Stream closed", IoReason.of(new IOException("Stream closed")));
  }

  @Test
  void theEndOfAFileThatGoesOnIsNamed() {
    assertEquals("it ends too early", IoReason.of(new EOFException()));
  }

  @Test
  void anExceptionThatSaysNothingIsNamed() {
    assertEquals("IOException", IoReason.of(new IOException()));
    assertEquals("FileSystemException", IoReason.of(new FileSystemException("model")));
  }
}
