package dev.gradus.engine.table;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Where the blocks of a column lie in its file; a growing list of numbers. */
final class BlockPlaces {

  private static final int LEAST_ROOM = 16;

  private long[] places;
  private int count;

  /** Creates it without places. */
  BlockPlaces() {
    this(new long[0]);
  }

  private BlockPlaces(long[] places) {
    this.places = places;
    this.count = places.length;
  }

  void add(long place) {
    if (count == places.length) {
      places = Arrays.copyOf(places, Math.max(LEAST_ROOM, count + count / 2));
    }
    places[count++] = place;
  }

  long get(int block) {
    return places[block];
  }

  int count() {
    return count;
  }

  void writeTo(DataOutput out) throws IOException {
    for (int i = 0; i < count; i++) {
      out.writeLong(places[i]);
    }
  }

  /** Reads as many as were written. */
  static BlockPlaces readFrom(DataInput in, int count) throws IOException {
    long[] places = new long[count];
    for (int i = 0; i < count; i++) {
      places[i] = in.readLong();
    }
    return new BlockPlaces(places);
  }
}
