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
 * Runs forward passes through a network and, if it was made for training, backward passes, and
 * holds the memory that they need.
 *
 * <p>It is reused by one thread, which owns the team; two threads need two passes. The work on a
 * batch is split by rows where rows are independent, and the work on gradients is split by inputs.
 * So every number is computed by a single thread and does not depend on how many threads there are.
 */
public final class Pass {

  /**
   * The number of multiplications in one direction from which a batch is shared among threads:
   * about ten microseconds of work. Sharing less would pay off on an idle machine, but waiting for
   * a suspended thread takes long.
   */
  private static final long SHARED = 1 << 19;

  private static final float[] NOTHING = {};

  /** The minimum number of rows in a piece of work. */
  private static final int LEAST_ROWS = 16;

  /** Pieces per thread: with several, no thread waits long for the last piece. */
  private static final int PIECES_EACH = 2;

  /** The products of a layer that learns: its outputs, and the gradients of weights and inputs. */
  private static final int PRODUCTS = 3;

  private final Chain chain;

  /** The outputs of each layer. */
  private final Matrix[] outputs;

  private final Matrix[] outputGradients;
  private final List<Block> blocks;

  /**
   * The layers that lead to the logits; what follows is the activation of the last block, and the
   * mean.
   */
  private final int toLogits;

  private final Team team;
  private final Team.Work layingOut = this::layOut;
  private final Team.Work predicting = this::predict;
  private final Team.Work descending = this::descend;
  private final Team.Work collecting = this::collect;
  private final boolean learning;

  /** The number of inputs: those of all members, if they have rows of their own. */
  private final int inputs;

  private final boolean needsWholeBatch;
  private final boolean needsBlocks;
  private long batches;
  private final long multiplications;
  private Matrix batch = Matrix.zeros(0, 0);

  /** The number of targets for each row: one, or one for each member if these have own rows. */
  private int each = 1;

  private Criterion criterion = (predictions, gradients, from, to, member) -> {};
  private int pieceRows;
  private boolean isShared;

  /** Into how many parts the work on parameters is split: one, if no other thread takes any. */
  private int parts = 1;

