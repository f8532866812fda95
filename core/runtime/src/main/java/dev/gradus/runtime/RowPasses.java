package dev.gradus.runtime;

import dev.gradus.runtime.network.Forward;
import dev.gradus.spi.LayerFunction;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What threads need to predict single rows, each at the place of its number, so that it finds what
 * it left. Two threads at one place, which is rare, cost one of them a new one.
 */
final class RowPasses {

  /** The number of threads that find everything as they left it. */
  private static final int PLACES = 64;

  /** The distance of two places, which keeps them out of each other's cache line. */
  private static final int APART = 16;

  private final List<LayerFunction> layers;
  private final int room;
  private final AtomicReferenceArray<OneRow> places = new AtomicReferenceArray<>(PLACES * APART);

  /**
   * Makes places for threads.
   *
   * @param room how long the array is in which a row is prepared
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

  /** Takes what this thread left, or a new one. */
  OneRow take() {
    OneRow idle = places.getAndSet(place(), null);
    return idle == null ? new OneRow(layers, room) : idle;
  }

  /** Leaves it for the next row. */
  void leave(OneRow row) {
    places.set(place(), row);
  }

  private static int place() {
    return (int) (Thread.currentThread().getId() % PLACES) * APART;
  }
}
