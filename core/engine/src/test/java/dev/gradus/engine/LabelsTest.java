package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.BooleanSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.model.LabelReport;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Predictor;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.spi.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** From columns of yes and no to a model that predicts labels. */
class LabelsTest {

  /** Large where x is above 0, far where it is beyond 2 on either side; known says nothing. */
  private static final Table TABLE =
      Table.of(
          Column.of("x", -4, -3, -1, -0.5, 0.5, 1, 3, 4),
          Column.of("known", "y", "n", "", "n", "y", "n", "y", "n"),
          Column.of("large", 0, 0, 0, 0, 1, 1, 1, 1),
          Column.of("far", "True", "True", "False", "False", "False", "False", "True", "True"));

  private static final Map<String, ColumnSpec> COLUMNS =
      Map.of(
          "known",
          new BooleanSpec(List.of(), List.of(), BooleanSpec.Missing.MOST_FREQUENT, true),
          "large",
          new BooleanSpec());

  @TempDir Path folder;

  private final Gradus gradus = Gradus.create();

  @AfterEach
  void close() {
    gradus.close();
  }

  private static DataSpec data(SplitSpec split, String... target) {
    return new DataSpec(
        Optional.empty(), List.of(target), COLUMNS, ColumnSpec.Scale.STANDARD, split);
  }

  private static Configuration.Builder configuration(DataSpec data) {
    return Configuration.builder()
        .data(data)
        .layer(Dense.of(8, new Tanh()))
        .layer(Dense.output(new Sigmoid()))
        .loss(new CrossEntropy())
        .metric(new MeanSquaredError())
        .optimizer(new Adam(0.05))
        .epochs(300);
  }

  private Model trained(String... target) {
    return gradus
        .job(configuration(data(SplitSpec.NONE, target)).build())
        .on(TABLE)
        .train()
        .model();
  }

  @Test
  void everyLabelIsAnsweredForItself() {
    Predictor predictor = trained("large", "far").predictor();
    assertEquals(new Target(Target.Kind.LABELS, List.of("large", "far")), predictor.target());
    assertEquals(List.of("large", "far"), predictor.labels(4, 1));
    assertEquals(List.of("far"), predictor.labels(-4, 1));
    assertEquals(List.of("large"), predictor.labels(0.75, 0));
    assertEquals(List.of(), predictor.labels(-0.75, Double.NaN));
    double[] outputs = predictor.predict(-4, 1);
    assertTrue(outputs[0] < 0.1 && outputs[1] > 0.9, () -> outputs[0] + ", " + outputs[1]);
    assertEquals(List.of("0", "True"), predictor.answersOf(outputs));
    assertEquals(List.of("large", "far"), predictor.labelsOf(new double[] {0.5, 0.5}));
  }

  @Test
  void aSingleLabelIsAYesOrANo() {
    Model model = trained("large");
    assertEquals(new Target(Target.Kind.BINARY, List.of("large")), model.target());
    Predictor predictor = model.predictor();
    double[][] outputs = predictor.predict(TABLE);
    assertEquals(List.of(), predictor.labelsOf(outputs[0]));
    assertEquals(List.of("large"), predictor.labelsOf(outputs[7]));
    assertEquals(List.of("1"), predictor.answersOf(outputs[7]));
  }

  @Test
  void labelsAreNoClassAndClassesNoLabels() {
    Predictor predictor = trained("large", "far").predictor();
    assertEquals(List.of(), predictor.classes());
    assertEquals(
        "the target is labels (large, far), any number of which may apply, not a class; use labels",
        assertThrows(IllegalStateException.class, () -> predictor.classify(1, 1)).getMessage());
    Predictor ofClass =
        gradus
            .job(configuration(DataSpec.of("far")).epochs(1).build())
            .on(TABLE.select(new int[] {0, 1, 3, 4}))
            .train()
            .model()
            .predictor();
    assertEquals(
        "the target 'far' is not labels; use its class",
        assertThrows(IllegalStateException.class, () -> ofClass.labelsOf(new double[1]))
            .getMessage());
    assertEquals(List.of("True"), ofClass.answersOf(new double[] {0.7}));
  }

  @Test
  void aReportCountsEachLabel() {
    Model model = trained("large", "far");
    LabelReport report = model.labelReport(TABLE).orElseThrow();
    assertEquals(List.of("large", "far"), report.labels());
    report
        .each()
        .forEach(
            label -> {
              assertEquals(4, label.examples());
              assertEquals(1, label.precision());
              assertEquals(1, label.recall());
            });
    assertEquals(Optional.empty(), model.classReport(TABLE));
  }

