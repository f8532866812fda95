package dev.gradus.runtime;

import dev.gradus.runtime.network.Forward;
import dev.gradus.spi.LayerFunction;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The buffers that threads use to predict single rows. The index of a buffer follows from the
 * thread, so that a thread finds its buffer again. If two threads share an index, which is rare,
 * one of them allocates a new buffer.
 */
final class RowPasses {

  /** The number of indexes. */
  private static final int PLACES = 64;

  /** The distance between two slots, which keeps them on separate cache lines. */
  private static final int APART = 16;

  private final List<LayerFunction> layers;
  private final int room;
  private final AtomicReferenceArray<OneRow> places = new AtomicReferenceArray<>(PLACES * APART);

  /**
   * Creates the slots for threads.
   *
   * @param room the length of the array that a row is prepared in
   */
  RowPasses(List<LayerFunction> layers, int room) {
    this.layers = layers;
    this.room = room;
  }

  /** The buffers that a thread needs to predict one row. */
  static final class OneRow {

    private final Forward pass;
    private final float[] input;

    private OneRow(List<LayerFunction> layers, int room) {
      pass = new Forward(layers, 1);
      input = new float[room];
    }

    /** The array that the row is prepared in. */
    float[] prepared() {
      return input;
    }

    /** The outputs for the prepared row, valid until the next row. */
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
