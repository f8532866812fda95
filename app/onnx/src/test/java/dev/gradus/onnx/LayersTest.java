package dev.gradus.onnx;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.SavedModel;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Plugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer and every activation. */
class LayersTest {

  private static final String DATA =
      """
      data:
        csv: CSV
        target: class
        columns:
          x: {numeric: {missing: mean, indicator: true}}
          y: {numeric: {missing: mean, scale: log}}
          z: {numeric: {missing: mean}}
          colour: {categorical: {missing: most-frequent}}
          size: {categorical: {missing: most-frequent}}
          level: ignore
          smoker: ignore
          state: ignore
          day: ignore
          pair: ignore
          number: ignore
          skewed: ignore
          urgent: ignore
          spam: ignore
      loss: cross-entropy
      optimizer: {adam: {learning-rate: 0.01}}
      training: {epochs: 3, seed: 3, loss-guard: warn}
      """;

  /** An activation with its options, where the defaults do not show all. */
  private static final Map<String, List<String>> WITH_OPTIONS =
      Map.ofEntries(
          Map.entry("celu", List.of("{celu: {alpha: 0.5}}")),
          Map.entry("elu", List.of("{elu: {alpha: 2}}")),
          Map.entry("gelu", List.of("gelu", "{gelu: {approximate: tanh}}")),
          Map.entry(
              "formula",
              List.of(
                  "{formula: 'x * sigmoid(b * x)', b: 1.5}",
                  "{formula: 'where(x > 0, x, a * (exp(x) - 1)) / (1 + exp(-x))', a: 0.7}",
                  "{formula: 'clip(x, -1, 2) + abs(x)^1.5 + log(cosh(x)) - 2 * sin(x) * cos(x)'}",
                  "{formula: 'atan(x) * sqrt(1 + x^2) + sinh(tanh(x)) / cosh(erf(x)) - x^3 / (1 + x^4)'}",
                  "{formula: 'where(abs(x) <= 1, log(1 + x^2), sign(x) * softplus(max(x, -x)))'}",
                  "{formula: 'min(x, 1 - erf(x)) + (1 + x^2)^tanh(x)'}",
                  "{formula: 'c^2 * log(1 + (x/c)^2)', c: 1000}",
                  "{formula: 'sinh(x) / (1 + cosh(x))'}")),
          Map.entry("hard-shrink", List.of("{hard-shrink: {lambda: 0.1}}")),
          Map.entry("hard-tanh", List.of("{hard-tanh: {min: -0.5, max: 2}}")),
          Map.entry("leaky-relu", List.of("{leaky-relu: {negative-slope: 0.2}}")),
          Map.entry(
              "parametric",
              List.of("{parametric: {activation: mish}}", "{parametric: {activation: selu}}")),
          Map.entry("pelu", List.of("{pelu: {a: 2, b: 0.5}}")),
          Map.entry("silu", List.of("silu", "{silu: {beta: 1.5}}")),
          Map.entry("soft-shrink", List.of("{soft-shrink: {lambda: 0.1}}")),
          Map.entry("softplus", List.of("softplus", "{softplus: {beta: 2, threshold: 1}}")),
          Map.entry("squareplus", List.of("{squareplus: {b: 2}}")),
          Map.entry("threshold", List.of("{threshold: {threshold: 0.1, value: -0.5}}")));

  /** The layers with room for an activation. */
  private static final Map<String, String> LAYERS =
      Map.of(
          "dense", "{dense: {units: 6, activation: %s}}",
          "ntk", "{dense: {units: 6, parametrization: ntk, bias: false, activation: %s}}",
          "layer-norm", "{dense: {units: 6}}, {layer-norm: {activation: %s}}",
          "rms-norm", "{dense: {units: 6}}, {rms-norm: {activation: %s}}",
          "batch-norm", "{dense: {units: 6}}, {batch-norm: {activation: %s}}",
          "residual",
              "{dense: {units: 6}}, {residual: {layers: [{layer-norm: {}}, {dense: {units: 6, activation: tanh}}, {dense: {units: 6}}], activation: %s}}",
          "conv2d",
              "{dense: {units: 24}}, {image: {height: 4, width: 3, channels: 2}}, {conv2d: {filters: 3, kernel: 2, activation: %s}}, flatten",
          "image-norm",
              "{dense: {units: 24}}, {image: {height: 4, width: 3, channels: 2}}, {layer-norm: {activation: %s}}, flatten",
          "ensemble", "{ensemble: {of: 3}}, {dense: {units: 6, activation: %s}}");

  /** The name of a layer in a list of layers: in front of its options, or alone. */
  private static final Pattern LAYER =
      Pattern.compile("(?<=^|, |\\[)(?:\\{([a-z0-9-]+):|([a-z0-9-]+)(?=,|]|$))");

