package dev.gradus.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.RowLayer;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has no form in ONNX is refused by its name, unless it brings one. */
class RefusalsTest {

  private static final List<Map<String, String>> ROWS =
      List.of(Map.of("x", "1.5"), Map.of("x", "-7"));

  @TempDir private Path folder;

  /** An activation that says nothing of ONNX. */
  @Plugin(name = "bent", summary = "Bends.", formula = "f(x) = x + x^2")
  public record Bent() implements PointwiseActivation {
    @Override
    public double value(double x) {
      return x + x * x;
    }

    @Override
    public double derivative(double x) {
      return 1 + 2 * x;
    }
  }

  /** The same, with its ONNX operators. */
  @Plugin(name = "bent-too", summary = "Bends.", formula = "f(x) = x + x^2")
  public record BentToo() implements PointwiseActivation, OnnxForm {
    @Override
    public double value(double x) {
      return x + x * x;
    }

    @Override
    public double derivative(double x) {
      return 1 + 2 * x;
    }

    @Override
    public String append(OnnxGraph graph, String x, Map<String, Tensor> tensors) {
      return graph.node("Add", x, graph.node("Mul", x, x));
    }
  }

  /** An activation whose ONNX operators are wrong. */
  @Plugin(name = "bent-wrongly", summary = "Bends.", formula = "f(x) = x")
  public record BentWrongly(@Option("what it returns; empty if it fails") String result)
      implements PointwiseActivation, OnnxForm {
    public BentWrongly() {
      this("");
    }

    @Override
    public double value(double x) {
      return x;
    }

    @Override
    public double derivative(double x) {
      return 1;
    }

    @Override
    public String append(OnnxGraph graph, String x, Map<String, Tensor> tensors) {
      return result.isEmpty() ? graph.node("Mul", Map.of("by", 2), x) : result;
    }
  }

  /** A layer that says nothing of ONNX. */
  @Plugin(name = "weighted", summary = "Weights.", formula = "y = w x + x")
  public record Weighted() implements RowLayer {
    @Override
    public Shape output(Shape input) {
      return input;
    }

    @Override
    public List<Learned> learned(int inputs) {
      return List.of(Learned.scales("weight", inputs));
    }

    @Override
    public void forward(double[] x, double[][] p, double[] y, double[] memory) {
      for (int i = 0; i < x.length; i++) {
        y[i] = p[0][i] * x[i] + x[i];
      }
    }

    @Override
    public void backward(
        double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp) {
      for (int i = 0; i < x.length; i++) {
        dx[i] += (p[0][i] + 1) * dy[i];
        dp[0][i] += x[i] * dy[i];
      }
    }
  }

  /** The same, with its ONNX operators. */
  @Plugin(name = "weighted-too", summary = "Weights.", formula = "y = w x + x")
  public record WeightedToo() implements RowLayer, OnnxForm {
    @Override
    public Shape output(Shape input) {
      return input;
    }

    @Override
    public List<Learned> learned(int inputs) {
      return new Weighted().learned(inputs);
    }

    @Override
    public void forward(double[] x, double[][] p, double[] y, double[] memory) {
      new Weighted().forward(x, p, y, memory);
    }

    @Override
    public void backward(
        double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp) {
      new Weighted().backward(x, p, memory, dy, dx, dp);
    }

    @Override
    public String append(OnnxGraph graph, String x, Map<String, Tensor> tensors) {
      float[] weight = tensors.get("weight").values();
      return graph.node("Add", graph.node("Mul", x, graph.floats(weight, 1, weight.length)), x);
    }
  }

