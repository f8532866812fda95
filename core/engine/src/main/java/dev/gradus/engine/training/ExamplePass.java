package dev.gradus.engine.training;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The forward pass of a network over examples, a chunk of them at a time. */
final class ExamplePass {

  private final Network network;
  private final Examples examples;
  private final Team team;
  private final UnaryOperator<Matrix> seen;

  /** The inputs of a chunk; no rows until they are needed. */
  private Matrix room = Matrix.zeros(0, 0);

  private Optional<Pass> ofChunks = Optional.empty();

  /**
   * Prepares a pass, which takes memory when it is used for the first time.
   *
   * @param team shares the work; used by the thread that owns it
   * @param seen converts rows of inputs to the form that the network sees
   */
  ExamplePass(Network network, Examples examples, Team team, UnaryOperator<Matrix> seen) {
    this.network = network;
    this.examples = examples;
    this.team = team;
    this.seen = seen;
  }

  /** The number of examples in a chunk; the last one may have fewer. */
  int chunk() {
    return Math.min(network.rowsAtOnce(), examples.rows());
  }

  /** The pass for chunks, always the same. */
  Pass ofChunks() {
    Pass pass = ofChunks.orElseGet(() -> ofBatches(chunk()));
    ofChunks = Optional.of(pass);
    return pass;
  }

  /** A new pass for batches of at most this number of examples. */
  Pass ofBatches(int largest) {
    return network.newPass(largest, team, examples.rows());
  }

  /** The inputs of a chunk, in the form that the network sees; valid until the next call. */
  Matrix inputs(int from, int to) {
    if (room.rows() == 0) {
      room = Matrix.zeros(chunk(), examples.inputs().columns());
    }
    examples.inputs().copyRows(from, to, room.values());
    return seen.apply(room.firstRows(to - from));
  }

  /** The inputs of a batch, in the form that the network sees. */
  Matrix inputs(Examples batch) {
    return seen.apply(batch.inputs().inMemory());
  }

  /** A matrix for the outputs of some examples. */
  Matrix newOutputs(int rows) {
    return Matrix.zeros(rows, network.outputs());
  }
}
