package dev.gradus.engine.table;

import dev.gradus.engine.file.GrowingFile;
import dev.gradus.runtime.problem.DataException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * A table in a file, column by column, that is as good as one in memory: written part by part, then
 * read at any place.
 *
 * <p>The file begins with a header of {@value #HEADER} bytes, all numbers little-endian:
 *
 * <pre>
 *   8  bytes  {@code GRADUSTB}
 *   4         the version of the format, {@value #VERSION}
 *   4         the number of rows
 *   8         where the index begins
 *   8         the length of the file
 *   8         the CRC-32C of all that follows the header
 *  32         what the table was made of: a SHA-256
 *   8         the CRC-32C of the header up to here
 * </pre>
 *
 * <p>The blocks of the cells follow, and the index, which says where they are: the name of what the
 * table was read from, the number of columns, then each as {@link StoredColumn} writes it, then the
 * lines. The header is written last, so a file that was not finished has none.
 */
final class StoredTable {

  static final int HEADER = 80;
  static final int VERSION = 2;

  /** The different strings of all columns may take so much memory, but those of each at least: */
  private static final long MOST_TEXT_BYTES = 32L << 20;

  private static final long LEAST_TEXT_BYTES = 1L << 16;

  private static final byte[] MAGIC = {'G', 'R', 'A', 'D', 'U', 'S', 'T', 'B'};
  private static final int CHECKED = HEADER - Long.BYTES;

  private final GrowingFile file;
  private final String origin;
  private final NumberStyle style;
  private final List<StoredColumn> columns = new ArrayList<>();
  private StoredInts lines;
  private int rows;

  /**
   * A table without rows.
   *
   * @param file empty
   * @param origin its name in messages
   * @param style how its numbers are written
   */
  StoredTable(GrowingFile file, String origin, NumberStyle style) {
    this.file = file;
    this.origin = origin;
    this.style = style;
    this.lines = new StoredInts(file);
    file.append(ByteBuffer.allocate(HEADER));
  }

  private StoredTable(
      GrowingFile file, String origin, NumberStyle style, int rows, DataInputStream in)
      throws IOException {
    this.file = file;
    this.origin = origin;
    this.style = style;
    this.rows = rows;
    StoredColumn.readText(in);
    int count = in.readInt();
    if (count < 1 || count > CsvReader.MOST_COLUMNS || rows < 1) {
      throw new IOException("it has %s columns and %s rows".formatted(count, rows));
    }
    for (int i = 0; i < count; i++) {
      columns.add(StoredColumn.readFrom(in, file, rows, style));
    }
    lines = StoredInts.readFrom(in, file, rows);
  }

  /** Adds the next rows. */
  void add(Table part) {
    Reading.check(origin);
    if (columns.isEmpty()) {
      long most = Math.max(LEAST_TEXT_BYTES, MOST_TEXT_BYTES / part.columns().size());
      part.names().forEach(name -> columns.add(new StoredColumn(file, name, style, most)));
    }
    if (part.rows() > MemoryForecast.MOST_ROWS - rows) {
      throw new DataException(
          origin,
          String.format(Locale.ROOT, "there are more than %,d rows", MemoryForecast.MOST_ROWS));
    }
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).add(part.columns().get(i));
    }
    for (int row = 0; row < part.rows(); row++) {
      lines.add(part.lineOf(row));
    }
    rows += part.rows();
  }

  /** Writes what is left; no more rows can be added. */
  void end() {
    columns.forEach(StoredColumn::end);
    lines.end();
  }

  /**
   * Completes the file, so that it can be opened again.
   *
   * @param key what the table was made of: a SHA-256
   */
  void finish(byte[] key) {
    long index = file.length();
    try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(file.tail()))) {
      StoredColumn.writeText(out, origin);
      out.writeInt(columns.size());
      for (StoredColumn column : columns) {
        column.writeTo(out);
      }
      lines.writeTo(out);
    } catch (IOException e) {
      throw new IllegalStateException("the stream throws other exceptions", e);
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putInt(VERSION).putInt(rows).putLong(index).putLong(file.length());
    header.putLong(file.checksum()).put(key);
    header.putLong(crc(header.array(), CHECKED)).flip();
    file.overwrite(0, header);
  }

  /** The table, which is read from the file, so the file must stay open. */
  Table table(Path folder) {
    file.seal(false);
    file.mapAll();
    return Table.stored(
        origin, columns.stream().map(StoredColumn::column).toList(), lines::get, folder);
  }

  /**
   * Opens a finished file.
   *
   * @param key what the table must have been made of
   * @throws IOException with the reason, if the file is damaged, unfinished, or something else
   */
  static StoredTable open(GrowingFile file, String origin, NumberStyle style, byte[] key)
      throws IOException {
    Header header = Header.of(file);
    if (!Arrays.equals(header.key(), key)) {
      throw new IOException("it was made of other data");
    }
    if (header.checksum() != checksumOf(file)) {
      throw new IOException("its checksum is wrong");
    }
    try (DataInputStream in = index(file, header)) {
      return new StoredTable(file, origin, style, header.rows(), in);
    } catch (DataException | IllegalArgumentException e) {
      throw new IOException("its index is wrong", e);
    }
  }

  /**
   * What a finished file holds, for a person.
   *
   * @throws IOException with the reason, if the file is unfinished, or something else
   */
  static String describe(GrowingFile file) throws IOException {
    Header header = Header.of(file);
    try (DataInputStream in = index(file, header)) {
      return String.format(
          Locale.ROOT,
          "%s: %,d rows, %,d columns",
          StoredColumn.readText(in),
          header.rows(),
          in.readInt());
    }
  }

  private static DataInputStream index(GrowingFile file, Header header) throws IOException {
    return new DataInputStream(new BufferedInputStream(file.from(header.index())));
  }

  /** The header of a finished file. */
  private record Header(int rows, long index, long checksum, byte[] key) {

    static Header of(GrowingFile file) throws IOException {
      byte[] bytes = new byte[HEADER];
      try (InputStream in = file.from(0)) {
        if (in.readNBytes(bytes, 0, HEADER) < HEADER) {
          throw new EOFException();
        }
      }
      ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      if (!Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)
          || header.getInt(MAGIC.length) != VERSION
          || header.getLong(CHECKED) != crc(bytes, CHECKED)) {
        throw new IOException("its header is not that of a finished file");
      }
      header.position(MAGIC.length + Integer.BYTES);
      int rows = header.getInt();
      long index = header.getLong();
      long length = header.getLong();
      long checksum = header.getLong();
      if (length != file.length() || index < HEADER || index > length) {
        throw new IOException("it has %,d bytes".formatted(file.length()));
      }
      return new Header(
          rows, index, checksum, Arrays.copyOfRange(bytes, header.position(), CHECKED));
    }
  }

  private static long crc(byte[] bytes, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, count);
    return crc.getValue();
  }

  /** As when it was written, with an empty header. */
  private static long checksumOf(GrowingFile file) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(new byte[HEADER]);
    byte[] room = new byte[1 << 16];
    try (InputStream in = file.from(HEADER)) {
      for (int count = in.read(room); count >= 0; count = in.read(room)) {
        crc.update(room, 0, count);
      }
    }
    return crc.getValue();
  }
}
