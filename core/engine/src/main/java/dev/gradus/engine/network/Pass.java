package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import dev.gradus.engine.parallel.Team;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ways through a network, forward and, if it was made for learning, backward, with the memory that
 * they need.
 *
 * <p>It is used again and again by one thread, which owns the team; two threads need two. A batch
 * is cut by rows where each row goes its own way, and the gradients by inputs, so that every number
 * is computed by one thread alone and does not depend on how many there are.
 */
public final class Pass {

  /**
   * The number of multiplications in one direction from which a batch is shared: some ten
   * microseconds. Less would pay too, while no other program wants the processors; but whoever
   * waits for a thread that has been put aside waits for long.
   */
  private static final long SHARED = 1 << 19;

  /** The least number of rows of a piece. */
  private static final int LEAST_ROWS = 16;

  /** So many pieces for each thread: none waits long for the last one. */
  private static final int PIECES_EACH = 2;

  private final Layer.Memory[] memories;
  private final Team team;
  private final Team.Work layingOut = this::layOut;
  private final Team.Work predicting = this::predict;
  private final Team.Work descending = this::descend;
  private final Team.Work collecting = this::collect;
  private final int parts;
  private final boolean learning;
  private final boolean needsWholeBatch;
  private long batches;
  private final long multiplications;
  private Matrix batch = Matrix.zeros(0, 0);
  private Criterion criterion = (predictions, gradients, from, to, member) -> {};
  private int pieceRows;

  /**
   * Makes room.
   *
   * @param layers at least one
   * @param rows the largest number of rows of a batch
   * @param team used by the thread that owns it
   * @param learning whether it also goes backward
   */
  Pass(List<Layer> layers, int rows, Team team, boolean learning) {
    this.team = team;
    this.learning = learning;
    List<Products> products = Stream.generate(Products::new).limit(team.size()).toList();
    this.memories = new Layer.Memory[layers.size()];
    for (int l = 0; l < memories.length; l++) {
      memories[l] = layers.get(l).newMemory(rows, way(l, learning), products);
    }
    this.parts = PIECES_EACH * team.size();
    this.multiplications = layers.stream().mapToLong(Layer::multiplications).sum();
    this.needsWholeBatch = layers.stream().anyMatch(Layer::needsWholeBatch);
    if (!learning) {
      for (int part = 0; part < parts; part++) {
        layOut(part, 0);
      }
    }
  }

  private static Layer.Way way(int layer, boolean learning) {
    if (!learning) {
      return Layer.Way.FORWARD;
    }
    return layer == 0 ? Layer.Way.BACK_TO_PARAMETERS : Layer.Way.BACK_TO_INPUTS;
  }

  /** About how many bytes a pass takes. */
  static long bytes(List<Layer> layers, int rows, boolean learning) {
    long sum = 0;
    for (int l = 0; l < layers.size(); l++) {
      sum += layers.get(l).memoryBytes(rows, way(l, learning));
    }
    return sum;
  }

  /**
   * The pre-activations (logits) of the last layer.
   *
   * @param x a batch, [n, inputs], n at most the number of rows that the pass was made for; not
   *     modified
   * @return [n, outputs]; valid until the next call
   */
  public Matrix logits(Matrix x) {
    start(x);
    if (learning) {
      run(layingOut, parts);
    }
    run(predicting, pieces());
    return last().preActivations().firstRows(x.rows());
  }

  /**
   * The outputs of the network for the logits that were computed last.
   *
   * @return [n, outputs]; valid until the next call
   */
  public Matrix outputs() {
    last().activate(0, batch.rows(), 0);
    return last().outputs().firstRows(batch.rows());
  }

  /** The outputs of the network for a batch; {@link #logits} and {@link #outputs()} in one. */
  public Matrix outputs(Matrix x) {
    logits(x);
    return outputs();
  }

  /**
   * Goes forward with a batch, asks which way is down, and goes backward: computes the gradients of
   * all parameters.
   *
   * <p>No parameter changes here: the gradient of every layer is that of the weights which made the
   * prediction.
   *
   * @param x a batch, [n, inputs], n at most the number of rows that the pass was made for; not
   *     modified
   */
  public void backpropagate(Matrix x, Criterion criterion) {
    start(x);
    this.criterion = criterion;
    run(layingOut, parts);
    batches++;
    for (Layer.Memory memory : memories) {
      memory.begin(batches);
    }
    if (needsWholeBatch || criterion.needsWholeBatch()) {
      pieceRows = x.rows();
    }
    run(descending, pieces());
    run(collecting, parts);
  }

