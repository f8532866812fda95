package dev.gradus.runtime;

import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.FinitePredictions;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.network.Forward;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.Warnings;
import dev.gradus.spi.LayerFunction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Predicts from many rows, in blocks of as many rows as a pass has memory for. */
final class ManyRows {

  private final TargetColumns targets;
  private final List<LayerFunction> layers;
  private final int width;
  private final Decoding decoding;
  private final Answers answers;

  /**
   * Predicts with a network.
   *
   * @param layers of the network
   * @param decoding turns its outputs into predictions
   */
  ManyRows(TargetColumns targets, List<LayerFunction> layers, Decoding decoding, Answers answers) {
    this.targets = targets;
    this.layers = layers;
    this.width = layers.get(layers.size() - 1).output().columns();
    this.decoding = decoding;
    this.answers = answers;
  }

  /** Rows that are prepared block by block, in their order. */
  interface Rows {

    /** The number of rows. */
    int count();

    /** The network inputs, row by row. */
    float[] inputs(int from, int to);

    /** Names a row, for messages. */
    String placeOf(int row);
  }

  /**
   * Rows that are prepared already.
   *
   * @param inputs row by row; not modified
   */
  static Rows of(float[] inputs, int count, IntFunction<String> place) {
    int columns = count == 0 ? 0 : inputs.length / count;
    return new Rows() {
      @Override
      public int count() {
        return count;
      }

      @Override
      public float[] inputs(int from, int to) {
        return Arrays.copyOfRange(inputs, from * columns, to * columns);
      }

      @Override
      public String placeOf(int row) {
        return place.apply(row);
      }
    };
  }

  /**
   * Predicts.
   *
   * @param warnings about the rows, which the predictions will contain
   * @throws dev.gradus.runtime.problem.DataException naming the row, if a prediction is not finite
   * @throws CancelledException if the thread is interrupted
   */
  Predictions predict(Rows rows, Warnings warnings) {
    int count = rows.count();
    double[][] outputs = new double[count][targets.width()];
    boolean deviates = answers.mayDeviate();
    double[][] deviations = new double[deviates ? count : 0][];
    Map<Double, double[][]> quantiles = new LinkedHashMap<>();
    for (double level : decoding.quantiles()) {
      quantiles.put(level, new double[count][]);
    }
    boolean ends = decoding.conformal().isPresent() && targets instanceof NumericTarget;
    double[][] allEnds = new double[ends ? count : 0][];
    int chunk = Math.max(1, Math.min(Forward.rowsAtOnce(layers), count));
    Forward pass = new Forward(layers, chunk);
    for (int from = 0; from < count; from += chunk) {
      CancelledException.check("the model predicted");
      int to = Math.min(from + chunk, count);
      float[] all = pass.outputs(rows.inputs(from, to), to - from);
      for (int i = from; i < to; i++) {
        int at = (i - from) * width;
        decoding.restore(all, at, width, outputs[i]);
        FinitePredictions.check(outputs[i], targets, rows::placeOf, i);
        FinitePredictions.check(all, at, width, targets, rows::placeOf, i);
        Optional<double[]> deviating = answers.deviationsOf(all, at);
        deviates = deviates && deviating.isPresent();
        if (deviates) {
          deviations[i] = deviating.orElseThrow();
          FinitePredictions.check(deviations[i], targets, rows::placeOf, i);
        }
        if (!quantiles.isEmpty()) {
          double[][] found = decoding.quantiles(all, at, width);
          int next = 0;
          for (double[][] ofLevel : quantiles.values()) {
            ofLevel[i] = found[next++];
            FinitePredictions.check(ofLevel[i], targets, rows::placeOf, i);
          }
        }
        if (ends) {
          allEnds[i] = decoding.ends(all, at, width).orElseThrow();
          FinitePredictions.check(allEnds[i], targets, rows::placeOf, i);
        }
      }
    }
    return new Predictions(
        outputs,
        deviates ? Optional.of(deviations) : Optional.empty(),
        quantiles,
        ends ? Optional.of(allEnds) : Optional.empty(),
        warnings.list());
  }
}
