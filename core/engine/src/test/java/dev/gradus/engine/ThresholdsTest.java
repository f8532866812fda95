package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.BooleanSpec;
import dev.gradus.engine.model.ClassReport;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Predictor;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.Hinge;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.Thresholds;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.Loss;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A threshold decides between two classes, and on each label. */
class ThresholdsTest {

  private static final Table TWO = classes("benign", "malignant");

  @Test
  void theSecondClassIsPredictedFromThere() {
    for (Dense last : List.of(Dense.output(new Sigmoid()), Dense.output(new Softmax()))) {
      Model model = train(TWO, last, new CrossEntropy());
      for (double threshold : new double[] {0.01, 0.3, 0.5, 0.7, 0.99}) {
        for (Predictor predictor :
            List.of(
                model.predictor(Thresholds.of(threshold)),
                model.predictor(Thresholds.NONE.with("malignant", threshold)))) {
          for (Prediction prediction : predictor.predictAll(TWO)) {
            boolean expected = prediction.probability("malignant") >= threshold;
            assertEquals(expected ? "malignant" : "benign", prediction.className());
            assertEquals(prediction.className(), prediction.toString());
            assertEquals(
                List.of(prediction.className()), predictor.answersOf(prediction.outputs()));
          }
        }
        Predictor first = model.predictor(Thresholds.NONE.with("benign", threshold));
        for (Prediction prediction : first.predictAll(TWO)) {
          boolean expected = prediction.probability("benign") >= threshold;
          assertEquals(expected ? "benign" : "malignant", prediction.className());
        }
      }
    }
  }

  @Test
  void theTableOfClassesIsThatOfTheThreshold() {
    Model model = train(TWO, Dense.output(new Sigmoid()), new CrossEntropy());
    ClassReport all = model.evaluation(TWO, Thresholds.of(0)).classes().orElseThrow();
    assertEquals(List.of(List.of(0, 20), List.of(0, 20)), all.counts());
    ClassReport none = model.evaluation(TWO, Thresholds.of(1)).classes().orElseThrow();
    assertEquals(List.of(List.of(20, 0), List.of(20, 0)), none.counts());
    assertEquals(
        model.evaluation(TWO).metrics(), model.evaluation(TWO, Thresholds.of(1)).metrics());
  }

  @Test
  void eachLabelHasOneOfItsOwn() {
    Table labels =
        Table.of(
            Column.of("x", IntStream.range(0, 8).asDoubleStream().toArray()),
            Column.of("spam", "yes", "no", "yes", "no", "yes", "no", "yes", "no"),
            Column.of("urgent", "no", "no", "no", "no", "yes", "yes", "yes", "yes"));
    Model model;
    try (Gradus gradus = Gradus.create()) {
      model =
          gradus
              .job(
                  configuration(
                      DataSpec.of("spam", "urgent")
                          .column("spam", new BooleanSpec())
                          .column("urgent", new BooleanSpec()),
                      Dense.output(new Sigmoid()),
                      new CrossEntropy()))
              .on(labels)
              .train()
              .model();
    }
    Predictor predictor = model.predictor(Thresholds.of(1).with("spam", 0));
    for (Prediction prediction : predictor.predictAll(labels)) {
      assertEquals(List.of("spam"), prediction.labels());
      assertEquals("spam", prediction.toString());
      assertEquals(List.of("yes", "no"), predictor.answersOf(prediction.outputs()));
    }
    assertEquals(
        8,
        model.evaluation(labels, Thresholds.of(0)).labels().orElseThrow().each().stream()
            .mapToLong(each -> Math.round(each.examples() / each.precision()))
            .max()
            .orElse(0));
    assertRefused(
        "there is no such label. Did you mean 'spam'?", model, Thresholds.NONE.with("spma", 0.3));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    Model two = train(TWO, Dense.output(new Sigmoid()), new CrossEntropy());
    assertRefused(
        "no such class. Did you mean 'malignant'?", two, Thresholds.NONE.with("malignat", 0.3));
    assertRefused(
        "more than one threshold", two, Thresholds.NONE.with("malignant", 0.3).with("benign", 0.3));
    assertRefused(
        "has 3 classes",
        train(classes("a", "b", "c"), Dense.output(new Softmax()), new CrossEntropy()),
        Thresholds.of(0.3));
    assertRefused("gives scores", train(TWO, Dense.output(), new Hinge()), Thresholds.of(0.3));
    Table numbers = Table.of(Column.of("x", 1, 2, 3, 4), Column.of("kind", 1, 2, 3, 5));
    assertRefused(
        "is numeric", train(numbers, Dense.output(), new MeanSquaredError()), Thresholds.of(0.3));
    GradusException percent = assertThrows(GradusException.class, () -> Thresholds.of(30));
    assertTrue(String.valueOf(percent.getMessage()).contains("from 0 to 1"), percent.getMessage());
    assertThrows(GradusException.class, () -> Thresholds.NONE.with("a", Double.NaN));
  }

  private static void assertRefused(String sentence, Model model, Thresholds thresholds) {
    GradusException refused =
        assertThrows(GradusException.class, () -> model.predictor(thresholds));
    assertTrue(String.valueOf(refused.getMessage()).contains(sentence), refused.getMessage());
  }

  private static Table classes(String... names) {
    double[] xs = IntStream.range(0, 20 * names.length).asDoubleStream().toArray();
    String[] kinds =
        IntStream.range(0, xs.length)
            .mapToObj(i -> names[i / 2 % names.length])
            .toArray(String[]::new);
    return Table.of(Column.of("x", xs), Column.of("kind", kinds));
  }

  private static Model train(Table table, Dense last, Loss loss) {
    try (Gradus gradus = Gradus.create()) {
      return gradus.job(configuration(DataSpec.of("kind"), last, loss)).on(table).train().model();
    }
  }

  private static Configuration configuration(DataSpec data, Dense last, Loss loss) {
    return Configuration.builder()
        .data(data)
        .layer(last)
        .loss(loss)
        .optimizer(new Sgd(0.1))
        .epochs(3)
        .build();
  }
}
