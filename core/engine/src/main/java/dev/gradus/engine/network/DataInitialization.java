package dev.gradus.engine.network;

import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.parallel.Team;
import dev.gradus.runtime.network.Forward;
import dev.gradus.runtime.network.NetworkException;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Initializes the layers whose initial values depend on the training data, from the first to the
 * last, each from the outputs of those before it.
 *
 * <p>They see all training rows, or at most {@value #MOST_ROWS} of them, chosen at random; fewer if
 * rows are long. One thread does this, so the values depend only on the rows and the seed.
 */
final class DataInitialization {

  /**
   * Enough rows for quantiles and means: a rank is off by at most about one percent of the rows.
   */
  static final int MOST_ROWS = 10_000;

  /** The maximum number of values of all rows, in the inputs or the outputs of a layer. */
  private static final long MOST_NUMBERS = 1 << 24;

  /** Up to the last layer to initialize; empty if there is none. */
  private final List<Block> blocks;

  private final Set<Integer> kept;

  /**
   * Finds what there is to initialize.
   *
   * @param kept the indices, in the configuration, of layers that keep their values
   */
  DataInitialization(List<Block> blocks, Set<Integer> kept) {
    this.kept = Set.copyOf(kept);
    int end = blocks.size();
    while (end > 0 && !isWanted(blocks.get(end - 1))) {
      end--;
    }
    this.blocks = blocks.subList(0, end);
  }

  private boolean isWanted(Block block) {
    return block.initializesFromData() && !kept.contains(block.index());
  }

  boolean isNeeded() {
    return !blocks.isEmpty();
  }

  /** The approximate memory in bytes that it takes, besides that of the network. */
  long bytes(int training) {
    if (!isNeeded()) {
      return 0;
    }
    int rows = rows(training);
    long chunk = Pass.bytes(blocks, Math.min(rows, rowsAtOnce()), false);
    return Float.BYTES * 2 * rows * widest() + chunk;
  }

  private int rows(int training) {
    return (int) Math.max(1, Math.min(Math.min(MOST_ROWS, training), MOST_NUMBERS / widest()));
  }

  private long widest() {
    return blocks.stream()
        .flatMap(block -> block.layers().stream())
        .mapToLong(layer -> Math.max(layer.input().columns(), layer.output().columns()))
        .max()
        .orElse(1);
  }

  private int rowsAtOnce() {
    return Forward.rowsAtOnce(Block.layersOf(blocks));
  }

  /**
   * Initializes.
   *
   * @param inputs of all training rows, at least one; not modified
   * @param seed the same seed gives the same values
   */
  void run(MatrixRows inputs, long seed) {
    if (!isNeeded()) {
      return;
    }
    Matrix x = some(inputs, rows(inputs.rows()), seed);
    for (int i = 0; i < blocks.size(); i++) {
      x = i == 0 ? x : outputs(blocks.get(i - 1), x);
      Block block = blocks.get(i);
      if (isWanted(block)) {
        block
            .layers()
            .get(0)
            .initialize(
                x.values(),
                x.rows(),
                Randomness.of(seed, "layers." + block.index() + ".initialize", 0));
        checkFinite(block);
      }
    }
  }

  /** Chooses rows, each with the same probability, in their order (D. E. Knuth, algorithm S). */
  private static Matrix some(MatrixRows all, int count, long seed) {
    if (count == all.rows()) {
      return all.inMemory();
    }
    RandomGenerator random = Randomness.of(seed, "initialize", 0);
    int width = all.columns();
    Matrix chosen = Matrix.zeros(count, width);
    int next = 0;
    for (int row = 0; next < count; row++) {
      if (random.nextInt(all.rows() - row) < count - next) {
        all.copyRow(row, chosen.values(), next * width);
        next++;
      }
    }
    return chosen;
  }

  private Matrix outputs(Block block, Matrix x) {
    Matrix y = Matrix.zeros(x.rows(), block.outputs());
    int chunk = Math.min(x.rows(), rowsAtOnce());
    Pass pass = new Pass(List.of(block), chunk, Team.alone(), false, x.rows());
    for (int from = 0; from < x.rows(); from += chunk) {
      Matrix part = pass.outputs(x.copyOfRows(from, Math.min(from + chunk, x.rows())));
      System.arraycopy(part.values(), 0, y.values(), from * y.columns(), part.size());
    }
    return y;
  }

  private static void checkFinite(Block block) {
    for (Parameter tensor : block.tensors().toList()) {
      float[] values = tensor.matrix().values();
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          throw new NetworkException(
              "%s: its method initialize sets number %s of %s of %s to %s; every value must be finite"
                  .formatted(
                      Network.pathOf(block.index(), block.spec()),
                      i + 1,
                      values.length,
                      tensor.name(),
                      values[i]));
        }
      }
    }
  }
}
