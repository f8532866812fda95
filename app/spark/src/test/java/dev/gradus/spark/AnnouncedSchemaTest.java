package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The estimator announces the columns that its model appends. */
class AnnouncedSchemaTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("x", DataTypes.DoubleType)
          .add("count", DataTypes.IntegerType)
          .add("amount", DataTypes.createDecimalType(8, 2))
          .add("kind", DataTypes.StringType)
          .add("code", DataTypes.StringType)
          .add("answer", DataTypes.StringType)
          .add("open", DataTypes.BooleanType);

  private static Dataset<Row> rows;

  @BeforeAll
  static void create() {
    SparkSession session = Sessions.local();
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      boolean odd = i % 2 == 1;
      all.add(
          RowFactory.create(
              i * 0.5,
              i % 2,
              new java.math.BigDecimal(i + ".25"),
              odd ? "red" : "blue",
              odd ? "1" : "0",
              odd ? "yes" : "no",
              odd));
    }
    rows = session.createDataFrame(all, SCHEMA).coalesce(1);
  }

  private static GradusEstimator estimator(String target, String... columns) {
    List<String> settings = new ArrayList<>(List.of("data.target=" + target));
    for (String column : columns) {
      settings.add("data.columns." + column);
    }
    boolean numbers =
        settings.stream().noneMatch(each -> each.matches(".*(kind|=bool|=cat|open|answer).*"));
    if (!numbers) {
      settings.addAll(List.of("loss=cross-entropy", "network[1].dense.activation=sigmoid"));
    }
    return new GradusEstimator()
        .setConfig(
            """
            data: {target: x}
            network: [dense: {units: 2, activation: tanh}, dense: {}]
            loss: mean-squared-error
            optimizer: {sgd: {learning-rate: 0.1}}
            training: {epochs: 1, batch-size: 4, seed: 1}
            """)
        .setGradientsOn(GradusEstimator.DRIVER)
        .setSettings(settings.toArray(String[]::new));
  }

  /** The types of the columns that are appended; the model appends what was announced. */
  private static String appended(GradusEstimator estimator) {
    StructType announced = estimator.transformSchema(SCHEMA);
    assertEquals(announced, estimator.fit(rows).transform(rows).schema());
    return types(announced);
  }

  private static String types(StructType schema) {
    StringBuilder types = new StringBuilder();
    for (int i = SCHEMA.size(); i < schema.size(); i++) {
      types.append(schema.apply(i).name()).append(' ');
      types.append(schema.apply(i).dataType().typeName()).append(' ');
    }
    return types.toString().strip();
  }

  @Test
  void theConfigurationAndTheTypesDecide() {
    assertEquals("prediction double", appended(estimator("x")));
    assertEquals("prediction double", appended(estimator("amount")));
    assertEquals("prediction double", appended(estimator("\"1\"")), "a column by its number");
    assertEquals("prediction double", appended(estimator("code", "code=numeric")));
    assertEquals(
        "prediction double probability vector", appended(estimator("count", "count=categorical")));
    assertEquals(
        "prediction double probability vector", appended(estimator("count", "count=boolean")));
    assertEquals("prediction string probability vector", appended(estimator("kind")));
    assertEquals("prediction string probability vector", appended(estimator("open")));
    assertEquals(
        "prediction string probability vector", appended(estimator("answer", "answer=boolean")));
    assertEquals("prediction vector", appended(estimator("[x, amount]")));
    assertEquals("prediction array probability vector", appended(estimator("[answer, open]")));
    assertEquals(
        "prediction array probability vector",
        appended(estimator("[count, answer]", "count=boolean", "answer=boolean")));
  }

  /** The one rule for what only the rows decide. */
  @Test
  void stringsThatAreAllNumbersAreNumbersOnlyWhenAModelIsTrained() {
    GradusEstimator estimator = estimator("code");
    assertEquals("prediction string probability vector", types(estimator.transformSchema(SCHEMA)));
    assertEquals("prediction double", types(estimator.fit(rows).transform(rows).schema()));
    GradusEstimator classes = estimator("code", "code=categorical");
    assertEquals("prediction string probability vector", types(classes.transformSchema(SCHEMA)));
    assertEquals(
        "prediction double probability vector", types(classes.fit(rows).transform(rows).schema()));
    Dataset<Row> cast = rows.withColumn("code", rows.col("code").cast("double"));
    assertEquals(
        classes.transformSchema(cast.schema()), classes.fit(cast).transform(cast).schema());
  }

  @Test
  void columnsCanBeLeftOutAndNoneIsReplaced() {
    assertEquals("", appended(estimator("x").setPredictionCol("")));
    assertEquals("prediction string", appended(estimator("kind").setProbabilityCol("")));
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> estimator("x").setPredictionCol("kind").transformSchema(SCHEMA))
            .getMessage()
            .startsWith("there is a column 'kind' already"));
  }

  /** A prediction is no input of the next model, unless the output has another name. */
  @Test
  void theRowsOfATransformedDataFrameAreRefusedBeforeTraining() {
    GradusEstimator estimator = estimator("x");
    Dataset<Row> predicted = estimator.fit(rows).transform(rows);
    for (Runnable training :
        List.<Runnable>of(
            () -> estimator.fit(predicted),
            () -> estimator.study(predicted).compare("training.seed", List.of("1", "2"), 1))) {
      assertTrue(
          assertThrows(IllegalArgumentException.class, training::run)
              .getMessage()
              .startsWith("there is a column 'prediction' already; drop it"));
    }
  }

  @Test
  void everyParameterHasAGetterAndIsSetByItsName() throws Exception {
    GradusEstimator estimator = estimator("x").setSeed(4);
    for (Param<?> param : estimator.params()) {
      String name = param.name();
      String getter = "get" + name.substring(0, 1).toUpperCase() + name.substring(1);
      Object value = GradusEstimator.class.getMethod(getter).invoke(estimator);
      assertEquals(param, estimator.getParam(name));
      if (value instanceof String[] texts) {
        assertEquals(List.of(estimator.getSettings()), List.of(texts));
      } else {
        assertEquals(estimator.getOrDefault(param), value, name);
      }
    }
    // As PySpark does.
    estimator.set(estimator.getParam("labelCol"), "amount");
    estimator.set(estimator.settings().w(List.of("training.epochs=3")));
    assertEquals("amount", estimator.getLabelCol());
    assertEquals("training.epochs=3", estimator.getSettings()[0]);
  }
}
