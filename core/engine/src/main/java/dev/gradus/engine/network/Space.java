package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;

/** Where the numbers of parameters lie. */
enum Space {
  /** In memory, zeros at first. */
  TAKEN {
    @Override
    Matrix matrix(int rows, int columns) {
      return Matrix.zeros(rows, columns);
    }
  },
  /** Nowhere: the network is only planned. */
  PLANNED {
    @Override
    Matrix matrix(int rows, int columns) {
      return Matrix.withoutNumbers(rows, columns);
    }
  };

  /** The numbers of a parameter. */
  abstract Matrix matrix(int rows, int columns);
}
