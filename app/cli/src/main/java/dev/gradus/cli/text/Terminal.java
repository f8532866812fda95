package dev.gradus.cli.text;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Standard output or standard error. All text leaves the command through this class.
 *
 * <p>Text is UTF-8 in any locale, and made {@link Visible}. Output that must not be changed goes
 * through {@link #data} or {@link #control}. The class remembers why something could not be
 * written, because a print stream does not report it.
 */
public final class Terminal extends PrintStream {

  private static final int BUFFER = 1 << 16;

  private final Remembering stream;

  private Terminal(Remembering stream) {
    super(new BufferedOutputStream(stream, BUFFER), true, StandardCharsets.UTF_8);
    this.stream = stream;
  }

  /** A terminal that writes to a file. */
  public static Terminal on(OutputStream file) {
    return new Terminal(new Remembering(file));
  }

  /** Writes data for another program, exactly as they are, as UTF-8. */
  public static void data(PrintStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
  }

  /** Moves the cursor, or clears part of the line. */
  public static void control(PrintStream out, String sequence) {
    data(out, sequence);
  }

  @Override
  public void print(String text) {
    super.print(Visible.text(text));
  }

  @Override
  public void println(String text) {
    super.println(Visible.text(text));
  }

  @Override
  public void print(Object value) {
    print(String.valueOf(value));
  }

  @Override
  public void print(char[] text) {
    print(String.valueOf(text));
  }

  @Override
  public void println(char[] text) {
    println(String.valueOf(text));
  }

  @Override
  public void println(Object value) {
    println(String.valueOf(value));
  }

  /** The reason why the output is incomplete, if it is. */
  public Optional<String> failure() {
    return checkError() ? Optional.of(stream.reason) : Optional.empty();
  }

  /**
   * Whether output failed because the reader has closed it, as {@code head} does. The message of
   * the system is in the language of the user, so this method writes to a closed pipe to see it.
   */
  public static boolean isClosedPipe(String reason) {
    String said = "";
    try {
      Pipe pipe = Pipe.open();
      pipe.source().close();
      try (Pipe.SinkChannel sink = pipe.sink()) {
        sink.write(ByteBuffer.allocate(1));
      }
    } catch (IOException e) {
      said = String.valueOf(e.getMessage());
    }
    // On Windows, the message for this channel differs from that for a pipe.
    return reason.equals(said) || reason.contains("pipe");
  }

  /** Remembers the first reason why it could not write. */
  private static final class Remembering extends FilterOutputStream {

    private String reason = "";

    Remembering(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        if (reason.isEmpty()) {
          reason = String.valueOf(e.getMessage());
        }
        throw e;
      }
    }
  }
}
