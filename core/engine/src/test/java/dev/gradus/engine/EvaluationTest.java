package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.BooleanSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.model.Evaluation;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CategoricalCrossEntropy;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.Predictions;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Loss;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model handles rows with missing cells, in evaluation and in prediction. */
class EvaluationTest {

  private final List<Warning> heard = new ArrayList<>();

  /** The warnings of the last training. */
  private List<Warning> said = List.of();

  private final Gradus gradus = Gradus.builder().onWarning(heard::add).build();

  @AfterEach
  void close() {
    gradus.close();
  }

  private static Table csv(String... lines) {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    return CsvReader.read(new ByteArrayInputStream(bytes), "d.csv");
  }

  private Model trained(DataSpec data, Dense output, Loss loss, Table table) {
    Configuration configuration =
        Configuration.builder()
            .data(data)
            .layer(output)
            .loss(loss)
            .optimizer(new Adam(0.1))
            .epochs(300)
            .seed(1)
            .build();
    Model model = gradus.job(configuration).on(table).train().model();
    said = List.copyOf(heard);
    heard.clear();
    return model;
  }

  private static DataSpec data(
      DataSpec.Missing missing,
      ColumnSpec.Scale scale,
      Map<String, ColumnSpec> columns,
      String... target) {
    return new DataSpec(
        Optional.empty(),
        List.of(target),
        columns,
        scale,
        SplitSpec.NONE,
        Optional.empty(),
        missing,
        new CsvFormat(),
        Optional.empty());
  }

  private Model numeric(DataSpec.Missing missing, Table table) {
    return trained(
        data(missing, ColumnSpec.Scale.STANDARD, Map.of(), "y"),
        Dense.output(),
        new MeanSquaredError(),
        table);
  }

  private static final String[] GAPS = {"a,b,y", "1,2,3", "2,,5", "3,1,", "4,0,9", ",,", "6,1,2"};

  private static final Warning NO_TARGET =
      new Warning(
          "d.csv: 2 of 6 rows lack a value in column 'y' (the target); they are excluded from the evaluation",
          2);

  @Test
  void rowsWithoutATargetAreLeftOutAndCounted() {
    Model model = numeric(DataSpec.Missing.FILL, csv("a,b,y", "1,2,3", "2,,5", "4,0,9", "6,1,2"));
    Evaluation evaluation = model.evaluation(csv(GAPS));
    Evaluation rest = model.evaluation(csv("a,b,y", "1,2,3", "2,,5", "4,0,9", "6,1,2"));
    assertEquals(4, evaluation.rows());
    assertEquals(2, evaluation.leftOut());
    assertEquals(rest.metrics(), evaluation.metrics());
    assertEquals(0, rest.leftOut());
    assertEquals(rest.metrics(), model.evaluate(csv(GAPS)));
    Warning filled =
        new Warning(
            "d.csv: empty cells are filled with values learned in training: 1 of 4 in column 'b' (1)",
            1);
    assertEquals(List.of(NO_TARGET, filled), evaluation.warnings());
    assertEquals(List.of(NO_TARGET, filled, filled, NO_TARGET, filled), heard);
  }

  @Test
  void moreRowsThanArePredictedAtOnceAreEvaluated() {
    Model model = numeric(DataSpec.Missing.REFUSE, csv("a,b,y", "1,2,3", "2,1,5", "4,0,9"));
    String[] rows = new String[40_001];
    Arrays.fill(rows, "1,2,3");
    rows[0] = "a,b,y";
    Evaluation evaluation = model.evaluation(csv(rows));
    assertEquals(40_000, evaluation.rows());
    assertEquals(
        model.evaluation(csv("a,b,y", "1,2,3")).metrics().get("loss"),
        evaluation.metrics().get("loss"),
        1e-9);
  }

  @Test
  void rowsThatTrainingWouldHaveDroppedAreLeftOutToo() {
    Model model = numeric(DataSpec.Missing.DROP, csv(GAPS));
    Evaluation evaluation = model.evaluation(csv(GAPS));
    assertEquals(3, evaluation.rows());
    assertEquals(3, evaluation.leftOut());
    assertEquals(
        List.of(
            NO_TARGET,
            new Warning(
                "d.csv: 1 of 6 rows lack a value in column 'b' (used as input); they are excluded from the evaluation",
                1)),
        evaluation.warnings());
  }

  @Test
  void whereNoRowHasATargetNothingIsMeasured() {
    Model model = numeric(DataSpec.Missing.FILL, csv(GAPS[0], GAPS[1], GAPS[4]));
    DataException e =
        assertThrows(DataException.class, () -> model.evaluation(csv("a,b,y", "1,2,", "2,3,")));
    assertEquals(
        "d.csv: every row lacks a value in column 'y' (the target), so there is nothing to evaluate",
        e.getMessage());
  }

  @Test
  void classesWrittenAsOtherNumbersAreMeasured() {
    Model model =
        trained(
            data(
                DataSpec.Missing.REFUSE,
                ColumnSpec.Scale.STANDARD,
                Map.of("y", new CategoricalSpec()),
                "y"),
            Dense.output(new Softmax()),
            new CategoricalCrossEntropy(),
            csv("a,y", "1,10", "2,2", "3,10", "4,2"));
    assertEquals(List.of("2", "10"), model.predictor().classes());
    Evaluation evaluation = model.evaluation(csv("a,y", "1,10.0", "2,2.0", "3,"));
    assertEquals(2, evaluation.rows());
    assertEquals(1, evaluation.classes().orElseThrow().of(0).examples());
    assertEquals(1, evaluation.classes().orElseThrow().of(1).examples());
    assertTrue(evaluation.labels().isEmpty());
  }

