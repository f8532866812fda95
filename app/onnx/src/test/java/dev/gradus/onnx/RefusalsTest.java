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
import dev.gradus.spi.Activation;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has no form in ONNX is refused by its name, unless it brings one. */
class RefusalsTest {

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

  private static SavedModel with(Activation activation) {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.of(4, activation))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Adam(0.01))
            .epochs(3)
            .build();
    double[][] rows = {{0, 1}, {1, 2}, {2, 5}, {3, 10}};
    try (Gradus gradus =
        Gradus.builder().plugin(activation.getClass()).onWarning(warning -> {}).build()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      gradus.save(
          gradus.job(configuration).on(Table.ofRows(List.of("x", "y"), rows)).train().model(), out);
      return SavedModel.read(out.toByteArray());
    }
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
    assertEquals(
        0, Compared.rows(with(new BentToo()), List.of(Map.of("x", "1.5"), Map.of("x", "-7"))));
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
