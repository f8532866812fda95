package dev.gradus.engine.examples;

import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.linear.Matrix;

/**
 * The order in which the rows of an epoch are shown, cut into batches.
 *
 * <p>Every row comes once in an epoch. All batches have the same size but the last, which takes
 * what is left. The order of an epoch is a function of the seed and the epoch alone, so that
 * training resumes with any epoch. Not for several threads at once.
 */
public final class Batches {

  private final int size;
  private final boolean shuffled;
  private final long seed;
  private final int[] order;

  /**
   * Batches, in the order of the rows until an epoch is started.
   *
   * @param rows the number of examples, at least 1
   * @param size the number of rows of a batch, at least 1; may be larger than {@code rows}
   * @param shuffled whether every epoch has an order of its own
   */
  public Batches(int rows, int size, boolean shuffled, long seed) {
    if (rows < 1 || size < 1) {
      throw new IllegalArgumentException(
          "%s rows cannot be cut into batches of %s; both must be at least 1"
              .formatted(rows, size));
    }
    this.size = Math.min(size, rows);
    this.shuffled = shuffled;
    this.seed = seed;
    this.order = new int[rows];
    restoreOrder();
  }

  /** The number of batches of an epoch. */
  public int count() {
    return (order.length - 1) / size + 1;
  }

  /** The number of rows of a batch, counted from 0. */
  public int size(int batch) {
    if (batch < 0 || batch >= count()) {
      throw new IllegalArgumentException(
          "there is no batch %s among %s; they are counted from 0".formatted(batch, count()));
    }
    return Math.min(size, order.length - batch * size);
  }

  /** Takes on the order of an epoch. */
  public void startEpoch(long epoch) {
    if (shuffled) {
      restoreOrder();
      Randomness.shuffle(order, Randomness.of(seed, "shuffle", epoch));
    }
  }

  private void restoreOrder() {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  /**
   * Copies the rows of a batch.
   *
   * @param batch counted from 0
   * @param from [rows, m]; not modified
   * @param into [at least the size of the batch, m]; its first rows are overwritten
   * @return the number of rows copied, which is the size of the batch
   */
  public int gather(int batch, Matrix from, Matrix into) {
    int rows = size(batch);
    int columns = from.columns();
    if (from.rows() != order.length || into.columns() != columns || into.rows() < rows) {
      throw new IllegalArgumentException(
          "a batch of %s of %s rows cannot be copied from %s x %s to %s x %s"
              .formatted(rows, order.length, from.rows(), columns, into.rows(), into.columns()));
    }
    for (int i = 0; i < rows; i++) {
      int row = order[batch * size + i];
      System.arraycopy(from.values(), row * columns, into.values(), i * columns, columns);
    }
    return rows;
  }
}
