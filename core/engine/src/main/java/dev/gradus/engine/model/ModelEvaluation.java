package dev.gradus.engine.model;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.ConfiguredRows;
import dev.gradus.engine.training.EvaluationMemory;
import dev.gradus.engine.training.Evaluator;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.LabelTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Compares what a model predicts with known targets. */
final class ModelEvaluation {

  private final Model model;
  private final Preparation preparation;
  private final Predictor predictor;
  private final Decoding decoding;
  private final Function<Configuration, LossGuard> guard;
  private final Consumer<Warning> outlet;

  /**
   * Creates it.
   *
   * @param predictor of the model, which decides on classes and labels
   * @param decoding of the model
   * @param guard fits losses to the network of the model
   * @param outlet receives warnings about the rows
   */
  ModelEvaluation(
      Model model,
      Predictor predictor,
      Decoding decoding,
      Function<Configuration, LossGuard> guard,
      Consumer<Warning> outlet) {
    this.model = model;
    this.preparation = model.preparation();
    this.predictor = predictor;
    this.decoding = decoding;
    this.guard = guard;
    this.outlet = outlet;
  }

  /**
   * See {@link Model#evaluation(Table)}.
   *
   * @param heapBytes the memory of the process
   */
  Evaluation of(Table table, long heapBytes) {
    Configuration configuration = model.configuration();
    Warnings warnings = new Warnings(outlet);
    boolean dropped =
        configuration.data().filter(data -> data.missing() == DataSpec.Missing.DROP).isPresent();
    List<String> aside =
        configuration.auxiliaryColumns().stream()
            .map(column -> table.nameOf(column.name()))
            .toList();
    int[] rows = TablePreparation.of(preparation).measurable(table, aside, dropped, warnings);
    Examples examples =
        examples(configuration, table, rows, warnings, heapBytes)
            .with(ConfiguredRows.auxiliary(configuration, table, rows));
    TablePreparation.of(preparation).warnOfFilled(table, rows, warnings);
    Judged judged = judged(configuration, examples, i -> table.placeOf(rows[i]), warnings);
    model.linear().ifPresent(linear -> linear.warnOfMissing(warnings));
    return new Evaluation(
        judged.metrics(),
        model
            .linear()
            .map(
                linear ->
                    Evaluator.evaluate(
                        linear, model.network(), configuration, preparation, examples))
            .orElse(Map.of()),
        rows.length,
        table.rows() - rows.length,
        judged.classes(),
        judged.labels(),
        judged.coverage(),
        warnings.list(),
        model.lossUnit());
  }

  /** The examples, if there is enough memory to evaluate them. */
  private Examples examples(
      Configuration configuration,
      Table table,
      int[] rows,
      Consumer<Warning> warnings,
      long heapBytes) {
    int inputs = preparation.inputWidth();
    EvaluationMemory memory =
        EvaluationMemory.of(
            configuration,
            preparation,
            table,
            rows.length,
            model.conformal().isPresent() && model.target().kind() == Target.Kind.NUMERIC,
            (long) PredictedRows.atOnce(rows.length, inputs) * inputs);
    memory.check(heapBytes);
    return memory.keepsInputs(heapBytes)
        ? Examples.of(preparation, table, rows, warnings)
        : Examples.withoutKeeping(preparation, table, rows, warnings);
  }

  /** What is known of the predictions for a table, which take more memory than this. */
  private record Judged(
      Map<String, Double> metrics,
      Optional<ClassReport> classes,
      Optional<LabelReport> labels,
      List<Coverage> coverage) {}

  private Judged judged(
      Configuration configuration,
      Examples examples,
      IntFunction<String> placeOf,
      Warnings warnings) {
    PredictedRows predicted = PredictedRows.of(predictor, examples.inputs(), placeOf, warnings);
    double[][] outputs = predicted.outputs();
    return new Judged(
        Evaluator.evaluate(
            model.network(),
            configuration,
            preparation,
            guard.apply(configuration),
            decoding,
            examples,
            outputs,
            predicted.quantiles(),
            warnings),
        classReport(outputs, examples.targets()),
        labelReport(outputs, examples.targets()),
        coverage(predicted, examples));
  }

  private List<Coverage> coverage(PredictedRows predicted, Examples examples) {
    return CoverageCount.of(
        preparation.targets(), model.conformal(), predictor, predicted, examples.targets());
  }

  /** How often sets or intervals hold the true value of examples, and their size, by name. */
  Map<String, Double> coverage(Examples examples) {
    PredictedRows predicted =
        PredictedRows.of(
            predictor, examples.inputs(), row -> "row " + (row + 1), new Warnings(unused -> {}));
    return Coverage.scores(
        coverage(predicted, examples),
        model.target().kind() == Target.Kind.NUMERIC ? ConformalSpec.WIDTH : ConformalSpec.SIZE);
  }

  private Optional<ClassReport> classReport(double[][] outputs, MatrixRows targets) {
    List<String> classes = predictor.classes();
    if (classes.isEmpty()) {
      return Optional.empty();
    }
    int[] truths = new int[outputs.length];
    int[] answers = new int[outputs.length];
    double[] target = new double[targets.columns()];
    float[] row = new float[targets.columns()];
    for (int i = 0; i < outputs.length; i++) {
      targets.copyRow(i, row, 0);
      preparation.targets().restore(row, 0, target);
      truths[i] = truth(target);
      answers[i] = classes.indexOf(predictor.classOf(outputs[i]));
    }
    return Optional.of(ClassReport.of(classes, truths, answers));
  }

  /** The index of the class that a target encodes: 1 at its output, 0 at the others. */
  private static int truth(double[] target) {
    int best = 0;
    for (int k = 1; k < target.length; k++) {
      best = target[k] > target[best] ? k : best;
    }
    return target.length == 1 ? (int) Math.round(target[0]) : best;
  }

  private Optional<LabelReport> labelReport(double[][] outputs, MatrixRows targets) {
    if (!(preparation.targets() instanceof LabelTarget target)) {
      return Optional.empty();
    }
    double[][] truths = new double[outputs.length][target.width()];
    boolean[][] answers = new boolean[outputs.length][target.width()];
    for (int i = 0; i < outputs.length; i++) {
      List<String> applying = predictor.labelsOf(outputs[i]);
      for (int k = 0; k < target.width(); k++) {
        truths[i][k] = targets.at(i, k);
        answers[i][k] = applying.contains(target.names().get(k));
      }
    }
    return Optional.of(LabelReport.of(target.names(), truths, answers));
  }
}
