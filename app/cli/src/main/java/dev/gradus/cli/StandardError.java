package dev.gradus.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Standard error, wherever the start script has put it.
 *
 * <p>Java announces some of its modules on standard error, before any of our code runs. To hide
 * that, the script starts Java without standard error, and with ours in the place of standard
 * input.
 */
final class StandardError {

  private StandardError() {}

  static OutputStream open() {
    if (!"input".equals(System.getProperty("gradus.error"))) {
      return new FileOutputStream(FileDescriptor.err);
    }
    System.setIn(InputStream.nullInputStream());
    return new FileOutputStream(FileDescriptor.in);
  }
}
