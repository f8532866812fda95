package dev.gradus.cli;

import java.util.List;

/**
 * How a first configuration learns a table, by its number of rows. The numbers were measured.
 *
 * @param hidden the hidden layers
 * @param epochs the number of epochs, in which the rate falls to 0
 * @param batchSize small, because more steps are better, but so large that many rows do not take
 *     too long
 */
record DefaultsBySize(List<String> hidden, int epochs, int batchSize) {

  /** From this number of rows on, a tenth of them is enough for validation. */
  private static final int MANY = 2_000;

  /** From this number of rows on, two layers learn more of a number than one. */
  private static final int SOME = 1_000;

  private static final String DENSE =
      "dense: {units: 100, activation: relu, weights: fan-in-uniform}";

  /** With few rows, dropout prevents the network from memorising them. */
  private static final List<String> OF_FEW = List.of(DENSE, dropout(0.3));

  private static final List<String> OF_SOME = List.of(DENSE, dropout(0.1), DENSE, dropout(0.1));

  private static final List<String> OF_MANY = List.of(DENSE, DENSE);

  private static String dropout(double rate) {
    return "dropout: {rate: %s}".formatted(rate);
  }

  /** The share of the rows that is held out for validation. */
  static double heldOut(int rows) {
    return rows < MANY ? 0.2 : 0.1;
  }

  /** The network for a table, and how long it is trained. */
  static DefaultsBySize of(int rows, boolean classes) {
    if (rows < MANY) {
      return new DefaultsBySize(rows < SOME || classes ? OF_FEW : OF_SOME, 200, 32);
    } else if (rows < 20_000) {
      return new DefaultsBySize(OF_MANY, 60, 32);
    } else if (rows < 50_000) {
      return new DefaultsBySize(OF_MANY, 60, 64);
    } else if (rows < 200_000) {
      return new DefaultsBySize(OF_MANY, 40, 128);
    }
    return new DefaultsBySize(OF_MANY, rows < 1_000_000 ? 20 : 10, 256);
  }

  /** The settings of training. All epochs are trained, so that the rate falls to its end. */
  String training() {
    return "training: {epochs: %s, batch-size: %s, keep-best: {}}   # all epochs are trained, and the best one is kept"
        .formatted(epochs, batchSize);
  }
}
