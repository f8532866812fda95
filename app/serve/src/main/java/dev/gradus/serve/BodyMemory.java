package dev.gradus.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the bodies of all requests and replies may take together, so that many clients
 * with large or unfinished bodies do not fill the heap. The first 16 KiB of a body are not counted:
 * small requests are answered even if large ones have taken everything.
 */
final class BodyMemory {

  /** How many bytes are read before they are counted. */
  private static final int PIECE = 16 << 10;

  /** The part of the heap that bodies may take: the values that are read from them take more. */
  private static final int PART_OF_HEAP = 4;

  private final AtomicLong free;

  /**
   * Shares memory.
   *
   * @param bytes that all bodies may take together
   */
  BodyMemory(long bytes) {
    this.free = new AtomicLong(bytes);
  }

  /** A quarter of the heap, but as much as one body needs, compressed and not. */
  static BodyMemory of(Limits limits) {
    long heap = Runtime.getRuntime().maxMemory();
    return new BodyMemory(Math.max(heap / PART_OF_HEAP, 2L * limits.bodyBytes()));
  }

  /** What is not taken yet. */
  long free() {
    return free.get();
  }

  /** The share of one request, which takes nothing yet. */
  Share share() {
    return new Share();
  }

  /** A request that finds no memory. */
  static RefusedException spent() {
    return RefusedException.later(
        "other requests and answers take all memory for them; send the request again later, or in smaller parts");
  }

  /** What one request takes until it is closed. Not thread-safe. */
  final class Share implements AutoCloseable {

    private long taken;

    private Share() {}

    /**
     * Reads a body, and takes its bytes as they arrive.
     *
     * @param most the maximum number of bytes
     * @throws RefusedException if there are more, or no memory is left
     */
    byte[] read(InputStream in, int most) throws IOException {
      List<byte[]> pieces = new ArrayList<>();
      int length = 0;
      byte[] piece = in.readNBytes(Math.min(PIECE, most));
      while (piece.length > 0) {
        take(pieces.isEmpty() ? 0 : piece.length);
        pieces.add(piece);
        length += piece.length;
        piece = in.readNBytes(Math.min(PIECE, most - length));
      }
      if (length == most && in.read() >= 0) {
        throw RefusedException.tooLarge(most);
      }
      return pieces.size() == 1 ? pieces.get(0) : joined(pieces, length);
    }

    private static byte[] joined(List<byte[]> pieces, int length) {
      ByteBuffer whole = ByteBuffer.allocate(length);
      pieces.forEach(whole::put);
      return whole.array();
    }

    /**
     * Takes the bytes of a reply, and gives those of the request back.
     *
     * <p>Others cannot get in between: what both need stays taken.
     *
     * @throws RefusedException if no memory is left; then nothing is taken
     */
    void holdOnly(int bytes) {
      long needed = Math.max(0, bytes - PIECE);
      if (needed <= taken) {
        free.addAndGet(taken - needed);
        taken = needed;
        return;
      }
      try {
        take(needed - taken);
      } catch (RefusedException e) {
        close();
        throw e;
      }
    }

    private void take(long bytes) {
      long before = free.getAndUpdate(now -> now < bytes ? now : now - bytes);
      if (before < bytes) {
        throw spent();
      }
      taken += bytes;
    }

    @Override
    public void close() {
      free.addAndGet(taken);
      taken = 0;
    }
  }
}
