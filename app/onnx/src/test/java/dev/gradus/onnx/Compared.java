package dev.gradus.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.RowPredictor;
import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Predicts rows by Gradus and by ONNX Runtime, and compares every prediction. */
final class Compared {

  private static final double NEAR = 1e-5;

  /** The distance from the bound of a set within which rounding decides. */
  private static final double AT_BOUND = 2e-5;

  private final SavedModel model;
  private final RowPredictor predictor;
  private final Map<String, Object> results;
  private final boolean complete;

  private Compared(SavedModel model, Map<String, Object> results, boolean complete) {
    this.model = model;
    this.predictor = model.predictor();
    this.results = results;
    this.complete = complete;
  }

  /**
   * Compares all predictions.
   *
   * @return the number of rows that both refuse
   */
  static int rows(SavedModel model, List<Map<String, String>> rows) {
    return rows(model, rows, Onnx.export(model));
  }

  static int rows(SavedModel model, List<Map<String, String>> rows, int opset) {
    return rows(model, rows, Onnx.export(model, opset));
  }

  private static int rows(
      SavedModel model, List<Map<String, String>> rows, Onnx.Exported exported) {
    Map<String, Object> results = results(model, exported, rows);
    assertEquals(Set.copyOf(exported.outputs()), results.keySet());
    Compared compared = new Compared(model, results, exported.omissions().isEmpty());
    int refused = 0;
    for (int i = 0; i < rows.size(); i++) {
      int number = i;
      Optional<Prediction> prediction = compared.predicted(rows.get(i));
      refused += prediction.isEmpty() ? 1 : 0;
      compared.check(i, prediction, () -> "row " + number + " " + rows.get(number));
    }
    return refused;
  }

  private Optional<Prediction> predicted(Map<String, String> row) {
    try {
      return Optional.of(predictor.predict(row));
    } catch (DataException e) {
      return Optional.empty();
    }
  }

  /** What ONNX Runtime predicts, by the names of the outputs. */
  static Map<String, Object> results(
      SavedModel model, Onnx.Exported exported, List<Map<String, String>> rows) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try (OrtSession session = environment.createSession(exported.bytes())) {
      for (PreparedColumn column : model.preparation().inputs()) {
        List<String> cells = rows.stream().map(row -> row.getOrDefault(column.name(), "")).toList();
        inputs.put(column.name(), tensor(environment, column, cells));
      }
      assertEquals(exported.inputs(), List.copyOf(session.getInputNames()));
      Map<String, Object> results = new HashMap<>();
      try (OrtSession.Result result = session.run(inputs)) {
        for (Map.Entry<String, ai.onnxruntime.OnnxValue> each : result) {
          results.put(each.getKey(), each.getValue().getValue());
        }
      }
      return results;
    } catch (OrtException e) {
      throw new AssertionError(e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(
      OrtEnvironment environment, PreparedColumn column, List<String> cells) throws OrtException {
    if (!(column instanceof ScaledColumn)) {
      return OnnxTensor.createTensor(
          environment, cells.stream().map(cell -> new String[] {cell}).toArray(String[][]::new));
    }
    return OnnxTensor.createTensor(
        environment,
        cells.stream()
            .map(cell -> new double[] {cell.isEmpty() ? Double.NaN : Double.parseDouble(cell)})
            .toArray(double[][]::new));
  }

  private void check(int i, Optional<Prediction> prediction, Supplier<String> row) {
    Target target = model.target();
    boolean numeric = target.kind() == Target.Kind.NUMERIC;
    List<String> names = new ArrayList<>(model.preparation().targets().names());
    if (numeric) {
      for (int k = 0; k < names.size(); k++) {
        double found = ((double[]) results.get(names.get(k)))[i];
        double expected = prediction.isEmpty() ? Double.NaN : prediction.get().outputs()[k];
        assertNear(expected, found, row);
      }
      checkSpread(i, prediction, row);
      return;
    }
    boolean probable = results.containsKey(Onnx.PROBABILITIES);
    float[] found = ((float[][]) results.get(probable ? Onnx.PROBABILITIES : Onnx.SCORES))[i];
    double[] outputs = prediction.map(Prediction::outputs).orElse(new double[found.length]);
    for (int k = 0; k < outputs.length; k++) {
      int at = found.length - outputs.length + k;
      assertNear(prediction.isEmpty() ? Double.NaN : outputs[k], found[at], row);
    }
    for (int k = 0; k < names.size(); k++) {
      String answer = ((String[]) results.get(names.get(k)))[i];
      String expected =
          prediction.isEmpty() ? "" : predictor.answersOf(prediction.get().outputs()).get(k);
      assertEquals(expected, answer, row);
    }
    checkSet(i, prediction, row);
  }

  /** Standard deviations, quantiles and intervals. */
  private void checkSpread(int i, Optional<Prediction> prediction, Supplier<String> row) {
    Map<String, Double> expected = new HashMap<>();
    prediction.ifPresent(given -> expected.putAll(spread(given)));
    Set<String> found = new HashSet<>(results.keySet());
    model.preparation().targets().names().forEach(found::remove);
    if (complete && prediction.isPresent()) {
      assertEquals(expected.keySet(), found, row);
    }
    for (String name : found) {
      double number = ((double[]) results.get(name))[i];
      assertNear(expected.getOrDefault(name, Double.NaN), number, () -> name + " of " + row.get());
    }
  }

  private static Map<String, Double> spread(Prediction prediction) {
    Map<String, Double> spread = new HashMap<>();
    prediction.deviations().forEach((name, number) -> spread.put(name + "_deviation", number));
    prediction
        .quantiles()
        .forEach(
            (level, byName) ->
                byName.forEach((name, number) -> spread.put(name + "_q" + level, number)));
    prediction
        .intervals()
        .forEach(
            (name, interval) -> {
              spread.put(name + "_low", interval.low());
              spread.put(name + "_high", interval.high());
            });
    return spread;
  }

  private void checkSet(int i, Optional<Prediction> prediction, Supplier<String> row) {
    String name = model.preparation().targets().names().get(0) + "_set";
    Optional<Conformal> conformal = predictor.conformal();
    if (complete) {
      assertEquals(conformal.isPresent(), results.containsKey(name), name);
    }
    if (!results.containsKey(name)) {
      return;
    }
    long[] found = ((long[][]) results.get(name))[i];
    if (prediction.isEmpty()) {
      assertArrayEquals(new long[found.length], found, row);
      return;
    }
    double[] outputs = prediction.get().outputs();
    double[] all = outputs.length == 1 ? new double[] {1 - outputs[0], outputs[0]} : outputs;
    int size = 0;
    for (int k = 0; k < all.length; k++) {
      double over = conformal.get().score(all, k) - conformal.get().quantiles().get(0);
      size += over <= 0 ? 1 : 0;
      // The rows that the bound was found with are at it.
      if (Math.abs(over) < 1e-12 || Math.abs(over) > AT_BOUND) {
        assertEquals(
            over < AT_BOUND ? 1 : 0, found[k], () -> "%s, %s beyond".formatted(row.get(), over));
      }
    }
    assertEquals(prediction.get().classSet().size(), size, row);
  }

  private static void assertNear(double expected, double found, Supplier<String> row) {
    if (Double.isNaN(expected)) {
      assertTrue(Double.isNaN(found), () -> row.get() + " is refused by Gradus, but is " + found);
    } else {
      assertEquals(expected, found, NEAR * Math.max(1, Math.abs(expected)), row);
    }
  }
}
