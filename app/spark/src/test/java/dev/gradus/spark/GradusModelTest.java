package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.RowPredictor;
import dev.gradus.runtime.SavedModel;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model file predicts the rows of a DataFrame, with the bits of the runtime. */
class GradusModelTest {

  @TempDir static Path folder;

  private static SparkSession session;
  private static Path file;

  @BeforeAll
  static void train() throws Exception {
    session = Sessions.compiling();
    file = folder.resolve("iris.safetensors");
    try (Gradus gradus = Gradus.create()) {
      gradus.save(
          gradus
              .job(Sessions.example("iris.yaml"), new Setting("training.epochs", "3"))
              .train()
              .model(),
          file);
    }
  }

  @Test
  void aModelFilePredictsTheRowsOfAnyNumberOfPartitionsWithTheBitsOfTheRuntime() {
    Dataset<Row> flowers = Sessions.csv(session, "iris.csv");
    GradusModel model = GradusModel.load(file.toString());
    List<Row> expected = model.transform(flowers).collectAsList();
    RowPredictor predictor = SavedModel.read(file).predictor();
    for (Row row : expected) {
      Map<String, Object> values =
          Map.of(
              "sepal_length", row.getAs("sepal_length"),
              "sepal_width", row.getAs("sepal_width"),
              "petal_length", row.getAs("petal_length"),
              "petal_width", row.getAs("petal_width"));
      Prediction prediction = predictor.predict(values);
      assertEquals(prediction.className(), row.getAs("prediction"));
      assertArrayEquals(prediction.outputs(), row.<Vector>getAs("probability").toArray());
    }
    assertEquals(150, expected.size());
    List<Row> inParts = model.transform(flowers.repartition(7)).collectAsList();
    assertEquals(sorted(expected), sorted(inParts));
    assertEquals(List.of("setosa", "versicolor", "virginica"), model.classes());
  }

  private static List<String> sorted(List<Row> rows) {
    return rows.stream().map(Row::toString).sorted().toList();
  }

  @Test
  void aFunctionOfSqlReturnsTheSame() {
    GradusModel model = GradusModel.load(file.toString());
    Dataset<Row> flowers = Sessions.csv(session, "iris.csv");
    model.registerFunction(session, "species_of");
    model.registerProbabilityFunction(session, "species_probability");
    model.transform(flowers).createOrReplaceTempView("predicted");
    Row same =
        session
            .sql(
                "SELECT count(*), sum(int(species_of(struct(petal_length, petal_width, sepal_length, sepal_width)) = prediction)) FROM predicted")
            .first();
    assertEquals(150, same.getLong(0));
    assertEquals(150, same.getLong(1));
    Row first =
        session
            .sql("SELECT species_probability(struct(*))[0], probability FROM predicted LIMIT 1")
            .first();
    assertEquals(first.<Vector>getAs(1).toArray()[0], first.getDouble(0));
  }

  @Test
  void aSavedModelIsLoadedWithItsParametersAndTheSameFile() throws Exception {
    GradusModel model =
        GradusModel.load(file.toString()).setPredictionCol("kind").setProbabilityCol("");
    String saved = folder.resolve("saved").toString();
    model.save(saved);
    GradusModel loaded = GradusModel.load(saved);
    assertEquals(model.uid(), loaded.uid());
    assertEquals("kind", loaded.getPredictionCol());
    assertArrayEquals(Files.readAllBytes(file), loaded.toBytes());
    StructType schema = loaded.transformSchema(Sessions.csv(session, "iris.csv").schema());
    assertEquals("kind", schema.fieldNames()[schema.length() - 1]);
    assertThrows(Exception.class, () -> model.save(saved), "an existing folder is kept");
    model.write().overwrite().save(saved);
    loaded.saveFile(folder.resolve("again.safetensors").toString());
    assertArrayEquals(
        Files.readAllBytes(file), Files.readAllBytes(folder.resolve("again.safetensors")));
  }

  @Test
  void wrongColumnsAreRefusedWithASentenceBeforeAnythingRuns() {
    GradusModel model = GradusModel.load(file.toString());
    Dataset<Row> flowers = Sessions.csv(session, "iris.csv");
    assertTrue(
        message(() -> model.transform(flowers.drop("petal_width")))
            .startsWith(
                "there is no column 'petal_width', which the model needs; the columns are"));
    assertTrue(
        message(
                () ->
                    model.transform(
                        flowers.withColumn("petal_width", functions.array(functions.lit(1)))))
            .startsWith("column 'petal_width' has the type array<int>, but Gradus takes"));
    assertTrue(
        message(() -> model.transform(model.transform(flowers)))
            .startsWith("there is a column 'prediction' already"));
    assertTrue(
        message(() -> new GradusModel().inputCols()).startsWith("this GradusModel is empty"));
  }

