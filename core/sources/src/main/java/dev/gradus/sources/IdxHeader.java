package dev.gradus.sources;

import dev.gradus.spi.Recognised;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The header of an IDX file, plain or gzip: two zeros, the number type, the number of dimensions,
 * the dimensions.
 *
 * @param bytes whether its numbers are bytes from 0 to 255
 * @param dimensions the first counts the items
 */
record IdxHeader(boolean bytes, List<Integer> dimensions) {

  private static final int UNSIGNED_BYTE = 0x08;
  private static final int FIRST_TYPE = 0x08;
  private static final int LAST_TYPE = 0x0e;
  private static final int MOST_DIMENSIONS = 8;

  IdxHeader {
    dimensions = List.copyOf(dimensions);
  }

  /** Reads it; empty if the file is not an IDX file, or cannot be read. */
  static Optional<IdxHeader> of(Path file) {
    try (InputStream raw = IdxFile.unpacked(file)) {
      DataInputStream in = new DataInputStream(raw);
      int zeros = in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int count = in.readUnsignedByte();
      if (zeros != 0
          || type < FIRST_TYPE
          || type > LAST_TYPE
          || count < 1
          || count > MOST_DIMENSIONS) {
        return Optional.empty();
      }
      List<Integer> dimensions = new ArrayList<>();
      for (int d = 0; d < count; d++) {
        dimensions.add(in.readInt());
      }
      return Optional.of(new IdxHeader(type == UNSIGNED_BYTE, dimensions));
    } catch (IOException | IllegalArgumentException e) {
      // It cannot be read, ends within a header, or is compressed, but not by gzip.
      return Optional.empty();
    }
  }

  /** Describes the recognised file. */
  Recognised describe(Recognised file) {
    boolean images = dimensions.size() == 3 || dimensions.size() == 4;
    int channels = dimensions.size() == 4 ? dimensions.get(3) : 1;
    Recognised sized = images ? file.images(dimensions.get(1), dimensions.get(2), channels) : file;
    int numbers = dimensions.stream().skip(1).reduce(1, (a, b) -> a * b);
    return sized
        .contents(
            "%s %s, %s"
                .formatted(
                    dimensions.get(0),
                    sized
                        .images()
                        .map(size -> "images of " + size)
                        .orElse("rows of %s numbers".formatted(numbers)),
                    bytes ? "bytes from 0 to 255" : "numbers that are not bytes"))
        .detail("dimensions", dimensions)
        .detail("bytes", bytes);
  }
}
