package dev.gradus.runtime;

import dev.gradus.runtime.network.Forward;
import dev.gradus.spi.LayerFunction;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The buffers with which threads predict single rows, at an index that follows from the thread, so
 * that a thread finds its buffer again. If two threads share an index, which is rare, one of them
 * allocates a new buffer.
 */
final class RowPasses {

  /** The number of indexes. */
  private static final int PLACES = 64;

  /** The distance of two places, which keeps them out of each other's cache line. */
  private static final int APART = 16;

  private final List<LayerFunction> layers;
  private final int room;
  private final AtomicReferenceArray<OneRow> places = new AtomicReferenceArray<>(PLACES * APART);

  /**
   * Makes places for threads.
   *
   * @param room the length of the array that prepares a row
   */
  RowPasses(List<LayerFunction> layers, int room) {
    this.layers = layers;
    this.room = room;
  }

  /** What a thread needs to predict one row. */
  static final class OneRow {

    private final Forward pass;
    private final float[] input;

    private OneRow(List<LayerFunction> layers, int room) {
      pass = new Forward(layers, 1);
      input = new float[room];
    }

    /** Where the row is prepared. */
    float[] prepared() {
      return input;
    }

    /** The outputs for the row that was prepared; they change with the next one. */
    float[] outputs() {
      return pass.outputs(input, 1);
    }
  }

  /** Takes the buffer of this thread, or a new one. */
  OneRow take() {
    OneRow idle = places.getAndSet(place(), null);
    return idle == null ? new OneRow(layers, room) : idle;
  }

  /** Returns it for the next row. */
  void leave(OneRow row) {
    places.set(place(), row);
  }

  private static int place() {
    return (int) (Thread.currentThread().getId() % PLACES) * APART;
  }
}
