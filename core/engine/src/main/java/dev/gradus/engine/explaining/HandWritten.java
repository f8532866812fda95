package dev.gradus.engine.explaining;

import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.numpy.NumpyGradient;
import dev.gradus.engine.numpy.NumpyLines;
import dev.gradus.spi.AffineFunction;

/** A network written by hand in numpy. */
public final class HandWritten {

  private HandWritten() {}

  /** The line for a loss after the last layer of a network. */
  public static NumpyGradient lineOf(FittedLoss loss, Network network) {
    return linesOf(network).of(loss.plain().onOutputs(), loss.target().kind(), network.outputs());
  }

  /** The layers, without those that pass numbers through unchanged in prediction. */
  static NumpyLines linesOf(Network network) {
    return new NumpyLines(
        network.computing().stream()
            .filter(part -> !part.function().isIdentity() || part.layer().activation().isPresent())
            .map(
                part ->
                    new NumpyLines.WrittenLayer(
                        part.layer().activation(),
                        part.function() instanceof AffineFunction,
                        part.function() instanceof AffineFunction dense
                            && dense.bias().isPresent()))
            .toList());
  }
}
