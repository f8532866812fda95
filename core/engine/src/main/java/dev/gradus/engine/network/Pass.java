package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.VectorProducts;
import dev.gradus.engine.parallel.Team;
import dev.gradus.runtime.linear.Products;
import dev.gradus.runtime.network.Chain;
import dev.gradus.runtime.network.Room;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerFunction.Direction;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
   * microseconds. Less would pay off too if no other program used the processors; but waiting for a
   * suspended thread takes long.
   */
  private static final long SHARED = 1 << 19;

  private static final float[] NOTHING = {};

  /** The least number of rows of a piece. */
  private static final int LEAST_ROWS = 16;

  /** So many pieces for each thread: none waits long for the last one. */
  private static final int PIECES_EACH = 2;

  private final Chain chain;

  /** Those of each layer. */
  private final Matrix[] outputs;

  private final Matrix[] outputGradients;
  private final List<Block> blocks;

  /** The layers that lead to the logits; what follows is the activation of the last block. */
  private final int toLogits;

  private final Team team;
  private final Team.Work layingOut = this::layOut;
  private final Team.Work predicting = this::predict;
  private final Team.Work descending = this::descend;
  private final Team.Work collecting = this::collect;
  private final int parts;
  private final boolean learning;
  private final boolean needsWholeBatch;
  private final boolean needsBlocks;
  private long batches;
  private final long multiplications;
  private Matrix batch = Matrix.zeros(0, 0);
  private Criterion criterion = (predictions, gradients, from, to, member) -> {};
  private int pieceRows;

  /**
   * Makes room.
   *
   * @param blocks at least one; those that are frozen learn nothing, and if they stand before all
   *     others, nothing goes back to them
   * @param rows the largest number of rows of a batch
   * @param team used by the thread that owns it
   * @param learning whether it also goes backward
   */
  Pass(List<Block> blocks, int rows, Team team, boolean learning) {
    this.team = team;
    this.learning = learning;
    List<Products> products = Stream.generate(VectorProducts::orPlain).limit(team.size()).toList();
    List<LayerFunction> layers = Block.layersOf(blocks);
    this.blocks = blocks;
    int width = layers.get(layers.size() - 1).output().columns();
    boolean[] frozen = frozen(blocks);
    this.chain = new Chain(layers, Room.of(rows, direction(learning), products, width), frozen);
    this.outputs = new Matrix[layers.size()];
    this.outputGradients = new Matrix[layers.size()];
    for (int l = 0; l < layers.size(); l++) {
      int columns = layers.get(l).output().columns();
      outputs[l] = new Matrix(rows, columns, chain.outputs(l));
      boolean comesBack = chain.gradient(l).length > 0;
      outputGradients[l] = new Matrix(comesBack ? rows : 0, columns, chain.gradient(l));
    }
    this.toLogits = preActivationsOf(blocks.size() - 1) + 1;
    this.parts = PIECES_EACH * team.size();
    this.multiplications = layers.stream().mapToLong(LayerFunction::multiplications).sum();
    List<LayerFunction> moving = Block.layersOf(blocks.stream().filter(b -> !b.frozen()).toList());
    this.needsWholeBatch = moving.stream().anyMatch(LayerFunction::needsWholeBatch);
    this.needsBlocks = layers.stream().anyMatch(LayerFunction::needsBlocks);
    if (!learning) {
      for (int part = 0; part < parts; part++) {
        layOut(part, 0);
      }
    }
  }

  private static boolean[] frozen(List<Block> blocks) {
    boolean[] frozen = new boolean[Block.layersOf(blocks).size()];
    int next = 0;
    for (Block block : blocks) {
      Arrays.fill(frozen, next, next + block.layers().size(), block.frozen());
      next += block.layers().size();
    }
    return frozen;
  }

  private static Direction direction(boolean learning) {
    return learning ? Direction.BACK_TO_PARAMETERS : Direction.FORWARD;
  }

  /** About how many bytes a pass takes. */
  static long bytes(List<Block> blocks, int rows, boolean learning) {
    return Chain.bytes(Block.layersOf(blocks), rows, direction(learning), frozen(blocks));
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
    return outputs[toLogits - 1].firstRows(x.rows());
  }

  /**
   * The outputs of the network for the logits that were computed last.
   *
   * @return [n, outputs]; valid until the next call
   */
  public Matrix outputs() {
    chain.forward(batch.values(), toLogits, chain.size(), 0, batch.rows(), 0);
    return outputs[chain.size() - 1].firstRows(batch.rows());
  }

  /** The outputs of the network for a batch; {@link #logits} and {@link #outputs()} in one. */
  public Matrix outputs(Matrix x) {
    logits(x);
    return outputs();
  }

  /**
   * Goes forward with a batch, asks which way is down, and goes backward: computes the gradients of
   * all that is learned.
   *
   * <p>No parameter changes here: the gradient of every layer is that of the weights which made the
   * prediction.
   *
   * @param x a batch, [n, inputs], n at most the number of rows that the pass was made for; not
   *     modified
   */
  public void backpropagate(Matrix x, Criterion criterion) {
    batches++;
    repeat(x, criterion, batches);
  }

  /**
   * Does the same once more, perhaps with other weights: what is random is as it was for that
   * batch. Layers that keep statistics of their inputs take note of the batch again.
   *
   * @param number of the batch, from 1: what {@link #batches} was after it had gone backward
   */
  public void repeat(Matrix x, Criterion criterion, long number) {
    start(x);
    this.criterion = criterion;
    run(layingOut, parts);
    chain.begin(number);
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
    chain.beginMeasuring(batches + number, share);
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
   * The gradients of {@link Network#learned()}, in the same order; the arrays are overwritten by
   * every {@link #backpropagate}.
   */
  public List<Matrix> gradients() {
    List<Parameter> parameters =
        blocks.stream()
            .filter(block -> !block.frozen())
            .flatMap(block -> block.parameters().stream())
            .toList();
    List<float[]> gradients = chain.gradients();
    return IntStream.range(0, gradients.size())
        .mapToObj(
            k -> {
              Matrix of = parameters.get(k).matrix();
              return new Matrix(of.rows(), of.columns(), gradients.get(k));
            })
        .toList();
  }

  /** The pre-activations of a block for the batch that was last, [n, outputs of the block]. */
  public Matrix preActivations(int block) {
    return outputs[preActivationsOf(block)].firstRows(batch.rows());
  }

  /** The outputs of a block for the batch that was last, after {@link #outputs()}. */
  public Matrix outputs(int block) {
    return outputs[endOf(block) - 1].firstRows(batch.rows());
  }

  /**
   * da/dz of the units of a block, each by its own z, for the batch that was last, after {@link
   * #outputs()}; 1 without an activation.
   */
  public Matrix slopes(int block) {
    return blocks.get(block).slopes(preActivations(block), outputs(block));
  }

  private int endOf(int block) {
    return blocks.stream().limit(block + 1L).mapToInt(each -> each.layers().size()).sum();
  }

  private int preActivationsOf(int block) {
    return endOf(block) - (blocks.get(block).activation().isPresent() ? 2 : 1);
  }

  /** dL/dz of the last block, [n, outputs], after {@link #backpropagate}. */
  public Matrix logitGradients() {
    return outputGradients[toLogits - 1].firstRows(batch.rows());
  }

  private void start(Matrix x) {
    batch = x;
    int share = (x.rows() + parts - 1) / parts;
    pieceRows = isShared() ? Math.max(LEAST_ROWS, share) : Math.max(1, x.rows());
    if (needsBlocks) {
      pieceRows = (pieceRows + chain.block() - 1) / chain.block() * chain.block();
    }
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
    chain.layOut(part, parts);
  }

  private void predict(int piece, int member) {
    int from = piece * pieceRows;
    chain.forward(
        batch.values(), 0, toLogits, from, Math.min(from + pieceRows, batch.rows()), member);
  }

  private void descend(int piece, int member) {
    int from = piece * pieceRows;
    int to = Math.min(from + pieceRows, batch.rows());
    int last = criterion.onLogits() ? toLogits : chain.size();
    chain.forward(batch.values(), 0, last, from, to, member);
    criterion.evaluate(outputs[last - 1], outputGradients[last - 1], from, to, member);
    chain.backward(batch.values(), last, NOTHING, from, to, member);
  }

  private void collect(int part, int member) {
    chain.parameterGradients(batch.values(), batch.rows(), part, parts, member);
  }
}