  @Test
  void aModelFileHoldsLabelsAndAnswers() {
    for (String[] target : new String[][] {{"large", "far"}, {"large"}}) {
      Model model = trained(target);
      Path file = folder.resolve("labels.safetensors");
      gradus.save(model, file);
      Model loaded = gradus.load(file);
      assertEquals(model.preparation(), loaded.preparation());
      assertEquals(model.configuration(), loaded.configuration());
      assertArrayEquals(model.predictor().predict(TABLE), loaded.predictor().predict(TABLE));
      assertEquals(model.evaluate(TABLE), loaded.evaluate(TABLE));
      assertEquals(model.labelReport(TABLE), loaded.labelReport(TABLE));
    }
  }

  @Test
  void aModelFileHoldsWordsOfItsOwn() {
    BooleanSpec ticked =
        new BooleanSpec(List.of("x", "é"), List.of(), BooleanSpec.Missing.NEGATIVE, false);
    BooleanSpec worded =
        new BooleanSpec(List.of("hot"), List.of("cold"), BooleanSpec.Missing.REFUSE, false);
    Table table =
        Table.of(
            Column.of("size", 1, 2, 3),
            Column.of("water", "hot", "cold", "hot"),
            Column.of("a", "x", "", "é"),
            Column.of("b", "", "x", ""));
    DataSpec data =
        DataSpec.of("a", "b").column("a", ticked).column("b", ticked).column("water", worded);
    Model model = gradus.job(configuration(data).epochs(2).build()).on(table).train().model();
    Path file = folder.resolve("words.safetensors");
    gradus.save(model, file);
    assertEquals(model.preparation(), gradus.load(file).preparation());
    assertEquals(List.of("x", ""), gradus.load(file).predictor().answersOf(new double[] {1, 0}));
  }

  private static void refused(String sentence, Executable code) {
    assertEquals(sentence, assertThrows(TrainingException.class, code).getMessage());
  }

  @Test
  void labelsAreSplitByChanceAlone() {
    SplitSpec asked = new SplitSpec(0.25, Optional.of(true));
    String sentence =
        "data.split.stratified: a stratified split needs one target column with classes, but there are several (large, far); remove 'stratified'";
    refused(
        sentence,
        () -> gradus.job(configuration(data(asked, "large", "far")).build()).on(TABLE).train());
    Training training =
        gradus
            .job(
                configuration(data(new SplitSpec(0.25, Optional.empty()), "large", "far"))
                    .epochs(1)
                    .build())
            .on(TABLE)
            .train();
    assertTrue(training.metrics().containsKey(Training.VALIDATION_PART));
  }

  @Test
  void foldsOfLabelsAreCutByChanceAlone() throws IOException {
    Path csv = folder.resolve("labels.csv");
    StringBuilder text = new StringBuilder("x,a,b\n");
    for (int i = 0; i < 20; i++) {
      text.append(i).append(i % 2 == 0 ? ",y" : ",n").append(i < 10 ? ",t\n" : ",f\n");
    }
    Files.writeString(csv, text);
    DataSpec data = DataSpec.of(csv, "a", "b");
    Configuration configuration = configuration(data).epochs(1).build();
    assertEquals(4, gradus.job(configuration).crossValidate(4).folds().size());
    DataSpec stratified =
        new DataSpec(
            Optional.of(csv),
            List.of("a", "b"),
            Map.of(),
            ColumnSpec.Scale.STANDARD,
            new SplitSpec(0, Optional.of(true)));
    Configuration refusedOne = configuration(stratified).build();
    refused(
        "data.split.stratified: a stratified split needs one target column with classes, but there are several (a, b); remove 'stratified'",
        () -> gradus.job(refusedOne).crossValidate(4));
  }

  @Test
  void classesCannotBeWeighedWhereThereAreLabels() {
    refused(
        "training.class-weights: they need a target of classes, but the targets are labels (large, far), each with its own yes and no; remove class-weights, and weight the yes examples with loss: {binary-cross-entropy: {positive-weight: …}}",
        () ->
            gradus
                .job(
                    configuration(data(SplitSpec.NONE, "large", "far"))
                        .training(t -> t.classWeights(ClassWeights.balanced()))
                        .build())
                .on(TABLE)
                .train());
  }

  @Test
  void rowsWithoutAnAnswerCanBeLeftOut() throws IOException {
    Path csv = folder.resolve("holes.csv");
    Files.writeString(csv, "x,a,b\n1,y,n\n2,,y\n3,n,y\n4,y,\n");
    Path yaml = folder.resolve("holes.yaml");
    Files.writeString(
        yaml,
        """
        data: {csv: holes.csv, target: [a, b], missing: drop}
        network: [dense: {activation: sigmoid}]
        loss: cross-entropy
        optimizer: adam
        """);
    assertEquals(2, gradus.job(gradus.read(yaml)).check().trainingRows());
  }
}
