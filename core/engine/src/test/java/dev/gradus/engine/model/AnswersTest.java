package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.BooleanSpec;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.GaussianNll;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The decoding of network outputs by a model, and their number. */
class AnswersTest {

  private static final Table CLASSES =
      Table.of(
          Column.of("x", 0, 5, 10, 11), Column.of("size", "small", "middle", "large", "large"));

  private final Gradus gradus = Gradus.create();

  @AfterEach
  void close() {
    gradus.close();
  }

  private Model model(Configuration.Builder builder, Table table) {
    return gradus
        .job(builder.optimizer(new Adam(0.1)).epochs(3).batchSize(2).build())
        .on(table)
        .train()
        .model();
  }

  private Model ofClasses() {
    return model(
        Configuration.builder()
            .data(DataSpec.of("size"))
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .metric(new Accuracy()),
        CLASSES);
  }

  private Model ofLabels() {
    DataSpec data =
        DataSpec.of("a", "b").column("a", new BooleanSpec()).column("b", new BooleanSpec());
    return model(
        Configuration.builder()
            .data(data)
            .layer(Dense.output(new Sigmoid()))
            .loss(new CrossEntropy()),
        labels());
  }

  private static Table labels() {
    return Table.of(
        Column.of("x", 1, 2, 3, 4),
        Column.of("a", "yes", "no", "yes", "no"),
        Column.of("b", "no", "no", "yes", "yes"));
  }

  @Test
  void everyRowOfATableHasItsOwnOutputs() {
    Predictor predictor = ofClasses().predictor();
    double[][] rows = predictor.predict(CLASSES);
    for (int i = 0; i < rows.length; i++) {
      assertArrayEquals(predictor.predict(CLASSES.columns().get(0).number(i)), rows[i], 1e-7);
    }
  }

  @Test
  void ofEqualOutputsTheFirstClassIsAnswered() {
    Model model = ofClasses();
    assertEquals(
        new Target(Target.Kind.CLASSES, List.of("large", "middle", "small")), model.target());
    assertEquals("large", model.predictor().classOf(new double[] {0.4, 0.4, 0.2}));
    assertEquals("middle", model.predictor().classOf(new double[] {0.2, 0.4, 0.4}));
    assertEquals(List.of("small"), model.predictor().answersOf(new double[] {0.1, 0.2, 0.7}));
  }

  @Test
  void anArrayOfAnotherLengthCannotHoldTheOutputs() {
    Predictor predictor = ofClasses().predictor();
    double[] outputs = new double[3];
    predictor.predict(new double[] {5}, outputs);
    assertArrayEquals(predictor.predict(5), outputs);
    assertThrows(
        IllegalArgumentException.class, () -> predictor.predict(new double[] {5}, new double[2]));
  }

  @Test
  void aReportCountsTheAnswersOfTheModel() {
    Model model = ofClasses();
    List<String> classes = model.predictor().classes();
    int[][] expected = new int[3][3];
    double[][] outputs = model.predictor().predict(CLASSES);
    for (int i = 0; i < outputs.length; i++) {
      int truth = classes.indexOf(CLASSES.column("size").text(i));
      expected[truth][classes.indexOf(model.predictor().classOf(outputs[i]))]++;
    }
    ClassReport report = model.classReport(CLASSES).orElseThrow();
    for (int truth = 0; truth < 3; truth++) {
      for (int answer = 0; answer < 3; answer++) {
        assertEquals(expected[truth][answer], report.counts().get(truth).get(answer));
      }
    }
    assertEquals(Optional.empty(), model.labelReport(CLASSES));
    Table unknown = Table.of(Column.of("x", 1), Column.of("size", "huge"));
    assertThrows(DataException.class, () -> model.classReport(unknown));
  }

  @Test
  void evaluatingNamesTheLossAndTheMetrics() {
    Map<String, Double> measured = ofClasses().evaluate(CLASSES);
    assertEquals(List.of("loss", "accuracy"), List.copyOf(measured.keySet()));
  }

  @Test
  void labelsApplyFromOneHalfOn() {
    Predictor predictor = ofLabels().predictor();
    assertEquals(List.of("a"), predictor.labelsOf(new double[] {0.5, 0.4999}));
    assertEquals(List.of("yes", "no"), predictor.answersOf(new double[] {0.5, 0.4999}));
    double[] outputs = predictor.predict(2);
    assertEquals(predictor.labelsOf(outputs), predictor.labels(2));
    assertThrows(IllegalStateException.class, () -> predictor.classOf(outputs));
    assertThrows(
        IllegalStateException.class, () -> ofClasses().predictor().labelsOf(new double[3]));
  }

  @Test
  void aReportOfLabelsCountsEachForItself() {
    LabelReport report =
        LabelReport.of(
            List.of("a", "b"),
            new double[][] {{1, 0}, {0, 1}, {1, 1}},
            new boolean[][] {{true, true}, {true, false}, {false, true}});
    assertEquals(
        List.of(
            new ClassReport.OfClass(0.5, 0.5, 0.5, 2), new ClassReport.OfClass(0.5, 0.5, 0.5, 2)),
        report.each());
    assertEquals(
        List.of(new ClassReport.OfClass(1, 0.5, 2 / 3.0, 2)),
        LabelReport.of(
                List.of("a"),
                new double[][] {{1}, {0}, {1}},
                new boolean[][] {{true}, {false}, {false}})
            .each());
  }

  @Test
  void aReportOfLabelsTakesWhatThePredictorSays() {
    Model model = ofLabels();
    LabelReport report = model.labelReport(labels()).orElseThrow();
    double[][] outputs = model.predictor().predict(labels());
    for (int k = 0; k < 2; k++) {
      Column truth = labels().column(report.labels().get(k));
      int right = 0;
      int answered = 0;
      for (int i = 0; i < outputs.length; i++) {
        boolean says = outputs[i][k] >= 0.5;
        answered += says ? 1 : 0;
        right += says && truth.text(i).equals("yes") ? 1 : 0;
      }
      assertEquals(ClassReport.OfClass.of(right, answered, 2), report.each().get(k));
    }
    assertEquals(Optional.empty(), model.classReport(labels()));
  }

  @Test
  void aDeviationIsInTheUnitOfTheTarget() {
    Table table = Table.ofRows(List.of("x", "y"), new double[][] {{0, 1000}, {1, 1010}, {2, 1040}});
    Model known =
        model(
            Configuration.builder()
                .data(DataSpec.of("y"))
                .layer(Dense.output())
                .loss(new MeanSquaredError()),
            table);
    assertEquals(Optional.empty(), known.deviations(table));
    Model unsure =
        model(
            Configuration.builder()
                .data(DataSpec.of("y"))
                .layer(Dense.output())
                .loss(new GaussianNll(1, true)),
            table);
    double[][] deviations = unsure.deviations(table).orElseThrow();
    assertEquals(3, deviations.length);
    assertEquals(1, unsure.predictor().predict(table)[0].length);
    for (double[] row : deviations) {
      assertEquals(1, row.length);
      // After three epochs the network is about as unsure as the target varies, which is 17.
      assertEquals(17, row[0], 12);
    }
  }
}
