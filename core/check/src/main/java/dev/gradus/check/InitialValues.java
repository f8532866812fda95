package dev.gradus.check;

import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Initializes layers from rows, and checks those whose initial values depend on the data. */
final class InitialValues {

  /** Few rows: if a layer places kinks between them, most points are not near any. */
  private static final int ROWS = 9;

  private final Layer layer;
  private final LayerInput trial;
  private final Supplier<LayerFunction> fresh;

  /**
   * Creates a check.
   *
   * @param fresh builds the layer for the trial, always with the same tensors
   */
  InitialValues(Layer layer, LayerInput trial, Supplier<LayerFunction> fresh) {
    this.layer = layer;
    this.trial = trial;
    this.fresh = fresh;
  }

  /** The function, initialized from other rows than those that it is tried with. */
  static LayerFunction set(LayerFunction function, LayerInput trial) {
    if (function.initializesFromData()) {
      function.initialize(trial.otherInputs(ROWS), ROWS, new SplittableRandom(Samples.SEED));
    }
    return function;
  }

  /** Checks a layer; one that does not depend on the data has nothing to check. */
  void check() {
    if (!fresh.get().initializesFromData()) {
      return;
    }
    float[] rows = trial.otherInputs(ROWS);
    List<float[]> values = of(rows, ROWS);
    if (!Arrays.equals(rows, trial.otherInputs(ROWS))) {
      throw broken("modifies the rows");
    }
    if (!areEqual(values, of(rows, ROWS))) {
      throw broken("sets other values for the same rows and the same random numbers");
    }
    if (areEqual(values, values(fresh.get()))) {
      throw broken("changes no value; initializesFromData must return false");
    }
    checkFinite(values, "for %s rows".formatted(ROWS));
    checkFinite(of(rows, 1), "for a single row");
    float[] equal = new float[rows.length];
    for (int i = 0; i < equal.length; i++) {
      equal[i] = rows[i % trial.columns()];
    }
    checkFinite(of(equal, ROWS), "for equal rows");
    checkFixed();
  }

  private List<float[]> of(float[] rows, int count) {
    LayerFunction function = fresh.get();
    function.initialize(rows, count, new SplittableRandom(Samples.SEED));
    return values(function);
  }

  private static List<float[]> values(LayerFunction function) {
    return Stream.concat(function.parameters().stream(), function.statistics().stream())
        .map(tensor -> tensor.values().clone())
        .toList();
  }

  private static boolean areEqual(List<float[]> some, List<float[]> others) {
    return Arrays.deepEquals(some.toArray(), others.toArray());
  }

  private void checkFinite(List<float[]> values, String when) {
    for (float[] each : values) {
      for (float value : each) {
        if (!Float.isFinite(value)) {
          throw broken("sets a value to %s %s; each must be finite".formatted(value, when));
        }
      }
    }
  }

  /** Fixed values are those that no step of training changes. */
  private void checkFixed() {
    LayerFunction function = set(fresh.get(), trial);
    List<float[]> before = new ArrayList<>();
    List<Tensor> fixed =
        function.statistics().stream().filter(each -> each.role() == Tensor.Role.FIXED).toList();
    fixed.forEach(each -> before.add(each.values().clone()));
    new LayerWork(layer, function, trial.inputs(ROWS), ROWS, trial.back(), 1).forwardAndBackward();
    for (int k = 0; k < fixed.size(); k++) {
      if (!Arrays.equals(before.get(k), fixed.get(k).values())) {
        throw new BrokenClaim(
            layer,
            "for %s a step of training changes %s; its role must not be FIXED"
                .formatted(trial, fixed.get(k).name()));
      }
    }
  }

  private BrokenClaim broken(String sentence) {
    return new BrokenClaim(layer, "for %s its method initialize %s".formatted(trial, sentence));
  }
}
