package dev.gradus.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.Prediction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the columns and classes of an imported network are, and that it can be trained further. */
class NamesTest {

  private static final Gradus GRADUS = Gradus.builder().onWarning(warning -> {}).build();

  @TempDir private Path folder;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static Import importOf(String name) throws Exception {
    return RecordedTest.importOf(name);
  }

  private static Map<String, Double> cells(List<String> columns, double[] row) {
    Map<String, Double> cells = new HashMap<>();
    IntStream.range(0, row.length).forEach(i -> cells.put(columns.get(i), row[i]));
    return cells;
  }

  @Test
  void classesHaveTheirNamesInTheOrderOfTheOutputs() throws Exception {
    RecordedTest.Recording recording = RecordedTest.Recording.of("torch-relu");
    Imported imported =
        importOf("torch-relu")
            .columns("b", "a", "d", "c")
            .targets("kind")
            .classes("zebra", "10", "9")
            .read(GRADUS);
    assertEquals(List.of("b", "a", "d", "c"), imported.model().predictor().inputs());
    assertEquals(List.of("9", "10", "zebra"), imported.model().target().outputs());
    assertEquals(
        List.of("softmax is appended, for probabilities of the classes"), imported.remarks());
    for (int i = 0; i < recording.inputs().length; i++) {
      Prediction prediction =
          imported
              .model()
              .predictor()
              .predict(cells(List.of("b", "a", "d", "c"), recording.inputs()[i]));
      double[] logits = recording.outputs()[i];
      double sum = Math.exp(logits[0]) + Math.exp(logits[1]) + Math.exp(logits[2]);
      Map<String, Double> probabilities = prediction.probabilities();
      assertEquals(Math.exp(logits[0]) / sum, probabilities.get("zebra"), 1e-6);
      assertEquals(Math.exp(logits[1]) / sum, probabilities.get("10"), 1e-6);
      assertEquals(Math.exp(logits[2]) / sum, probabilities.get("9"), 1e-6);
    }
  }

  @Test
  void aSingleOutputIsTheProbabilityOfTheSecondClass() throws Exception {
    RecordedTest.Recording recording = RecordedTest.Recording.of("torch-sigmoid");
    List<String> columns = List.of("x1", "x2", "x3", "x4");
    for (List<String> classes : List.of(List.of("a", "b"), List.of("yes", "no"))) {
      Model model =
          importOf("torch-sigmoid").classes(classes.toArray(String[]::new)).read(GRADUS).model();
      for (int i = 0; i < recording.inputs().length; i++) {
        Prediction prediction = model.predictor().predict(cells(columns, recording.inputs()[i]));
        assertEquals(
            recording.outputs()[i][0], prediction.probabilities().get(classes.get(1)), 1e-6);
      }
    }
  }

  /** A sigmoid may as well limit a number to the range from 0 to 1. */
  @Test
  void outputsAreNumbersIfTheUserSaysSo() throws Exception {
    RecordedTest.Recording recording = RecordedTest.Recording.of("torch-sigmoid");
    Imported imported = importOf("torch-sigmoid").targets("share").numbers().read(GRADUS);
    assertEquals(List.of("share"), imported.model().target().outputs());
    assertEquals("mean-squared-error", PluginType.nameOf(imported.configuration().loss()));
    List<String> columns = List.of("x1", "x2", "x3", "x4");
    for (int i = 0; i < recording.inputs().length; i++) {
      Prediction prediction =
          imported.model().predictor().predict(cells(columns, recording.inputs()[i]));
      assertEquals(recording.outputs()[i][0], prediction.value("share"), 1e-6);
    }
    assertEquals(
        List.of("y1", "y2", "y3"),
        importOf("torch-labels").numbers().read(GRADUS).model().target().outputs());
    assertEquals(
        List.of("y1", "y2", "y3"),
        importOf("sklearn-classes").numbers().read(GRADUS).model().target().outputs());
  }

  @Test
  void usualNames() throws Exception {
    assertEquals(
        List.of("y1", "y2", "y3"), importOf("torch-relu").read(GRADUS).model().target().outputs());
    assertEquals(
        List.of("label1", "label2", "label3"),
        importOf("torch-labels").read(GRADUS).model().target().outputs());
    assertEquals(
        List.of("0", "1", "2"),
        importOf("torch-log-softmax").read(GRADUS).model().target().outputs());
    assertEquals(
        List.of("setosa", "versicolor", "virginica"),
        importOf("sklearn-classes").read(GRADUS).model().target().outputs());
    assertEquals(
        List.of("left", "right"),
        importOf("weights-named").read(GRADUS).model().target().outputs());
  }

  @Test
  void theNetworkOfWeightsNamesColumns() throws Exception {
    String yaml =
        Files.readString(RecordedTest.FOLDER.resolve("weights-named.yaml"))
            .replace("x1", "size")
            .replace("x2", "age");
    Path network = Files.writeString(folder.resolve("net.yaml"), yaml);
    Import importing = Import.of(RecordedTest.fileOf("weights-named")).network(network);
    assertEquals(List.of("size", "age", "x3"), importing.read(GRADUS).model().predictor().inputs());
    assertEquals(
        List.of("a", "b", "c"),
        importing.columns("a", "b", "c").read(GRADUS).model().predictor().inputs());
  }

  @Test
  void theOriginIsInTheModel() throws Exception {
    Model model = importOf("torch-relu").read(GRADUS).model();
    assertEquals(Map.of("imported from", "ONNX, opset 13, by pytorch 1.13.0"), model.metadata());
    assertTrue(model.toString().endsWith("trained elsewhere"), model.toString());
  }

  /** The first layer stays as it is, and the last one learns. */
  @Test
  void anImportedNetworkIsTrainedFurther() throws Exception {
    Imported imported =
        importOf("sklearn-classes").columns("a", "b", "c", "d").targets("species").read(GRADUS);
    Table iris = GRADUS.readTable(Path.of("../examples/iris.csv"));
    List<Column> columns =
        List.of(
            renamed(iris, "sepal_length", "a"),
            renamed(iris, "sepal_width", "b"),
            renamed(iris, "petal_length", "c"),
            renamed(iris, "petal_width", "d"),
            iris.column("species"));
    Table table = Table.of(columns);
    Configuration configuration =
        imported.configuration().toBuilder()
            .training(training -> training.epochs(10).freeze("network.0"))
            .build();
    double before = imported.model().evaluate(table).get("loss");
    var trained = GRADUS.job(configuration).on(table).from(imported.model()).train();
    double after = trained.metrics().get("training").get("loss");
    assertTrue(before > 0.3, "the loss was " + before);
    assertTrue(after < before - 0.01, "the loss was " + before + " and is " + after);
  }

  private static Column renamed(Table table, String name, String other) {
    Column column = table.column(name);
    double[] numbers = IntStream.range(0, table.rows()).mapToDouble(column::number).toArray();
    return Column.of(other, numbers);
  }
}