  @Test
  void aClassIsWeighedHoweverItsNumberIsWritten() {
    Configuration.Builder builder =
        Configuration.builder()
            .data(
                data(
                    DataSpec.Missing.REFUSE,
                    ColumnSpec.Scale.STANDARD,
                    Map.of("y", new CategoricalSpec()),
                    "y"))
            .layer(Dense.output(new Softmax()))
            .loss(new CategoricalCrossEntropy())
            .optimizer(new Adam(0.1))
            .epochs(5);
    Table table = csv("a,y", "1,1.0", "2,2.0", "3,1.0", "4,2.0");
    double[] probabilities = new double[2];
    int next = 0;
    for (String written : List.of("1", "1.0")) {
      Configuration weighed = builder.training(t -> t.classWeights(Map.of(written, 9.0))).build();
      probabilities[next++] =
          gradus.job(weighed).on(table).train().model().predictor().predict(3)[0];
    }
    assertEquals(probabilities[0], probabilities[1]);
  }

  @Test
  void trainingSaysOnceThatNumbersLoseDigits() {
    numeric(
        DataSpec.Missing.REFUSE,
        csv("a,b,y", "1152921504606846977,2,3", "1152921504606846978,1,5", "4,0,1e100"));
    assertEquals(
        List.of(
            new Warning(
                "d.csv: column 'a' is used as a number, which keeps about 16 digits, but 2 of its cells have more, such as 1152921504606846977; if they are names, declare the column categorical, or ignore it (columns: {a: ignore})",
                2)),
        said);
  }

  @Test
  void trainingCountsWhatItLeavesOutFillsInAndCannotTellApart() {
    numeric(DataSpec.Missing.DROP, csv(GAPS));
    assertEquals(
        List.of(
            new Warning(
                "d.csv: 3 of 6 rows have an empty cell and are dropped (missing: drop)", 3)),
        said);
    numeric(DataSpec.Missing.FILL, csv("a,b,y", "1,2,3", "2,,5", "4,0,9"));
    assertEquals(
        List.of(
            new Warning(
                "d.csv: empty cells are filled with values learned in training: 1 of 3 in column 'b' (1)",
                1)),
        said);
    trained(
        data(DataSpec.Missing.REFUSE, ColumnSpec.Scale.NONE, Map.of(), "y"),
        Dense.output(),
        new MeanSquaredError(),
        csv("x,y", "0,1700000000", "1,1700000100", "3,1700000300"));
    assertEquals(
        List.of(
            new Warning(
                "d.csv: the network sees column 'y' unscaled, as floats, and there are only about 3 floats between 1700000000 and 1700000300, so most differences between its 3 numbers are lost; scale it (scale: standard)",
                3)),
        said);
  }

  @Test
  void aMissingLabelThatSaysNoIsMeasured() {
    BooleanSpec yes = new BooleanSpec(List.of("x"), List.of(), BooleanSpec.Missing.NEGATIVE, false);
    Model model =
        trained(
            data(
                DataSpec.Missing.REFUSE,
                ColumnSpec.Scale.STANDARD,
                Map.of("p", yes, "q", yes),
                "p",
                "q"),
            Dense.output(new Sigmoid()),
            new CrossEntropy(),
            csv("a,p,q", "1,x,", "2,,x", "3,x,x", "4,,"));
    Evaluation evaluation = model.evaluation(csv("a,p,q", "1,,", "2,x,"));
    assertEquals(2, evaluation.rows());
    assertEquals(List.of(), evaluation.warnings());
    assertEquals(1, evaluation.labels().orElseThrow().each().get(0).examples());
  }

  @Test
  void cellsThatAreFilledInAreCountedInOneWarning() {
    Model model = numeric(DataSpec.Missing.FILL, csv("a,b,c,y", "1,2,u,3", "3,,,5", ",4,u,9"));
    Predictions predictions = model.predictor().predictions(csv("c,b,a", ",,1", ",7,", ",,3"));
    assertEquals(
        List.of(
            new Warning(
                "d.csv: empty cells are filled with values learned in training: all 3 in column 'c' ('u'), 2 of 3 in column 'b' (3), 1 of 3 in column 'a' (2)",
                6)),
        predictions.warnings());
    assertEquals(predictions.warnings(), heard);
    assertArrayEquals(
        model.predictor().predict(csv("a,b,c", "1,3,u", "2,7,u", "3,3,u")), predictions.rows());
  }

  @Test
  void aPredictionThatIsNotFiniteIsRefusedWithItsRow() {
    Table table = Table.of(Column.of("x", 0, 1, 2, 3), Column.of("y", 0, 10, 20, 30));
    Model model =
        trained(
            data(DataSpec.Missing.REFUSE, ColumnSpec.Scale.NONE, Map.of(), "y"),
            Dense.output(),
            new MeanSquaredError(),
            table);
    assertEquals(1e30, model.predictor().predict(1e29)[0], 2e29);
    String sentence =
        "the network predicts Infinity for 'y', but a prediction must be finite; correct this row if its inputs are far outside the range of the training data, or train with a lower learning rate";
    assertEquals(
        "d.csv:3: " + sentence,
        assertThrows(
                DataException.class, () -> model.predictor().predict(csv("x", "1", "3e38", "2")))
            .getMessage());
    assertEquals(
        "d.csv:4: " + sentence,
        assertThrows(DataException.class, () -> model.evaluation(csv("x,y", "1,1", "2,", "3e38,2")))
            .getMessage());
    assertEquals(
        sentence,
        assertThrows(DataException.class, () -> model.predictor().predict(3e38)).getMessage());
  }
}
