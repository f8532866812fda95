package dev.gradus.sources;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An IDX file as it is read, item by item: two zeros, the type of the numbers, the number of
 * dimensions, the dimensions, the numbers, the highest byte first.
 */
final class IdxFile implements AutoCloseable {

  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;
  private static final int MOST_NUMBERS = 65_535;
  private static final int MOST_DIMENSIONS = 8;

  private final Path path;
  private final DataInputStream in;
  private final int type;
  private final int items;
  private final int numbers;

  /**
   * Opens a file and reads its header.
   *
   * @throws IllegalArgumentException with a sentence, if it is not an IDX file, or too large
   */
  IdxFile(Path path) throws IOException {
    this.path = path;
    in = new DataInputStream(unpacked(path));
    try {
      int zeros = in.readUnsignedShort();
      type = in.readUnsignedByte();
      int dimensions = in.readUnsignedByte();
      if (zeros != 0 || dimensions < 1 || dimensions > MOST_DIMENSIONS) {
        throw refusal(
            "is not an IDX file: it does not begin with two zeros and up to 8 dimensions");
      }
      size(type);
      items = in.readInt();
      long product = 1;
      for (int d = 1; d < dimensions; d++) {
        int length = in.readInt();
        product = Math.multiplyExact(product, Math.max(1, length));
        if (length < 1 || product > MOST_NUMBERS) {
          throw refusal("has items of more than %s numbers, or of none".formatted(MOST_NUMBERS));
        }
      }
      numbers = (int) product;
      if (items < 1) {
        throw refusal("has an impossible header: it has " + items + " items");
      }
    } catch (EOFException e) {
      in.close();
      throw refusal("is truncated: it ends within its header");
    } catch (RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /**
   * The bytes of a file, decompressed if it is a gzip file.
   *
   * @throws IllegalArgumentException with a sentence, if it only begins like one
   */
  static InputStream unpacked(Path path) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    buffered.mark(2);
    boolean packed = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
    buffered.reset();
    try {
      return packed ? new BufferedInputStream(new GZIPInputStream(buffered), 1 << 16) : buffered;
    } catch (EOFException | ZipException e) {
      buffered.close();
      throw new IllegalArgumentException(
          path.getFileName() + " begins like a gzip file, but its beginning is damaged", e);
    }
  }

  private IllegalArgumentException refusal(String what) {
    return new IllegalArgumentException(path.getFileName() + " " + what);
  }

  private void size(int code) {
    if (code != 0x08 && code != 0x09 && (code < 0x0b || code > 0x0e)) {
      throw refusal("has the number type 0x%02x, which IDX does not define".formatted(code));
    }
  }

  /** The number of items. */
  int items() {
    return items;
  }

  /** The number of values of an item. */
  int numbers() {
    return numbers;
  }

  /** Reads the next item. */
  void next(double[] into, int from) throws IOException {
    try {
      for (int j = 0; j < numbers; j++) {
        into[from + j] = number();
      }
    } catch (EOFException e) {
      throw new IllegalArgumentException(
          "%s is truncated: its header declares %s items of %s numbers"
              .formatted(path.getFileName(), items, numbers),
          e);
    }
  }

  /** Checks that the file ends after the last item; for gzip this also verifies the checksum. */
  void end() throws IOException {
    if (in.read() >= 0) {
      throw refusal(
          "has extra bytes after its %s items of %s numbers; the header or the content is wrong"
              .formatted(items, numbers));
    }
  }

  private double number() throws IOException {
    return switch (type) {
      case 0x08 -> in.readUnsignedByte();
      case 0x09 -> in.readByte();
      case 0x0b -> in.readShort();
      case 0x0c -> in.readInt();
      case 0x0d -> in.readFloat();
      default -> in.readDouble();
    };
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
