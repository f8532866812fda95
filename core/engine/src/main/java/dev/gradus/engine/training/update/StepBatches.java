package dev.gradus.engine.training.update;

import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.linear.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The batches of one step, kept so that they can pass through the network again.
 *
 * <p>If a step has a single batch, that batch is still in its array. With several batches, all but
 * the last would be overwritten, so they are copied, into arrays that are allocated once.
 */
public final class StepBatches {

  private static final Matrix NONE = Matrix.zeros(0, 0);

  private final boolean several;
  private final List<Seen> seen = new ArrayList<>();
  private int count;

  /** A batch. */
  static final class Seen {

    private Matrix x = NONE;
    private Matrix y = NONE;
    private Optional<Matrix> weights = Optional.empty();
    private AuxiliaryColumns auxiliary = AuxiliaryColumns.NONE;
    private long number;
    private int rows;

    Matrix x() {
      return x.firstRows(rows);
    }

    Matrix y() {
      return y.firstRows(rows);
    }

    Optional<Matrix> weights() {
      return weights;
    }

    /** The auxiliary columns of the loss. */
    AuxiliaryColumns auxiliary() {
      return auxiliary;
    }

    /** The number of the batch, which determines its random numbers. */
    long number() {
      return number;
    }

    int rows() {
      return rows;
    }

    private void be(
        Matrix ofX,
        Matrix ofY,
        Optional<Matrix> ofWeights,
        AuxiliaryColumns further,
        long ofNumber) {
      auxiliary = further;
      x = ofX;
      y = ofY;
      weights = ofWeights;
      number = ofNumber;
      rows = ofX.rows();
    }

    private void copy(
        Matrix ofX,
        Matrix ofY,
        Optional<Matrix> ofWeights,
        AuxiliaryColumns further,
        long ofNumber) {
      rows = ofX.rows();
      auxiliary = further.copyOfFirst(rows, auxiliary);
      number = ofNumber;
      x = copied(ofX, x);
      y = copied(ofY, y);
      if (ofWeights.isPresent()) {
        Matrix before = weights.orElse(NONE);
        Matrix now = copied(ofWeights.get().firstRows(rows), before);
        weights = now == before ? weights : Optional.of(now);
      }
    }

    private static Matrix copied(Matrix from, Matrix into) {
      Matrix room = into.rows() < from.rows() ? Matrix.zeros(from.rows(), from.columns()) : into;
      System.arraycopy(from.values(), 0, room.values(), 0, from.size());
      return room;
    }
  }

  /**
   * Starts without batches.
   *
   * @param several whether a step may have more than one batch
   */
  StepBatches(boolean several) {
    this.several = several;
  }

  /**
   * The approximate bytes of the copies of a step's batches.
   *
   * @param auxiliary the number of auxiliary columns of the loss
   */
  public static long bytes(int batches, long rows, long inputs, long targets, long auxiliary) {
    return batches > 1
        ? batches * rows * (Float.BYTES * (inputs + targets + 1) + Double.BYTES * auxiliary)
        : 0;
  }

  /**
   * Adds a batch that has just passed through the network.
   *
   * @param number of the batch, which determines its random numbers
   */
  void add(Matrix x, Matrix y, Optional<Matrix> weights, AuxiliaryColumns auxiliary, long number) {
    if (count == seen.size()) {
      seen.add(new Seen());
    }
    if (several) {
      seen.get(count).copy(x, y, weights, auxiliary, number);
    } else {
      seen.get(count).be(x, y, weights, auxiliary, number);
    }
    count++;
  }

  int count() {
    return count;
  }

  Seen get(int index) {
    return seen.get(index);
  }

  /** Starts the next step. */
  void clear() {
    count = 0;
  }
}
