package dev.gradus.runtime.network;

import dev.gradus.spi.Tensor;

/** Where tensor values are stored. */
public enum Space {
  /** In memory, initially zeros. */
  TAKEN,
  /** Nowhere: the network is only planned. */
  PLANNED;

  /** A tensor whose size fits into an array. */
  public Tensor tensor(String name, Tensor.Role role, int rows, int columns) {
    return new Tensor(
        name,
        role,
        rows,
        columns,
        new float[this == TAKEN ? Math.multiplyExact(rows, columns) : 0]);
  }
}