  /** A loss that predicts the cube of an output. */
  @Plugin(name = "cubed", summary = "Cubes.", formula = "L = (p^3 - t)^2")
  public record Cubed() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return Math.pow(prediction * prediction * prediction - target, 2);
    }

    @Override
    public double derivative(double prediction, double target) {
      double square = prediction * prediction;
      return 6 * square * (square * prediction - target);
    }

    @Override
    public Optional<Decoder> decoder() {
      return Optional.of((outputs, prediction) -> prediction[0] = Math.pow(outputs[0], 3));
    }
  }

  private static SavedModel with(Activation activation) {
    return read(saved(Dense.of(4, activation), new MeanSquaredError(), activation.getClass()));
  }

  private static SavedModel with(Layer layer) {
    return read(saved(layer, new MeanSquaredError(), layer.getClass()));
  }

  private static SavedModel read(byte[] file) {
    return SavedModel.read(file);
  }

  private static byte[] saved(Layer first, Loss loss, Class<?> plugin) {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(first)
            .layer(Dense.output())
            .loss(loss)
            .optimizer(new Adam(0.01))
            .epochs(3)
            .build();
    double[][] rows = {{0, 1}, {1, 2}, {2, 5}, {3, 10}};
    try (Gradus gradus =
        Gradus.builder().plugin(plugin).withoutVerification().onWarning(warning -> {}).build()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      gradus.save(
          gradus.job(configuration).on(Table.ofRows(List.of("x", "y"), rows)).train().model(), out);
      return out.toByteArray();
    }
  }

  private static String refusal(SavedModel model) {
    return String.valueOf(
        assertThrows(GradusException.class, () -> Onnx.export(model)).getMessage());
  }

  @Test
  void anActivationWithoutAForm() {
    Path file = folder.resolve("bent.onnx");
    SavedModel model = with(new Bent());
    GradusException refusal = assertThrows(GradusException.class, () -> Onnx.write(model, file));
    assertEquals(
        "the activation 'bent' (dev.gradus.onnx.RefusalsTest$Bent) has no form in ONNX; train with a built-in one, or let the class implement dev.gradus.onnx.OnnxForm",
        refusal.getMessage());
    assertFalse(Files.exists(file));
  }

  @Test
  void anActivationWithItsForm() {
    assertEquals(0, Compared.rows(with(new BentToo()), ROWS));
  }

  @Test
  void anActivationWithAWrongForm() {
    String start =
        "the plugin 'bent-wrongly' (dev.gradus.onnx.RefusalsTest$BentWrongly) states its ONNX operators wrongly: its method append ";
    assertEquals(
        start
            + "fails: java.lang.IllegalArgumentException: the attribute 'by' is a Integer; use Float, Long, String, float[], long[] or a list of strings; correct the method",
        refusal(with(new BentWrongly())));
    for (String other : List.of("z", Onnx.SCORES, "y")) {
      assertEquals(
          start
              + "returns '%s', which is not a result of the graph; correct the method"
                  .formatted(other),
          refusal(with(new BentWrongly(other))));
    }
  }

  @Test
  void aLayerWithoutAForm() {
    assertEquals(
        "the layer 'weighted' (dev.gradus.onnx.RefusalsTest$Weighted) has no form in ONNX; train with built-in layers, or let the class implement dev.gradus.onnx.OnnxForm",
        refusal(with(new Weighted())));
  }

  @Test
  void aLayerWithItsForm() {
    assertEquals(0, Compared.rows(with(new WeightedToo()), ROWS));
  }

  @Test
  void aLossThatDecodesWithoutAForm() {
    SavedModel model = read(saved(Dense.of(4, new BentToo()), new Cubed(), Cubed.class));
    assertEquals(
        "the loss 'cubed' turns the outputs of the network into predictions in a way that has no form in ONNX; train with another loss",
        refusal(model));
  }

  @Test
  void pluginsAreFoundAnywhere() throws Exception {
    byte[] file = saved(Dense.of(4, new BentToo()), new MeanSquaredError(), BentToo.class);
    Onnx.Plugins found =
        (kind, name) ->
            Optional.<Class<?>>of(kind == Activation.class ? BentToo.class : Dense.class)
                .filter(type -> kind.isAssignableFrom(type));
    SavedModel expected = read(file);
    Path path = Files.write(folder.resolve("bent.safetensors"), file);
    for (SavedModel model : List.of(Onnx.read(file, found), Onnx.read(path, found))) {
      assertEquals(
          expected.predictor().predict(ROWS.get(0)).value(),
          model.predictor().predict(ROWS.get(0)).value());
      assertEquals(0, Compared.rows(model, ROWS));
    }
    ModelFileException missing =
        assertThrows(
            ModelFileException.class, () -> Onnx.read(path, (kind, name) -> Optional.empty()));
    assertEquals(ModelFileException.Reason.UNKNOWN_PLUGIN, missing.reason());
    String sentence = String.valueOf(missing.getMessage());
    assertTrue(
        sentence.startsWith(
            "bent.safetensors: the model needs the layer 'dense', which is not installed; add its jar. The model was made with: "),
        sentence);
  }

  @Test
  void anUnknownVersionOfTheOperators() {
    SavedModel model = with(new BentToo());
    GradusException refusal = assertThrows(GradusException.class, () -> Onnx.export(model, 16));
    assertEquals("the opset must be from 17 to 23, but is 16", refusal.getMessage());
  }

  @Test
  void anEarlierFileIsReplaced() throws Exception {
    Path file = Files.writeString(folder.resolve("model.onnx"), "something else");
    Onnx.Exported exported = Onnx.write(with(new BentToo()), file);
    assertTrue(Files.size(file) == exported.bytes().length);
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }
}
