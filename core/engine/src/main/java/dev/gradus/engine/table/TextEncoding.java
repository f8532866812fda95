package dev.gradus.engine.table;

import dev.gradus.runtime.problem.DataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The encoding of the characters of a text file: guesses it, and converts it to UTF-8, which tables
 * are read from.
 */
final class TextEncoding {

  /** The encoding of most files. */
  static final String USUAL = "utf-8";

  private static final String WESTERN = "windows-1252";

  /** Has characters for the bytes that {@link #WESTERN} does not use. */
  private static final String LATIN = "iso-8859-1";

  /** The bytes that windows-1252 does not use. */
  private static final String UNUSED = "\u0081\u008D\u008F\u0090\u009D";

  private static final int CHUNK = 1 << 16;

  /** The number of bytes at the beginning in which zeros show that each character has two. */
  private static final int FIRST = 64;

  private TextEncoding() {}

  /**
   * The encoding with some name.
   *
   * @throws IllegalArgumentException with a sentence, if Java does not know it
   */
  static Charset named(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "encoding must be one that Java knows, such as utf-8, utf-16, windows-1252 or iso-8859-1, but is '%s'"
              .formatted(name),
          e);
    }
  }

  /** Whether two names are those of the same encoding. */
  static boolean isSame(String one, String other) {
    return named(one).equals(named(other));
  }

  /** Whether the characters of ASCII are bytes in it, as in UTF-8, but not in UTF-16. */
  static boolean isOfBytes(String name) {
    Charset encoding = named(name);
    return encoding.canEncode()
        && Arrays.equals("a,1".getBytes(encoding), "a,1".getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether the guess is only that the file is not UTF-8, so that the letters may be others. */
  static boolean isDoubtful(String guessed) {
    return guessed.equals(WESTERN) || guessed.equals(LATIN);
  }

  /**
   * Guesses the encoding of a file: UTF-16 by its first bytes, UTF-8 if all of it is, else
   * windows-1252, or ISO 8859-1 if it has bytes that windows-1252 does not use. A file with other
   * zero bytes is not text, and is left to the reader to refuse.
   */
  static String of(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return USUAL;
    }
    try (InputStream in = CsvFile.open(file)) {
      return new Guess().of(in, true);
    }
  }

  /** The same from the beginning of a file alone. */
  static String ofBeginning(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return USUAL;
    }
    try (InputStream in = CsvFile.open(file)) {
      return ofBeginning(new ByteArrayInputStream(in.readNBytes(CHUNK)));
    }
  }

  /** The same for the beginning of a text, which may end within a character. */
  static String ofBeginning(InputStream in) throws IOException {
    return new Guess().of(in, false);
  }

  private static final class Guess {
    /** The lowest bit of each of eight bytes. */
    private static final long ONES = 0x0101010101010101L;

    /** The highest bit of each of eight bytes. */
    private static final long SIGNS = ONES << 7;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer unused = CharBuffer.allocate(CHUNK);
    private boolean isUtf8 = true;
    private boolean hasUnused;

    String of(InputStream in, boolean whole) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
      int count = in.readNBytes(bytes.array(), 0, CHUNK);
      String wide = ofWide(bytes.array(), count);
      if (!wide.isEmpty()) {
        return wide;
      }
      while (count > 0) {
        if (bytes.position() == 0 && isPlain(bytes, count)) {
          count = in.readNBytes(bytes.array(), 0, CHUNK);
          continue;
        }
        for (int i = bytes.position(); i < bytes.position() + count; i++) {
          byte each = bytes.array()[i];
          if (each == 0) {
            return USUAL;
          }
          hasUnused |= each < 0 && UNUSED.indexOf((char) (each & 0xFF)) >= 0;
        }
        bytes.limit(bytes.position() + count).position(0);
        if (isUtf8) {
          isUtf8 = !decoder.decode(bytes, unused.clear(), false).isError();
        }
        if (!isUtf8) {
          bytes.position(bytes.limit());
        }
        bytes.compact();
        count = in.readNBytes(bytes.array(), bytes.position(), bytes.remaining());
      }
      return isUtf8 && (!whole || bytes.position() == 0) ? USUAL : hasUnused ? LATIN : WESTERN;
    }

    /** Whether all bytes are characters of ASCII, and none is zero; looks at eight at once. */
    private static boolean isPlain(ByteBuffer bytes, int count) {
      long signs = 0;
      int at = 0;
      for (; at + Long.BYTES <= count; at += Long.BYTES) {
        long eight = bytes.getLong(at);
        // Of bytes without a sign, this subtraction sets the sign of a zero, or of one next to it.
        signs |= eight | (eight - ONES);
      }
      boolean plain = (signs & SIGNS) == 0;
      for (; at < count; at++) {
        plain &= bytes.get(at) > 0;
      }
      return plain;
    }

    /** UTF-16, or empty. */
    private static String ofWide(byte[] bytes, int count) {
      if (count < 2) {
        return "";
      }
      int mark = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
      if (mark == 0xFEFF || mark == 0xFFFE) {
        return "utf-16";
      }
      int[] zeros = new int[2];
      int length = Math.min(FIRST, count) / 2 * 2;
      for (int i = 0; i < length; i++) {
        zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
      }
      boolean high = zeros[0] * 4 > length && zeros[1] == 0;
      boolean low = zeros[1] * 4 > length && zeros[0] == 0;
      return high ? "utf-16be" : low ? "utf-16le" : "";
    }
  }

  /**
   * The text of a stream in UTF-8.
   *
   * @param origin what to call the stream in messages
   */
  static InputStream inUtf8(InputStream in, String origin, Charset encoding) {
    return encoding.equals(StandardCharsets.UTF_8) ? in : new Converted(in, origin, encoding);
  }

  /** A stream that converts another one. It is not closed. */
  private static final class Converted extends InputStream {
    private final InputStream in;
    private final String origin;
    private final Charset encoding;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(CHUNK).limit(0);
    private final ByteBuffer converted = ByteBuffer.allocate(4 * CHUNK).limit(0);
    private boolean ended;
    private boolean failed;
    private int line = 1;

    Converted(InputStream in, String origin, Charset encoding) {
      this.in = in;
      this.origin = origin;
      this.encoding = encoding;
      this.decoder =
          encoding
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      while (!converted.hasRemaining()) {
        if (failed) {
          throw malformed();
        }
        if (ended && !bytes.hasRemaining() && !chars.hasRemaining()) {
          return -1;
        }
        convert();
      }
      int count = Math.min(most, converted.remaining());
      converted.get(into, from, count);
      return count;
    }

    private void convert() throws IOException {
      bytes.compact();
      int count = ended ? -1 : in.read(bytes.array(), bytes.position(), bytes.remaining());
      ended |= count < 0;
      bytes.position(bytes.position() + Math.max(0, count)).flip();
      chars.compact();
      CoderResult result = decoder.decode(bytes, chars, ended);
      failed = result.isError() || (ended && result.isUnderflow() && bytes.hasRemaining());
      chars.flip();
      for (int i = chars.position(); i < chars.limit(); i++) {
        line += chars.get(i) == '\n' ? 1 : 0;
      }
      converted.clear();
      encoder.encode(chars, converted, ended && !failed);
      converted.flip();
    }

    private DataException malformed() {
      byte[] next = new byte[Math.min(2, bytes.remaining())];
      bytes.duplicate().get(next);
      return new DataException(
          origin + ":" + line,
          "the bytes %s are not a character in the encoding %s; name the encoding that the file has (format: {encoding: …}), or save it in UTF-8"
              .formatted(hex(next), encoding.name()));
    }

    private static String hex(byte[] bytes) {
      StringBuilder text = new StringBuilder();
      for (byte each : bytes) {
        text.append(text.length() == 0 ? "" : " ").append("0x%02X".formatted(each));
      }
      return Arrays.equals(bytes, new byte[0]) ? "at the end" : text.toString();
    }
  }
}
