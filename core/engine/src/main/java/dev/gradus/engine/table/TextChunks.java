package dev.gradus.engine.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a text file into chunks of bytes that can be read independently: after line ends, as far as
 * there are any.
 *
 * <p>The bytes are UTF-8, or to be refused as not being it; a character is never cut, nor is CR LF.
 */
final class TextChunks {

  /** The maximum number of continuation bytes of a character in UTF-8. */
  private static final int MOST_CONTINUATIONS = 3;

  /** The initial size of the buffer; small files need no more. */
  private static final int SMALLEST = 1 << 12;

  private final InputStream in;
  private final String origin;
  private final int size;
  private byte[] rest = new byte[0];
  private long position;
  private boolean ended;
  private boolean atLineStart = true;

  /**
   * Cuts a stream.
   *
   * @param in not closed
   * @param size the length of a chunk in bytes, as far as lines allow; at least 1
   */
  TextChunks(InputStream in, String origin, int size) {
    this.in = in;
    this.origin = origin;
    this.size = size;
  }

  /** Part of the file. */
  static final class Chunk {
    private byte[] bytes = new byte[0];
    private int length;
    private long position;
    private boolean last;
    private boolean startsLine;

    private void reserve(int capacity) {
      if (bytes.length < capacity) {
        bytes = Arrays.copyOf(bytes, capacity);
      }
    }

    /** The bytes, of which the first {@link #length} count; not to be modified. */
    byte[] bytes() {
      return bytes;
    }

    int length() {
      return length;
    }

    /** The number of bytes before it. */
    long position() {
      return position;
    }

    /** Whether the file ends with it. */
    boolean isLast() {
      return last;
    }

    /** Whether it begins after a line end. */
    boolean startsLine() {
      return startsLine;
    }
  }

  /** Whether the last chunk was taken. */
  boolean ended() {
    return ended;
  }

  /**
   * Takes the next chunk; the last one may be empty.
   *
   * @param chunk what to read it into
   */
  void next(Chunk chunk) {
    int length = rest.length;
    chunk.reserve(length);
    System.arraycopy(rest, 0, chunk.bytes, 0, length);
    chunk.startsLine = atLineStart;
    int cut = 0;
    for (int wanted = Math.max(size, length + 1); cut == 0 && !ended; wanted = 2 * length) {
      length = fill(chunk, length, wanted);
      cut = ended ? length : behindLastLine(chunk.bytes, length);
      atLineStart = cut > 0;
      if (cut == 0 && !ended) {
        cut = beforeLastCharacter(chunk.bytes, length);
      }
    }
    rest = Arrays.copyOfRange(chunk.bytes, cut, length);
    chunk.length = cut;
    chunk.last = ended;
    chunk.position = position;
    position += cut;
  }

  /** Reads until a chunk has the wanted bytes, or to the end, and returns how many it has. */
  private int fill(Chunk chunk, int present, int wanted) {
    int length = present;
    while (length < wanted) {
      Reading.check(origin);
      if (length == chunk.bytes.length) {
        chunk.reserve(Math.min(wanted, Math.max(SMALLEST, 2 * length)));
      }
      int count;
      try {
        count = in.read(chunk.bytes, length, Math.min(wanted, chunk.bytes.length) - length);
      } catch (IOException e) {
        throw CsvReader.cannotBeRead(origin, e);
      }
      if (count < 0) {
        ended = true;
        return length;
      }
      length += count;
    }
    return length;
  }

  /** A CR that comes last may be the first half of CR LF. */
  private static int behindLastLine(byte[] bytes, int length) {
    for (int cut = length; cut > 0; cut--) {
      byte before = bytes[cut - 1];
      if (before == '\n' || (before == '\r' && cut < length && bytes[cut] != '\n')) {
        return cut;
      }
    }
    return 0;
  }

  /** The last character may not be whole yet. */
  private static int beforeLastCharacter(byte[] bytes, int length) {
    int first = length - 1;
    while (first > 0 && length - first <= MOST_CONTINUATIONS && (bytes[first] & 0xC0) == 0x80) {
      first--;
    }
    return first;
  }
}
