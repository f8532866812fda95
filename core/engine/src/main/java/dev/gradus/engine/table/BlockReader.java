package dev.gradus.engine.table;

import dev.gradus.engine.file.GrowingFile;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads numbers from the blocks of a column in a file.
 *
 * <p>Rows are mostly read in their order. From the second row of a block on, or the first one after
 * the block before, the whole block is read at once and kept until the next garbage collection. A
 * row elsewhere costs a read of its own number. Any number of threads may read; if they read
 * different blocks of one column row by row, each pushes out the block of the other.
 */
final class BlockReader {

  private static final Block NONE = new Block(-2, ByteBuffer.allocate(0));

  private final GrowingFile file;
  private volatile Reference<Block> last = new WeakReference<>(NONE);

  /** The block of the number that was read last. */
  private volatile int before = NONE.index;

  BlockReader(GrowingFile file) {
    this.file = file;
  }

  private record Block(int index, ByteBuffer bytes) {}

  /**
   * An integer.
   *
   * @param index the number of the block
   * @param place where the block begins
   * @param length its bytes
   * @param at the place of the integer in it
   */
  int integer(int index, long place, int length, int at) {
    Block block = block(index, place, length);
    return block == NONE ? read(place + at, Integer.BYTES).getInt(0) : block.bytes.getInt(at);
  }

  /** As {@link #integer}, of eight bytes with a fraction. */
  double real(int index, long place, int length, int at) {
    Block block = block(index, place, length);
    return block == NONE ? read(place + at, Double.BYTES).getDouble(0) : block.bytes.getDouble(at);
  }

  /** A block that is kept, or is worth keeping; otherwise {@link #NONE}. */
  private Block block(int index, long place, int length) {
    Block kept = last.get();
    if (kept != null && kept.index == index) {
      return kept;
    }
    boolean goesOn = index == before || index == before + 1;
    before = index;
    if (!goesOn) {
      return NONE;
    }
    Block next = new Block(index, read(place, length));
    last = new WeakReference<>(next);
    return next;
  }

  /** Some bytes of the file, little-endian. */
  ByteBuffer read(long at, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    file.read(at, bytes);
    return bytes;
  }
}