  /**
   * Goes forward as it does to learn, but not backward: layers that keep statistics of their inputs
   * take note of a batch.
   *
   * @param x a batch, [n, inputs], n at most the number of rows that the pass was made for; not
   *     modified
   * @param number of the batch, from 1, from which its randomness follows
   * @param share how much it counts in the statistics, beside those that were noted before: 1 for
   *     the first
   */
  public void note(Matrix x, int number, double share) {
    start(x);
    run(layingOut, parts);
    for (Layer.Memory memory : memories) {
      memory.beginNote(batches + number, share);
    }
    if (needsWholeBatch) {
      pieceRows = x.rows();
    }
    run(predicting, pieces());
  }

  /** How often it has gone backward; what is random in a network follows from that. */
  public long batches() {
    return batches;
  }

  /** Makes it go on as one that has gone backward so often. */
  public void resume(long batchesDone) {
    batches = batchesDone;
  }

  /**
   * The gradients of {@link Network#parameters()}, in the same order; the arrays are overwritten by
   * every {@link #backpropagate}.
   */
  public List<Matrix> gradients() {
    return Arrays.stream(memories).flatMap(memory -> memory.gradients().stream()).toList();
  }

  /** The pre-activations of a layer for the batch that was last, [n, outputs of the layer]. */
  public Matrix preActivations(int layer) {
    return memories[layer].preActivations().firstRows(batch.rows());
  }

  /** The outputs of a layer for the batch that was last, after {@link #outputs()}. */
  public Matrix outputs(int layer) {
    return memories[layer].outputs().firstRows(batch.rows());
  }

  /**
   * da/dz of the units of a layer, each by its own z, for the batch that was last, after {@link
   * #outputs()}.
   */
  public Matrix slopes(int layer) {
    return memories[layer].slopes(batch.rows());
  }

  /** dL/dz of the last layer, [n, outputs], after {@link #backpropagate}. */
  public Matrix logitGradients() {
    return last().gradient().firstRows(batch.rows());
  }

  private void start(Matrix x) {
    batch = x;
    int share = (x.rows() + parts - 1) / parts;
    pieceRows = isShared() ? Math.max(LEAST_ROWS, share) : Math.max(1, x.rows());
  }

  private boolean isShared() {
    return team.size() > 1 && multiplications * batch.rows() >= SHARED;
  }

  private int pieces() {
    return (batch.rows() + pieceRows - 1) / pieceRows;
  }

  private void run(Team.Work work, int pieces) {
    if (isShared()) {
      team.run(work, pieces);
    } else {
      for (int piece = 0; piece < pieces; piece++) {
        work.piece(piece, 0);
      }
    }
  }

  private void layOut(int part, int member) {
    for (int l = 0; l < memories.length; l++) {
      memories[l].layOut(part, parts);
    }
  }

  private void predict(int piece, int member) {
    int from = piece * pieceRows;
    predict(from, Math.min(from + pieceRows, batch.rows()), member);
  }

  private void predict(int from, int to, int member) {
    for (int l = 0; l < memories.length; l++) {
      if (l > 0) {
        memories[l - 1].activate(from, to, member);
      }
      memories[l].preActivate(inputOf(l), from, to, member);
    }
  }

  private Matrix inputOf(int layer) {
    return layer == 0 ? batch : memories[layer - 1].outputs().firstRows(batch.rows());
  }

  private void descend(int piece, int member) {
    int from = piece * pieceRows;
    int to = Math.min(from + pieceRows, batch.rows());
    predict(from, to, member);
    Layer.Memory last = last();
    if (criterion.onLogits()) {
      criterion.evaluate(last.preActivations(), last.gradient(), from, to, member);
    } else {
      last.activate(from, to, member);
      criterion.evaluate(last.outputs(), last.gradient(), from, to, member);
      last.backwardThroughActivation(from, to, member);
    }
    last.backward(from, to, member);
    for (int l = memories.length - 1; l > 0; l--) {
      memories[l].inputGradient(memories[l - 1].gradient(), from, to, member);
      memories[l - 1].backwardThroughActivation(from, to, member);
      memories[l - 1].backward(from, to, member);
    }
  }

  private void collect(int part, int member) {
    for (int l = 0; l < memories.length; l++) {
      memories[l].parameterGradients(inputOf(l), part, parts, member);
    }
  }

  private Layer.Memory last() {
    return memories[memories.length - 1];
  }
}
