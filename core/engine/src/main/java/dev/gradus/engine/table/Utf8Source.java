package dev.gradus.engine.table;

import dev.gradus.runtime.problem.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The characters of a text file in UTF-8, strictly: bytes that are not UTF-8, and NUL characters,
 * are refused with their line.
 *
 * <p>A byte order mark at the start is skipped. Counts bytes and lines as it reads.
 */
final class Utf8Source extends Reader {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private final String origin;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).flip();
  private final CharBuffer chars = CharBuffer.allocate(1 << 14).flip();
  private long bytesRead;
  private boolean inputEnded;
  private boolean started;
  private long line = 1;
  private boolean afterCarriageReturn;

  /**
   * Reads from a stream.
   *
   * @param in closed together with this source
   * @param origin what to call it in messages
   */
  Utf8Source(InputStream in, String origin) {
    this.in = in;
    this.origin = origin;
  }

  /** The number of bytes taken from the stream so far, a little more than was handed out. */
  long bytesRead() {
    return bytesRead;
  }

  @Override
  public int read(char[] into, int from, int length) {
    if (!chars.hasRemaining() && !decodeMore()) {
      return -1;
    }
    int count = Math.min(length, chars.remaining());
    chars.get(into, from, count);
    return count;
  }

  /** Fills the empty buffer of characters; false at the end of the file. */
  private boolean decodeMore() {
    chars.clear();
    while (true) {
      CoderResult result = decoder.decode(bytes, chars, inputEnded);
      if (chars.position() > 0) {
        chars.flip();
        dropByteOrderMark();
        inspect();
        if (chars.hasRemaining()) {
          return true;
        }
        chars.clear();
      } else if (result.isError()) {
        throw notUtf8();
      } else if (inputEnded) {
        return false;
      } else {
        readMore();
      }
    }
  }

  private void readMore() {
    Reading.check(origin);
    bytes.compact();
    int count;
    try {
      count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    } catch (IOException e) {
      throw CsvReader.cannotBeRead(origin, e);
    }
    inputEnded = count < 0;
    bytes.position(bytes.position() + Math.max(count, 0));
    bytes.flip();
    bytesRead += Math.max(count, 0);
  }

  private void dropByteOrderMark() {
    if (!started && chars.get(chars.position()) == BYTE_ORDER_MARK) {
      chars.get();
    }
    started = true;
  }

  /** Counts line ends (LF, CR, or both together) and looks for NUL. */
  private void inspect() {
    for (int i = chars.position(); i < chars.limit(); i++) {
      char c = chars.get(i);
      if (c == '\r' || (c == '\n' && !afterCarriageReturn)) {
        line++;
      } else if (c == '\0') {
        throw new DataException(
            origin + ":" + line,
            "there is a NUL character in this line, so the file is not text in UTF-8, or it is damaged;"
                + " save it as CSV in UTF-8");
      }
      afterCarriageReturn = c == '\r';
    }
  }

  private DataException notUtf8() {
    long offset = bytesRead - bytes.remaining();
    return new DataException(
        origin + ":" + line,
        String.format(
            Locale.ROOT,
            "byte %s of the file (0x%02X) is not UTF-8; save the file in UTF-8",
            offset,
            bytes.get(bytes.position())));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
