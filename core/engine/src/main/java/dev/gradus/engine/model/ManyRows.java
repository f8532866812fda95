package dev.gradus.engine.model;

import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Decoding;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.problem.CancelledException;
import dev.gradus.engine.problem.Warnings;
import dev.gradus.engine.training.Evaluator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Predicts from many rows, as many at a time as the memory of a pass is made for. */
final class ManyRows {

  /** When plugins fail, for messages. */
  static final String PREDICTING = "while it predicted";

  private final Preparation preparation;
  private final Network network;
  private final Decoding decoding;
  private final Answers answers;
  private final List<Object> plugins;

  /**
   * Predicts with a network.
   *
   * @param decoding makes predictions of its outputs
   * @param plugins of which it is made
   */
  ManyRows(
      Preparation preparation,
      Network network,
      Decoding decoding,
      Answers answers,
      List<Object> plugins) {
    this.preparation = preparation;
    this.network = network;
    this.decoding = decoding;
    this.answers = answers;
    this.plugins = plugins;
  }

  /** Rows that can be prepared, some at a time, in their order. */
  interface Rows {

    /** How many there are. */
    int count();

    /** [to - from, inputs of the network]. */
    Matrix inputs(int from, int to);

    /** Names a row, for messages. */
    String placeOf(int row);
  }

  /** Rows that were prepared already. */
  static Rows of(Matrix inputs, IntFunction<String> place) {
    return new Rows() {
      @Override
      public int count() {
        return inputs.rows();
      }

      @Override
      public Matrix inputs(int from, int to) {
        return inputs.copyOfRows(from, to);
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
   * @param warnings those of the rows, which the predictions hold
   * @throws dev.gradus.engine.problem.DataException naming the row, if a prediction is not finite
   * @throws CancelledException if the thread is interrupted
   */
  Predictions predict(Rows rows, Warnings warnings) {
    return Verifier.naming(plugins, PREDICTING, () -> predicted(rows, warnings));
  }

  private Predictions predicted(Rows rows, Warnings warnings) {
    int count = rows.count();
    double[][] outputs = new double[count][preparation.targets().width()];
    boolean deviates = answers.mayDeviate();
    double[][] deviations = new double[deviates ? count : 0][];
    Map<Double, double[][]> quantiles = new LinkedHashMap<>();
    for (double level : decoding.quantiles()) {
      quantiles.put(level, new double[count][]);
    }
    int chunk = Math.max(1, Math.min(network.rowsAtOnce(), count));
    Pass pass = network.newPass(chunk);
    for (int from = 0; from < count; from += chunk) {
      CancelledException.check("the model predicted");
      int first = from;
      int to = Math.min(from + chunk, count);
      Matrix all = pass.outputs(rows.inputs(from, to));
      for (int i = from; i < to; i++) {
        int at = (i - from) * all.columns();
        decoding.restore(all.values(), at, all.columns(), outputs[i]);
        Evaluator.checkFinite(
            outputs[i], all, i - from, preparation, row -> rows.placeOf(first + row));
        Optional<double[]> deviating = answers.deviationsOf(all.values(), at);
        deviates = deviates && deviating.isPresent();
        if (deviates) {
          deviations[i] = deviating.orElseThrow();
          checkFinite(deviations[i], rows::placeOf, i);
        }
        if (!quantiles.isEmpty()) {
          double[][] found = decoding.quantiles(all, i - from);
          int next = 0;
          for (double[][] ofLevel : quantiles.values()) {
            ofLevel[i] = found[next++];
            checkFinite(ofLevel[i], rows::placeOf, i);
          }
        }
      }
    }
    return new Predictions(
        outputs, deviates ? Optional.of(deviations) : Optional.empty(), quantiles, warnings.list());
  }

  /** Makes sure that numbers which are predicted for a row are finite. */
  void checkFinite(double[] numbers, IntFunction<String> place, int row) {
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw Evaluator.notFinite(place.apply(row), preparation, number);
      }
    }
  }
}
