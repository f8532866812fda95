package dev.gradus.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.onnx.Onnx;
import dev.gradus.runtime.SavedModel;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Gradus exports can be imported again. */
class OwnExportTest {

  private static final int COLUMNS = 12;

  @TempDir private Path folder;

  /** Random rows of twelve columns, and a target. */
  private static String rows() {
    Random random = new Random(3);
    String header =
        IntStream.rangeClosed(1, COLUMNS).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
    StringBuilder csv = new StringBuilder(header + ",kind\n");
    for (int row = 0; row < 60; row++) {
      for (int i = 0; i < COLUMNS; i++) {
        csv.append(random.nextGaussian()).append(',');
      }
      csv.append("abc".charAt(random.nextInt(3))).append('\n');
    }
    return csv.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{dense: {units: 5, activation: relu}}",
        "{dense: {units: 5, bias: false, activation: gelu}}, {dropout: {rate: 0.2}}",
        "{dense: {units: 5, activation: {gelu: {approximate: tanh}}}}, {dense: {units: 4, activation: mish}}",
        "{dense: {units: 5, activation: silu}}, {dense: {units: 4, activation: {silu: {beta: 2}}}}, {dense: {units: 4, activation: prelu}}",
        "batch-norm, {dense: {units: 5, activation: tanh}}, {batch-norm: {activation: relu}}",
        "{dense: {units: 5}}, {layer-norm: {activation: hard-swish}}, {dense: {units: 6, activation: softplus}}, rms-norm",
        "{dense: {units: 5, activation: hard-sigmoid}}, {dense: {units: 4, activation: log-sigmoid}}, {dense: {units: 4, activation: soft-shrink}}",
        "{dense: {units: 5, parametrization: ntk, activation: elu}}, factor, {dense: {units: 4, activation: hard-shrink}}",
        "{image: {height: 3, width: 2, channels: 2}}, {conv2d: {filters: 3, kernel: 2, padding: same, activation: relu}}, flatten, {dense: {units: 4, activation: selu}}",
        "{image: {height: 4, width: 3}}, {conv2d: {filters: 3, kernel: 2, bias: false}}, {batch-norm: {activation: tanh}}, {max-pool: {size: 2, stride: 1}}, flatten",
        "{image: {height: 4, width: 3}}, {conv2d: {filters: 3, kernel: 3, stride: 2, padding: same, activation: softmax}}, {average-pool: {size: 2}}, {conv2d: {filters: 4, kernel: 1, activation: leaky-relu}}, global-average-pool",
        "{image: {height: 4, width: 3}}, {conv2d: {filters: 3, kernel: 3, stride: 2, pads: [1, 1, 2, 0], activation: tanh}}, {max-pool: {size: 2, stride: 1, pads: 1}}, {average-pool: {size: 3, stride: 2, pads: [2, 1]}}, flatten"
      })
  void itsLayers(String layers) throws Exception {
    Path csv = Files.writeString(folder.resolve("rows.csv"), rows());
    Path yaml =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            data: {csv: %s, target: kind, scale: none}
            network: [%s, {dense: {activation: softmax}}]
            loss: cross-entropy
            optimizer: adam
            training: {epochs: 2}
            """
                .formatted(csv, layers));
    try (Gradus gradus = Gradus.builder().onWarning(warning -> {}).build()) {
      Model model = gradus.job(yaml).train().model();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      gradus.save(model, out);
      Path onnx = folder.resolve("model.onnx");
      Onnx.write(SavedModel.read(out.toByteArray()), onnx);
      Imported imported = Import.of(onnx).read(gradus);
      assertEquals(List.of("a", "b", "c"), imported.model().target().outputs());
      assertTrue(imported.remarks().get(0).startsWith("Gradus has exported this file"));
      Table table = gradus.readTable(csv);
      double[][] expected = model.predictor().predict(table);
      double[][] predicted = imported.model().predictor().predict(table);
      for (int i = 0; i < expected.length; i++) {
        assertArrayEquals(expected[i], predicted[i], 1e-6);
      }
    }
  }

  @Test
  void preparationIsLeftOut() throws Exception {
    try (Gradus gradus = Gradus.builder().onWarning(warning -> {}).build()) {
      Model model = gradus.job(Path.of("../examples/iris.yaml")).train().model();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      gradus.save(model, out);
      Path onnx = folder.resolve("iris.onnx");
      Onnx.write(SavedModel.read(out.toByteArray()), onnx);
      Imported imported = Import.of(onnx).targets("species").read(gradus);
      assertEquals(List.of("x1", "x2", "x3", "x4"), imported.model().predictor().inputs());
      assertEquals(
          List.of("setosa", "versicolor", "virginica"), imported.model().target().outputs());
      assertEquals(
          "Gradus has exported this file: its layers are imported, without the preparation of its columns, so the inputs are prepared numbers; the model that it was exported from has both",
          imported.remarks().get(0));
    }
  }
}
