package dev.gradus.runtime.file;

import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import dev.gradus.runtime.problem.OutputException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes and reads named tensors and strings in the safetensors format, with a checksum.
 *
 * <h2>Principle</h2>
 *
 * A JSON header gives the position of each tensor in the bytes after it. Every safetensors library
 * can read the files that this class writes. This class reads only its own files: one metadata
 * entry is a checksum of all other bytes, which is verified before anything else is used, and a
 * file without it is refused. Equal content gives equal bytes.
 *
 * <h2>Grammar</h2>
 *
 * <pre>
 * file     = length header data
 * length   = the number of bytes of the header, 8 bytes, unsigned, little-endian; a multiple of 8
 * header   = json *SP                              UTF-8, padded with spaces to a multiple of 8 bytes
 * json     = "{" metadata *("," tensor) "}"        without blanks or line ends between the tokens
 * metadata = "__metadata__" ":" "{" "gradus.checksum" ":" checksum *("," name ":" text) "}"
 * checksum = 64 lower-case hexadecimal digits in quotes
 * tensor   = name ":" "{" "dtype" ":" type "," "shape" ":" "[" lengths "]" ","
 *            "data_offsets" ":" "[" begin "," end "]" "}"
 * type     = "F32" | "F64"                         IEEE 754 binary32 and binary64
 * data     = the values of the tensors, one after the other: little-endian, row-major
 * </pre>
 *
 * <p>Names and texts are JSON strings; the metadata names after the checksum are in ascending
 * order. {@code begin} and {@code end} count bytes from the start of the data. The first tensor
 * begins at 0, each further tensor begins where the one before it ends, and the last ends with the
 * file: there are no gaps and no overlaps, and nothing follows the end.
 *
 * <p>The checksum is the SHA-256 of the whole file, length and padding included, in which the 64
 * digits of the checksum are replaced by the digit 0. They always begin at byte {@value
 * #CHECKSUM_OFFSET}. So any changed bit is detected: in the digits because they no longer match,
 * anywhere else because the sum changes. The checksum protects against accidents, not against
 * forgery.
 *
 * <h2>Limits</h2>
 *
 * <ul>
 *   <li>header: {@value #MOST_HEADER_BYTES} bytes
 *   <li>tensors: {@value #MOST_TENSORS}; dimensions of a tensor: {@value #MOST_DIMENSIONS}
 *   <li>values of a tensor, and bytes of a file: 2<sup>31</sup> - 1, less a few
 *   <li>reading takes twice the size of the file in memory, and eight times the size of its header
 *       in addition; a file for which there is not enough memory is refused before it is read
 * </ul>
 */
public final class Safetensors {

  /** The largest header, in bytes: 16 MiB, enough for as many columns as a table can have. */
  public static final int MOST_HEADER_BYTES = 16_777_216;

  /** The largest number of tensors. */
  public static final int MOST_TENSORS = 10_000;

  /** The largest number of dimensions of a tensor. */
  public static final int MOST_DIMENSIONS = 8;

  /** The metadata name of the checksum. */
  public static final String CHECKSUM = "gradus.checksum";

  /** The header key of the metadata, next to the tensors. */
  public static final String METADATA = "__metadata__";

  private static final int LENGTH_BYTES = 8;
  private static final int ALIGNMENT = 8;
  private static final int CHECKSUM_DIGITS = 64;

  /** The memory for the content of a header, as a multiple of its size. */
  private static final long HEADER_SHARE = 8;

  /** The start of every header. */
  private static final byte[] BEGINNING =
      ("{\"" + METADATA + "\":{\"" + CHECKSUM + "\":\"").getBytes(StandardCharsets.US_ASCII);

  /**
   * The position of the checksum digits: 8 bytes for the length, 36 for the start of the header.
   */
  private static final int CHECKSUM_OFFSET = 44;

  /** The length, the start of the header, and the digits. */
  private static final int SHORTEST = CHECKSUM_OFFSET + CHECKSUM_DIGITS;

  /** The maximum array length, slightly below the largest int. */
  private static final int MOST_FILE_BYTES = Integer.MAX_VALUE - 8;

  private Safetensors() {}

  /**
   * Writes the bytes of a file to a stream and flushes it.
   *
   * @throws ModelFileException if the content is beyond a limit
   * @throws OutputException if the stream fails
   */
  public static void write(OutputStream out, SafetensorsContent content) {
    byte[] bytes = encode(content);
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new OutputException(
          Problem.of("the model cannot be written to the stream: " + IoReason.of(e)), e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws ModelFileException if it cannot be read, exceeds a limit, or is not exactly as it was
   *     written
   */
  public static SafetensorsContent read(Path file) {
    String where = file.toString();
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new ModelFileException(
          Reason.UNREADABLE, new Problem(where, "this is a folder or a device, not a model file"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      byte[] length = in.readNBytes(LENGTH_BYTES);
      long header = length.length < LENGTH_BYTES ? 0 : headerBytes(length);
      checkSize(size, header < 0 || header > size ? 0 : header, where);
      byte[] bytes = Arrays.copyOf(length, (int) size);
      int read = in.readNBytes(bytes, length.length, bytes.length - length.length);
      if (length.length + read < size || in.read() >= 0) {
        throw new IOException("it is being written to; read it when that is done");
      }
      return decode(bytes, String.valueOf(file.getFileName()));
    } catch (IOException e) {
      throw new ModelFileException(
          Reason.UNREADABLE, new Problem(where, "the file cannot be read: " + IoReason.of(e)), e);
    }
  }

  /**
   * Reads a stream that holds a file and nothing else. It is read up to the length that its header
   * declares; a further byte is an error.
   *
   * @param in read to its end, not closed
   * @param where its name in messages
   * @throws ModelFileException if it cannot be read, exceeds a limit, ends early, has extra bytes
   *     after the file, or is not exactly as it was written
   */
  public static SafetensorsContent read(InputStream in, String where) {
    try {
      return decode(bytesOf(in, where), where);
    } catch (IOException e) {
      throw new ModelFileException(
          Reason.UNREADABLE, new Problem(where, "the model cannot be read: " + IoReason.of(e)), e);
    }
  }

  private static byte[] bytesOf(InputStream in, String where) throws IOException {
    byte[] head = headOf(in, where);
    long dataBytes = dataBytes(head, where);
    long size = head.length + dataBytes;
    checkSize(size, head.length - LENGTH_BYTES, where);
    byte[] data = in.readNBytes((int) dataBytes);
    if (data.length < dataBytes) {
      throw ModelText.corrupt(
          where,
          String.format(
              Locale.ROOT,
              "it ends after %,d of its %,d bytes; it was truncated, so copy or read it again",
              head.length + data.length,
              size));
    }
    if (in.read() >= 0) {
      throw ModelText.corrupt(
          where, String.format(Locale.ROOT, "it has extra bytes after its %,d bytes", size));
    }
    byte[] bytes = Arrays.copyOf(head, (int) size);
    System.arraycopy(data, 0, bytes, head.length, data.length);
    return bytes;
  }

  /** Reads the length of the header, and the header. */
  private static byte[] headOf(InputStream in, String where) throws IOException {
    byte[] first = in.readNBytes(SHORTEST);
    int length = LENGTH_BYTES + headerBytes(first, where);
    checkSize(length, length - LENGTH_BYTES, where);
    byte[] rest = in.readNBytes(length - first.length);
    if (first.length + rest.length < length) {
      throw ModelText.corrupt(
          where, "it ends within its header; it was truncated, so copy or read it again");
    }
    byte[] head = Arrays.copyOf(first, length);
    System.arraycopy(rest, 0, head, first.length, rest.length);
    return head;
  }

  private static int headerBytes(byte[] first, String where) {
    try {
      checkBeginning(first);
      return checkedLength(headerBytes(first), MOST_HEADER_BYTES);
    } catch (IOException e) {
      throw refusal(first, where, e);
    }
  }

  /** The number of bytes after the header, as the header declares it. */
  private static long dataBytes(byte[] head, String where) {
    try {
      long end = 0;
      for (SafetensorsHeader.Entry entry : parse(head, head.length).entries()) {
        if (entry.end() < end) {
          throw new IOException(
              "tensor '%s' ends before the one before it".formatted(entry.name()));
        }
        end = entry.end();
      }
      return end;
    } catch (IOException | IllegalArgumentException e) {
      throw ModelText.corrupt(where, String.valueOf(e.getMessage()), e);
    }
  }

  /** The length of the header according to the first bytes of a file; may be any number. */
  private static long headerBytes(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static void checkSize(long size, long header, String where) {
    long memory = Runtime.getRuntime().maxMemory();
    long needed = 2 * size + HEADER_SHARE * Math.min(header, MOST_HEADER_BYTES);
    if (size > MOST_FILE_BYTES || needed > memory) {
      throw new ModelFileException(
          Reason.TOO_LARGE,
          new Problem(
              where,
              String.format(
                  Locale.ROOT,
                  "the file has %,d bytes, and reading it needs %,d; the limits are %,d bytes a file and the %,d bytes of this process (java -Xmx)",
                  size,
                  needed,
                  MOST_FILE_BYTES,
                  memory)));
    }
  }

  /**
   * The bytes of a file.
   *
   * @throws ModelFileException if the content exceeds a limit
   * @throws IllegalArgumentException if a name or text is not Unicode (half of a surrogate pair)
   */
  public static byte[] encode(SafetensorsContent content) {
    Layout layout = layOut(content);
    ByteBuffer bytes = ByteBuffer.allocate((int) layout.size()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(layout.padded()).put(layout.header());
    while (bytes.position() < LENGTH_BYTES + layout.padded()) {
      bytes.put((byte) ' ');
    }
    for (SafetensorsTensor tensor : content.tensors()) {
      tensor.writeTo(bytes);
    }
    bytes.put(CHECKSUM_OFFSET, checksum(bytes.array()));
    return bytes.array();
  }

  /**
   * Checks that content fits into a file, without allocating memory for it.
   *
   * @throws ModelFileException if the content exceeds a limit
   */
  public static void check(SafetensorsContent content) {
    layOut(content);
  }

  /**
   * The layout of a file.
   *
   * @param header without the padding
   * @param padded the length of the header with padding
   * @param size of the file
   */
  private record Layout(ByteBuffer header, int padded, long size) {}

  private static Layout layOut(SafetensorsContent content) {
    List<SafetensorsHeader.Entry> entries = entriesOf(content);
    Map<String, String> metadata = new TreeMap<>(content.metadata());
    metadata.put(CHECKSUM, "0".repeat(CHECKSUM_DIGITS));
    byte[] header = utf8(new SafetensorsHeader(metadata, entries).toJson());
    int padded = (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    long dataBytes = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end();
    long size = LENGTH_BYTES + padded + dataBytes;
    checkLimits(content, padded, size);
    return new Layout(ByteBuffer.wrap(header), padded, size);
  }

  private static List<SafetensorsHeader.Entry> entriesOf(SafetensorsContent content) {
    List<SafetensorsHeader.Entry> entries = new ArrayList<>();
    long begin = 0;
    for (SafetensorsTensor tensor : content.tensors()) {
      long end = begin + (long) tensor.type().bytes() * tensor.size();
      entries.add(
          new SafetensorsHeader.Entry(tensor.name(), tensor.type(), tensor.shape(), begin, end));
      begin = end;
    }
    return entries;
  }

  private static void checkLimits(SafetensorsContent content, int headerBytes, long size) {
    if (headerBytes > MOST_HEADER_BYTES
        || content.tensors().size() > MOST_TENSORS
        || size > MOST_FILE_BYTES) {
      throw new ModelFileException(
          Reason.TOO_LARGE,
          Problem.of(
              String.format(
                  Locale.ROOT,
                  "%,d tensors, a header of %,d bytes and a file of %,d bytes are too much for a model file; the limits are %,d, %,d and %,d",
                  content.tensors().size(),
                  headerBytes,
                  size,
                  MOST_TENSORS,
                  MOST_HEADER_BYTES,
                  MOST_FILE_BYTES)));
    }
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a name or string contains half of a surrogate pair", e);
    }
  }

  /** The checksum digits that a file should have, whichever it has; does not modify the bytes. */
  private static byte[] checksum(byte[] file) {
    MessageDigest digest = Sha256.digest();
    digest.update(file, 0, CHECKSUM_OFFSET);
    digest.update("0".repeat(CHECKSUM_DIGITS).getBytes(StandardCharsets.US_ASCII));
    digest.update(file, SHORTEST, file.length - SHORTEST);
    return HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads the bytes of a file.
   *
   * @param bytes the whole file; not modified
   * @param where its name in messages
   * @throws ModelFileException if they are not exactly as they were written
   */
  public static SafetensorsContent decode(byte[] bytes, String where) {
    try {
      int headerEnd = checkedHeaderEnd(bytes);
      SafetensorsHeader parsed = parse(bytes, headerEnd);
      ByteBuffer data =
          ByteBuffer.wrap(bytes, headerEnd, bytes.length - headerEnd)
              .slice()
              .order(ByteOrder.LITTLE_ENDIAN);
      parsed.metadata().remove(CHECKSUM);
      return new SafetensorsContent(parsed.metadata(), tensors(parsed.entries(), data));
    } catch (IOException | IllegalArgumentException e) {
      throw refusal(bytes, where, e);
    }
  }

  private static SafetensorsHeader parse(byte[] bytes, int headerEnd) throws IOException {
    byte[] header = Arrays.copyOfRange(bytes, LENGTH_BYTES, headerEnd);
    try {
      return SafetensorsHeader.parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString());
    } catch (CharacterCodingException e) {
      throw new IOException("its header is not UTF-8", e);
    }
  }

  /** The end of the header, after the checksum has been verified. */
  private static int checkedHeaderEnd(byte[] bytes) throws IOException {
    checkBeginning(bytes);
    if (!Arrays.equals(bytes, CHECKSUM_OFFSET, SHORTEST, checksum(bytes), 0, CHECKSUM_DIGITS)) {
      throw new IOException(
          "its checksum does not match; it was changed or truncated, so copy or train it again");
    }
    return LENGTH_BYTES
        + checkedLength(
            headerBytes(bytes), Math.min(MOST_HEADER_BYTES, bytes.length - LENGTH_BYTES));
  }

  private static void checkBeginning(byte[] bytes) throws IOException {
    if (bytes.length < SHORTEST) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "it has %,d bytes, fewer than the %s that even an empty model has",
              bytes.length,
              SHORTEST));
    }
    if (!Arrays.equals(bytes, LENGTH_BYTES, CHECKSUM_OFFSET, BEGINNING, 0, BEGINNING.length)) {
      throw new IOException("its header does not begin with the checksum of a model of Gradus");
    }
  }

  private static int checkedLength(long header, int most) throws IOException {
    if (header < SHORTEST - LENGTH_BYTES || header > most || header % ALIGNMENT != 0) {
      throw new IOException(
          "a header of %s bytes is not possible in it".formatted(Long.toUnsignedString(header)));
    }
    return (int) header;
  }

  private static List<SafetensorsTensor> tensors(
      List<SafetensorsHeader.Entry> entries, ByteBuffer data) throws IOException {
    List<SafetensorsTensor> tensors = new ArrayList<>();
    long expected = 0;
    for (SafetensorsHeader.Entry entry : entries) {
      int size = SafetensorsTensor.sizeOf(entry.shape());
      long end = expected + (long) entry.type().bytes() * size;
      if (entry.begin() != expected || entry.end() != end || end > data.capacity()) {
        throw new IOException(
            "tensor '%s' of shape %s must take the bytes %s to %s of %s, but its header says %s to %s"
                .formatted(
                    entry.name(),
                    entry.shape(),
                    expected,
                    end,
                    data.capacity(),
                    entry.begin(),
                    entry.end()));
      }
      data.position((int) expected);
      tensors.add(SafetensorsTensor.readFrom(data, entry.name(), entry.shape(), entry.type()));
      expected = end;
    }
    if (expected != data.capacity()) {
      throw new IOException(
          "its tensors take %s bytes, but the file has %s".formatted(expected, data.capacity()));
    }
    return tensors;
  }

  /** A text file was never a model; any other unreadable file is a damaged one. */
  private static ModelFileException refusal(byte[] bytes, String where, Exception cause) {
    return isText(bytes)
        ? new ModelFileException(
            Reason.CORRUPT,
            new Problem(
                where,
                "this is a text file, not a model; a model is a file in the format safetensors"),
            cause)
        : ModelText.corrupt(where, String.valueOf(cause.getMessage()), cause);
  }

  /**
   * Whether a file begins with UTF-8 text only, including blanks and line ends. A model, even a
   * truncated or damaged one, has zero bytes in the length of its header, or the start of a header
   * after it.
   */
  private static boolean isText(byte[] bytes) {
    int looked = Math.min(bytes.length, SHORTEST);
    int mark = Math.min(looked, CHECKSUM_OFFSET);
    if (looked <= LENGTH_BYTES
        || Arrays.equals(bytes, LENGTH_BYTES, mark, BEGINNING, 0, mark - LENGTH_BYTES)) {
      return false;
    }
    for (int i = 0; i < looked; i++) {
      if (bytes[i] >= 0 && bytes[i] < ' ' && "\t\n\r\f".indexOf(bytes[i]) < 0) {
        return false;
      }
    }
    return true;
  }
}