  /** Flowers of many sizes, 1,050 in each of two partitions. */
  private static Dataset<Row> manyFlowers() {
    return session
        .range(0, 2100, 1, 2)
        .selectExpr(
            "id",
            "5.8D AS sepal_length",
            "3.0D AS sepal_width",
            "1 + id % 60 / 10 AS petal_length",
            "0.1 + id % 60 / 24 AS petal_width");
  }

  @Test
  void eachRowGetsItsOwnPredictionInLongPartitionsToo() {
    GradusModel model = GradusModel.load(file.toString()).setProbabilityCol("");
    RowPredictor predictor = SavedModel.read(file).predictor();
    Map<String, Integer> predicted = new TreeMap<>();
    for (Row row : model.transform(manyFlowers()).collectAsList()) {
      Map<String, Object> values = new HashMap<>();
      predictor.inputs().forEach(name -> values.put(name, row.getAs(name)));
      String species = row.getAs("prediction");
      assertEquals(predictor.predict(values).className(), species, row.toString());
      predicted.merge(species, 1, Integer::sum);
    }
    assertEquals(3, predicted.size(), predicted.toString());
    assertEquals(2100, predicted.values().stream().mapToInt(each -> each).sum());
  }

  /** Rows are predicted 1,024 at a time. */
  @Test
  void anErrorNamesThePartitionAndTheRowWithinIt() {
    GradusModel model = GradusModel.load(file.toString());
    Dataset<Row> rows =
        manyFlowers()
            .withColumn("petal_width", functions.expr("IF(id = 1050 + 1028, NULL, petal_width)"));
    String message = message(() -> model.transform(rows).collectAsList());
    assertTrue(
        message.contains("DataException: partition 1, row 1029: column 'petal_width'"), message);
    GradusModel second =
        GradusModel.load(file.toString()).setPredictionCol("second").setProbabilityCol("");
    String ofTwo = message(() -> second.transform(model.transform(rows)).collectAsList());
    assertTrue(ofTwo.contains("DataException: partition 1, row 1029: column 'petal_width'"), ofTwo);
  }

  private static String message(Runnable wrong) {
    return String.valueOf(assertThrows(Exception.class, wrong::run).getMessage());
  }

  @Test
  void numbersLabelsDatesAndMissingCellsAreRawColumnsToo() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(
          RowFactory.create(
              i % 5 == 0 ? null : (Integer) i,
              java.sql.Date.valueOf("2024-01-%02d".formatted(1 + i % 28)),
              i % 3 == 0 ? "north" : "south",
              i % 2 == 0));
    }
    StructType schema =
        new StructType()
            .add("size", DataTypes.IntegerType)
            .add("day", DataTypes.DateType)
            .add("region", DataTypes.StringType)
            .add("open", DataTypes.BooleanType);
    Dataset<Row> data = session.createDataFrame(rows, schema);
    byte[] trained = trainedOn(rows);
    Path own = folder.resolve("shops.safetensors");
    Files.write(own, trained);
    GradusModel model = GradusModel.load(own.toString());
    for (Row row : model.transform(data).collectAsList()) {
      assertTrue(Double.isFinite(row.getDouble(4)));
    }
    assertEquals(5, model.transform(data).schema().length(), "a number has no probabilities");
    assertTrue(
        message(() -> model.registerProbabilityFunction(session, "none"))
            .startsWith("the model predicts no probabilities"));
  }

  private static byte[] trainedOn(List<Row> rows) throws Exception {
    double[] sizes =
        rows.stream().mapToDouble(row -> row.isNullAt(0) ? Double.NaN : row.getInt(0)).toArray();
    String[] days = rows.stream().map(row -> row.getDate(1).toString()).toArray(String[]::new);
    String[] regions = rows.stream().map(row -> row.getString(2)).toArray(String[]::new);
    String[] opens = rows.stream().map(row -> "" + row.getBoolean(3)).toArray(String[]::new);
    double[] sales =
        rows.stream().mapToDouble(row -> row.isNullAt(0) ? 7 : row.getInt(0)).toArray();
    Path yaml = folder.resolve("shops.yaml");
    Files.writeString(
        yaml,
        """
        data: {target: sales, missing: fill, columns: {day: date, open: boolean}}
        network: [dense: {units: 4, activation: tanh}, dense: {}]
        loss: mean-squared-error
        optimizer: adam
        training: {epochs: 2, batch-size: 8, seed: 1}
        """);
    try (Gradus gradus = Gradus.create()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Table table =
          Table.of(
              Column.of("size", sizes),
              Column.of("day", days),
              Column.of("region", regions),
              Column.of("open", opens),
              Column.of("sales", sales));
      gradus.save(gradus.job(yaml).on(table).train().model(), out);
      return out.toByteArray();
    }
  }
}
