package dev.gradus.importing;

import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.Dense;
import dev.gradus.layers.LayerNorm;
import dev.gradus.spi.Layer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Factors and terms of a file as weights: of the layer before them, or of one of their own. */
final class ScaledLayers {

  private ScaledLayers() {}

  /** Whether all are above 0. */
  static boolean isPositive(float[] factors) {
    for (float each : factors) {
      if (!(each > 0)) {
        return false;
      }
    }
    return true;
  }

  /** A linear layer that also scales its outputs. */
  static Optional<Step> joined(Step step, Optional<float[]> factors, Optional<float[]> terms) {
    Layer spec = step.spec();
    boolean isLinear =
        spec instanceof Dense
            || spec instanceof Conv2d
            || spec instanceof LayerNorm
            || spec instanceof BatchNorm;
    if (spec.activation().isPresent() || !isLinear) {
      return Optional.empty();
    }
    Map<String, float[]> tensors = new HashMap<>(step.tensors());
    factors.ifPresent(
        each ->
            tensors.replaceAll(
                (name, values) -> name.startsWith("running") ? values : times(values, each)));
    terms.ifPresent(each -> tensors.merge("bias", each, ScaledLayers::plus));
    return Optional.of(step.with(terms.isPresent() ? withBias(spec) : spec, tensors));
  }

  private static Layer withBias(Layer spec) {
    if (spec instanceof Dense dense) {
      return NetworkDraft.denseOf(dense.units().orElseThrow(), true);
    }
    if (spec instanceof Conv2d conv) {
      return new Conv2d(
          conv.filters(),
          conv.kernel(),
          conv.stride(),
          conv.padding(),
          conv.pads(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          true);
    }
    return spec;
  }

  private static float[] times(float[] values, float[] factors) {
    float[] product = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      product[i] = values[i] * factors[i % factors.length];
    }
    return product;
  }

  private static float[] plus(float[] values, float[] terms) {
    float[] sum = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      sum[i] = values[i] + terms[i];
    }
    return sum;
  }

  /** A batch-norm that scales only. */
  static Step normOf(
      String origin, int channels, Optional<float[]> factors, Optional<float[]> terms) {
    BatchNorm norm = new BatchNorm();
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    float[] variances = new float[channels];
    Arrays.fill(variances, (float) (1 - norm.epsilon()));
    return new Step(
        origin,
        norm,
        Map.of(
            "weight",
            factors.map(each -> Arrays.copyOf(each, channels)).orElse(ones),
            "bias",
            terms.map(each -> Arrays.copyOf(each, channels)).orElse(new float[channels]),
            "running-mean",
            new float[channels],
            "running-variance",
            variances),
        false);
  }
}
