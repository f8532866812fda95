package dev.gradus.engine.studies;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.LossGradient;
import dev.gradus.engine.study.ExampleGradient;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.Sample;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.TargetColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the training examples with the largest gradients. */
final class HardestExamples {

  /** The number of examples that are shown. */
  private static final int SHOWN = 10;

  /**
   * The number of inputs that are shown: a reader does not look at more, and single pixels of an
   * image say nothing.
   */
  private static final int CELLS = 12;

  private HardestExamples() {}

  /** The hardest examples for the current weights of a network, hardest first. */
  static List<ExampleGradient> of(Experiment experiment) {
    int[] rows = Sample.rows(experiment, ExampleGradient.SAMPLE);
    Examples sample = experiment.training().select(rows);
    LossGradient gradient = LossGradient.of(experiment.loss(), experiment.network(), sample);
    double[] lengths = new double[rows.length];
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      lengths[i] = length(gradient.logitGradients(), i);
      sum += lengths[i];
    }
    List<Integer> hardest =
        IntStream.range(0, rows.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -lengths[i]))
            .limit(SHOWN)
            .toList();
    TargetColumns targets = experiment.preparation().targets();
    Decoding decoding = experiment.decoding();
    List<ExampleGradient> pulls = new ArrayList<>();
    for (int i : hardest) {
      pulls.add(
          new ExampleGradient(
              experiment.trainingLines().of(rows[i]),
              lengths[i],
              sum > 0 ? lengths[i] / sum : 0,
              experiment.preparation().cells(sample.inputs().inMemory().values(), i, CELLS),
              text(targets, sample.targets().inMemory(), i),
              targets.text(
                  Arrays.stream(
                          decoding.restored(
                              gradient.outputs().values(), i, gradient.outputs().columns()))
                      .boxed()
                      .toList())));
    }
    return pulls;
  }

  private static String text(TargetColumns targets, Matrix outputs, int row) {
    return targets.text(targets.restored(outputs.values(), row * outputs.columns()));
  }

  private static double length(Matrix gradients, int row) {
    double squares = 0;
    for (int k = 0; k < gradients.columns(); k++) {
      squares += (double) gradients.get(row, k) * gradients.get(row, k);
    }
    return Math.sqrt(squares);
  }
}
