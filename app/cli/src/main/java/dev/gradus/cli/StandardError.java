package dev.gradus.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;

/**
 * Standard error, wherever the start script has put it.
 *
 * <p>Java announces some of its modules on standard error, before any of our code runs. To hide
 * that, the script starts Java without standard error, and names the place where it can be opened.
 */
final class StandardError {

  /** The place, such as /dev/fd/3. */
  private static final String PLACE = "gradus.error";

  private StandardError() {}

  static OutputStream open() {
    String place = System.getProperty(PLACE);
    if (place == null) {
      return new FileOutputStream(FileDescriptor.err);
    }
    try {
      return open(place);
    } catch (IOException e) {
      return new FileOutputStream(FileDescriptor.err);
    }
  }

  @SuppressWarnings("try")
  private static OutputStream open(String place) throws IOException {
    // If the reader of a pipe has gone, it cannot be opened only for writing: this would wait for
    // another reader. Afterwards, writing fails as it should.
    try (RandomAccessFile reader = new RandomAccessFile(place, "rw")) {
      return new FileOutputStream(place, true);
    } catch (IOException e) {
      // Where this is not allowed, as on macOS, nothing waits.
      return new FileOutputStream(place, true);
    }
  }
}