  /**
   * Allocates the memory.
   *
   * @param blocks at least one; frozen blocks have no gradients, and leading frozen blocks have no
   *     backward pass
   * @param rows the largest number of rows of a batch
   * @param team used by the thread that owns it
   * @param learning whether there are backward passes too
   * @param planned about the number of rows of all batches together
   */
  Pass(List<Block> blocks, int rows, Team team, boolean learning, long planned) {
    this.team = team;
    this.learning = learning;
    List<LayerFunction> layers = Block.layersOf(blocks);
    this.multiplications = layers.stream().mapToLong(LayerFunction::multiplications).sum();
    double work = (learning ? PRODUCTS : 1) * (double) multiplications * planned;
    List<Products> products =
        Stream.generate(() -> VectorProducts.fastest(work)).limit(team.size()).toList();
    this.blocks = blocks;
    this.inputs = layers.get(0).input().columns();
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
    List<LayerFunction> moving = Block.layersOf(blocks.stream().filter(b -> !b.frozen()).toList());
    this.needsWholeBatch = moving.stream().anyMatch(LayerFunction::needsWholeBatch);
    this.needsBlocks = layers.stream().anyMatch(LayerFunction::needsBlocks);
    if (!learning) {
      layOut(0, 0);
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

  /** The approximate memory of a pass in bytes. */
  static long bytes(List<Block> blocks, int rows, boolean learning) {
    return Chain.bytes(Block.layersOf(blocks), rows, direction(learning), frozen(blocks));
  }

  /**
   * The pre-activations (logits) of the last layer.
   *
   * @param x a batch, [n, inputs], n at most the number of rows that the pass was created for; not
   *     modified
   * @return [n, outputs], in an ensemble those of its members, one after another; valid until the
   *     next call
   */
  public Matrix logits(Matrix x) {
    team.beginPass();
    start(x);
    if (learning) {
      run(layingOut, parts);
    }
    run(predicting, pieces());
    team.endPass(batch.rows());
    return outputs[toLogits - 1].firstRows(batch.rows());
  }

  /**
   * The outputs of the network for the last computed logits.
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
   * Runs a forward and a backward pass with a batch: computes the gradients of all trainable
   * parameters.
   *
   * <p>No parameter changes here: every gradient is taken at the weights that made the prediction.
   *
   * @param x a batch, [n, inputs], n at most the number of rows that the pass was created for; not
   *     modified; if each member of an ensemble has rows of its own, n is that number times the
   *     number of members
   */
  public void backpropagate(Matrix x, Criterion criterion) {
    batches++;
    repeat(x, criterion, batches);
  }

  /**
   * Repeats the forward and backward pass of a batch, possibly with other weights, with the same
   * random numbers as before. Layers with running statistics count the batch again.
   *
   * @param number of the batch, from 1: the value of {@link #batches} after its backward pass
   */
  public void repeat(Matrix x, Criterion criterion, long number) {
    start(x);
    this.criterion = criterion;
    run(layingOut, parts);
    chain.begin(number);
    if (needsWholeBatch || criterion.needsWholeBatch()) {
      pieceRows = batch.rows();
    }
    run(descending, pieces());
    run(collecting, parts);
  }

  /**
   * Runs a forward pass in training mode without a backward pass, so that layers with running
   * statistics count a batch.
   *
   * @param x a batch, [n, inputs], n at most the number of rows that the pass was created for; not
   *     modified
   * @param number of the batch, from 1, which determines its random numbers
   * @param share the weight of this batch in the statistics, relative to the batches before it: 1
   *     for the first
   */
  public void note(Matrix x, int number, double share) {
    start(x);
    run(layingOut, parts);
    chain.beginMeasuring(batches + number, share);
    if (needsWholeBatch) {
      pieceRows = batch.rows();
    }
    run(predicting, pieces());
  }

  /** The number of backward passes so far, which determines the random numbers of the network. */
  public long batches() {
    return batches;
  }

  /** Sets the number of backward passes so far. */
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

  /** The pre-activations of a block for the last batch, [n, outputs of the block]. */
  public Matrix preActivations(int block) {
    return outputs[preActivationsOf(block)].firstRows(batch.rows());
  }

  /**
   * The outputs of a block for the last batch, after {@link #outputs()}; those of the last block of
   * an ensemble before the mean.
   */
  public Matrix outputs(int block) {
    return outputs[startOf(block) + blocks.get(block).ownLayers() - 1].firstRows(batch.rows());
  }

  /**
   * da/dz of the units of a block, each by its own z, for the last batch, after {@link #outputs()};
   * 1 without an activation.
   */
  public Matrix slopes(int block) {
    return blocks.get(block).slopes(preActivations(block), outputs(block));
  }

  private int startOf(int block) {
    return blocks.stream().limit(block).mapToInt(each -> each.layers().size()).sum();
  }

  private int preActivationsOf(int block) {
    return startOf(block) + blocks.get(block).layersToPreActivations() - 1;
  }

  /** dL/dz of the last block, as wide as the logits, after {@link #backpropagate}. */
  public Matrix logitGradients() {
    return outputGradients[toLogits - 1].firstRows(batch.rows());
  }

  private void start(Matrix x) {
    batch = x.columns() == inputs ? x : joined(x);
    each = batch.rows() == 0 ? 1 : x.rows() / batch.rows();
    isShared = isLarge() && team.threads() > 1;
    parts = isShared ? PIECES_EACH * team.size() : 1;
    int share = (batch.rows() + parts - 1) / parts;
    pieceRows = isShared ? Math.max(LEAST_ROWS, share) : Math.max(1, batch.rows());
    if (needsBlocks) {
      pieceRows = (pieceRows + chain.block() - 1) / chain.block() * chain.block();
    }
  }

  /** A batch in which the rows of the members of an ensemble are joined to one; a view. */
  private Matrix joined(Matrix x) {
    int count = x.columns() == 0 ? 0 : inputs / x.columns();
    if (count * x.columns() != inputs || count == 0 || x.rows() % count != 0) {
      throw new IllegalArgumentException(
          "%s rows of %s numbers are no batch of %s inputs"
              .formatted(x.rows(), x.columns(), inputs));
    }
    return new Matrix(x.rows() / count, inputs, x.values());
  }

  private boolean isLarge() {
    return team.size() > 1 && multiplications * batch.rows() >= SHARED;
  }

  private int pieces() {
    return (batch.rows() + pieceRows - 1) / pieceRows;
  }

  private void run(Team.Work work, int pieces) {
    if (isShared) {
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
    criterion.evaluate(
        outputs[last - 1], outputGradients[last - 1], from * each, to * each, member);
    chain.backward(batch.values(), last, NOTHING, from, to, member);
  }

  private void collect(int part, int member) {
    chain.parameterGradients(batch.values(), batch.rows(), part, parts, member);
  }
}