  /** Networks that together have every layer, with its options. */
  private static final List<String> NETWORKS =
      List.of(
          "{dense: {units: 4}}",
          "{dense: {units: 4, bias: false}}",
          "{dense: {units: 4, parametrization: ntk, unit-variance: true, data-biases: true}}",
          "{dropout: {rate: 0.3}}, {gaussian-noise: {stddev: 0.1}}, {alpha-dropout: {rate: 0.1}}",
          "factor",
          "batch-norm, {dense: {units: 4}}, batch-norm",
          "layer-norm, rms-norm",
          "{residual: {layers: [{dense: {units: 15, activation: tanh}}, {dropout: {rate: 0.1}}]}}",
          "{residual: {layers: [{residual: {layers: [factor, {batch-norm: {activation: prelu}}]}}]}}",
          "{residual: {layers: [{image: {height: 3, width: 5}}, {conv2d: {filters: 1, kernel: 3, padding: same, activation: tanh}}, flatten]}}",
          "{image: {height: 3, width: 5}}, {conv2d: {filters: 2, kernel: 2, bias: false}}, batch-norm, {max-pool: {size: 1, stride: 2}}, global-average-pool",
          "{image: {height: 5, width: 3}}, {conv2d: {filters: 3, kernel: 4, stride: 3, padding: same}}, {average-pool: {size: 1}}, flatten",
          "{dense: {units: 100}}, {image: {height: 5, width: 10, channels: 2}}, {max-pool: {size: 2}}, {average-pool: {size: 2, stride: 1}}, {conv2d: {filters: 3, kernel: 2, stride: 2, padding: same, activation: softmax}}, flatten",
          "{dense: {units: 12}}, {image: {height: 3, width: 2, channels: 2}}, {residual: {layers: [{conv2d: {filters: 2, kernel: 3, padding: same}}, {layer-norm: {activation: relu}}], activation: softmax}}, flatten",
          "{image: {height: 5, width: 3}}, {conv2d: {filters: 3, kernel: 4, stride: 3, pads: [1, 0, 2, 3], activation: tanh}}, {max-pool: {size: 2, stride: 1, pads: 1}}, {average-pool: {size: 3, stride: 2, pads: [2, 1]}}, flatten",
          "{piecewise-linear: {bins: 5, dimensions: 3}}",
          "{piecewise-linear: {bins: 48, dimensions: 2}}, factor",
          "{periodic: {form: plr, frequencies: 5, dimensions: 3, stddev: 1}}",
          "{periodic: {form: plr, frequencies: 5, dimensions: 3, stddev: 1, lite: true}}",
          "{periodic: {form: pbld}}",
          "{periodic: {form: pbld, lite: true}}",
          "{embedding: {dimensions: 3}}",
          "{embedding: {dimensions: 3, min-categories: 5}}, {piecewise-linear: {bins: 5, dimensions: 3}}",
          "embedding, {periodic: {form: pbld}}, factor",
          "{ensemble: {of: 3}}, {dense: {units: 5, activation: relu}}, {dense: {units: 4, activation: softmax}}",
          "{dense: {units: 5}}, {ensemble: {of: 3, kind: mini, start: normal}}, {dense: {units: 5, activation: relu}}, {dropout: {rate: 0.1}}, layer-norm",
          "{ensemble: {of: 3, kind: packed}}, {dense: {units: 5, activation: prelu}}, {dense: {units: 4, bias: false}}",
          "{ensemble: {of: 3}}, {dense: {units: 6, activation: relu}}, {batch-norm: {activation: relu}}, {residual: {layers: [{dense: {units: 6, activation: sparsemax}}]}}, {dense: {units: 5, bias: false}}",
          "{ensemble: {of: 2}}, {dense: {units: 12, activation: softmax}}, {image: {height: 3, width: 2, channels: 2}}, {conv2d: {filters: 2, kernel: 2, activation: softmax}}, flatten");

  @TempDir private Path folder;

  private SavedModel model(String layers) {
    String configuration =
        DATA + "network: [%s, {dense: {activation: softmax}}]\n".formatted(layers);
    return Trained.model(folder, configuration, true);
  }

  private void check(String layers) {
    int refused = Compared.rows(model(layers), Trained.rows(Trained.ROWS, 2, 0.1, 0.05));
    assertTrue(refused < 100, refused + " predictions are not finite");
  }

  static List<String> activations() {
    return names(Activation.class).stream()
        .flatMap(name -> WITH_OPTIONS.getOrDefault(name, List.of(name)).stream())
        .toList();
  }

  private static <T> Set<String> names(Class<T> kind) {
    Set<String> names =
        ServiceLoader.load(kind).stream()
            .filter(each -> !each.type().getName().startsWith("dev.gradus.onnx"))
            .map(each -> each.type().getAnnotation(Plugin.class).name())
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(names.size() > 10, () -> "saw too few: " + names);
    return names;
  }

  @ParameterizedTest
  @MethodSource("activations")
  void everyActivationBehindDenseAndOfPixels(String activation) {
    check(
        LAYERS.get("dense").formatted(activation)
            + ", "
            + LAYERS.get("conv2d").formatted(activation));
  }

  static Stream<String> grid() {
    return LAYERS.values().stream().flatMap(layer -> activations().stream().map(layer::formatted));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("grid")
  void everyLayerWithEveryActivation(String layers) {
    check(layers);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void layers(String layers) {
    check(layers);
  }

  static List<String> networks() {
    return NETWORKS;
  }

  static Stream<String> allParts() {
    return Stream.concat(
        NETWORKS.stream(),
        activations().stream().map(activation -> LAYERS.get("dense").formatted(activation)));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("allParts")
  void everyPartInEveryVersionOfTheOperators(String layers) {
    SavedModel model = model(layers);
    List<Map<String, String>> rows = Trained.rows(Trained.ROWS, 2, 0.1, 0.05);
    for (int opset = Onnx.OPSET + 1; opset <= Onnx.NEWEST_OPSET; opset++) {
      int version = opset;
      int refused = assertDoesNotThrow(() -> Compared.rows(model, rows, version), "opset " + opset);
      assertTrue(refused < 100, refused + " predictions are not finite");
    }
  }

  @Test
  void everyLayerIsTried() {
    Set<String> tried =
        Stream.concat(NETWORKS.stream(), LAYERS.values().stream())
            .flatMap(text -> LAYER.matcher(text).results())
            .map(layer -> layer.group(1) == null ? layer.group(2) : layer.group(1))
            .collect(Collectors.toSet());
    Set<String> missing = names(Layer.class);
    missing.removeAll(tried);
    assertEquals(Set.of(), missing);
  }
}
