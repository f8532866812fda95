package dev.gradus.engine.table;

import dev.gradus.runtime.problem.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A CSV file as it lies on the disk: plain, or compressed with gzip. */
final class CsvFile {

  private static final int BUFFER = 1 << 16;

  /** The numbers that the compressed formats begin with (RFC 1952, RFC 8878). */
  private static final int GZIP = 0x1F8B0000;

  private static final int OF_GZIP = 0xFFFF0000;
  private static final int ZSTANDARD = 0x28B52FFD;

  private CsvFile() {}

  /**
   * Opens a file, and decompresses it.
   *
   * @throws DataException if it is compressed in another way
   */
  static InputStream open(Path file) throws IOException {
    int magic = magic(file);
    if (magic == ZSTANDARD) {
      throw new DataException(
          file.toString(),
          "the file is compressed with Zstandard, but only gzip is read; decompress it (zstd -d), or read it through DuckDB (source: jdbc)");
    }
    InputStream in = Files.newInputStream(file);
    try {
      return isGzip(magic) ? new GZIPInputStream(in, BUFFER) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The number of bytes of the text; 0 if that is not known. */
  static long length(Path file) throws IOException {
    return isGzip(magic(file)) ? 0 : Files.size(file);
  }

  private static boolean isGzip(int magic) {
    return (magic & OF_GZIP) == GZIP;
  }

  /** The first four bytes; 0 if there are fewer, or if they could be read only once. */
  private static int magic(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return 0;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(Integer.BYTES);
      int magic = 0;
      for (byte each : first) {
        magic = magic << Byte.SIZE | each & 0xFF;
      }
      return first.length < Integer.BYTES ? 0 : magic;
    }
  }
}
