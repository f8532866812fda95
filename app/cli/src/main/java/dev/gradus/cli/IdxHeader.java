package dev.gradus.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * What an IDX file, plain or gzip, says of itself: two zeros, the type of its numbers, the number
 * of dimensions, the dimensions.
 *
 * @param bytes whether its numbers are bytes from 0 to 255
 * @param dimensions the first counts the items
 */
record IdxHeader(boolean bytes, List<Integer> dimensions) {

  private static final int GZIP = 0x1f8b;
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int FIRST_TYPE = 0x08;
  private static final int LAST_TYPE = 0x0e;
  private static final int MOST_DIMENSIONS = 8;

  IdxHeader {
    dimensions = List.copyOf(dimensions);
  }

  /** Reads it; empty if the file is not an IDX file, or cannot be read. */
  static Optional<IdxHeader> of(Path file) {
    try (InputStream raw = Files.newInputStream(file)) {
      return of(raw);
    } catch (IOException e) {
      // Whoever reads the file as another format says what is wrong with it.
      return Optional.empty();
    }
  }

  /** Reads it from the first bytes of a file. */
  static Optional<IdxHeader> of(InputStream raw) {
    try {
      DataInputStream in = new DataInputStream(unpacked(raw));
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
    } catch (IOException e) {
      // It ends before a header does, or is packed, but not by gzip.
      return Optional.empty();
    }
  }

  private static InputStream unpacked(InputStream raw) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(raw);
    buffered.mark(2);
    boolean packed = (buffered.read() << 8 | buffered.read()) == GZIP;
    buffered.reset();
    return packed ? new GZIPInputStream(buffered) : buffered;
  }

  /** How many items there are. */
  int items() {
    return dimensions.get(0);
  }

  /** Height, width and channels, if the items are images: two dimensions, or three. */
  Optional<ImageShape> image() {
    return switch (dimensions.size()) {
      case 3 -> Optional.of(new ImageShape(dimensions.get(1), dimensions.get(2), 1));
      case 4 ->
          Optional.of(new ImageShape(dimensions.get(1), dimensions.get(2), dimensions.get(3)));
      default -> Optional.empty();
    };
  }
}
