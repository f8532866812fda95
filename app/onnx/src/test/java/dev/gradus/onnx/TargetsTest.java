package dev.gradus.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.runtime.SavedModel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of target, and every way from outputs to predictions. */
class TargetsTest {

  @TempDir private Path folder;

  private SavedModel model(
      String target, String columns, String last, String loss, String training) {
    Set<String> used = new HashSet<>(List.of((target + " " + loss).split("[^a-z]+")));
    StringBuilder kinds =
        new StringBuilder("x: {numeric: {missing: mean}}, z: {numeric: {missing: mean}}");
    for (String name :
        "y,colour,size,level,smoker,state,day,class,pair,number,skewed,urgent,spam".split(",")) {
      if (!used.contains(name)) {
        kinds.append(", ").append(name).append(": ignore");
      }
    }
    return Trained.model(
        folder,
        """
        data: {csv: CSV, target: %s, split: {validation: 0.3}, columns: {%s%s}}
        network: [{dense: {units: 8, activation: tanh}}, {dense: {%s}}]
        loss: %s
        optimizer: {adam: {learning-rate: 0.02}}
        training: {epochs: 8, seed: 3, loss-guard: warn%s}
        """
            .formatted(target, kinds, columns, last, loss, training),
        true);
  }

  private void check(SavedModel model) {
    assertEquals(0, Compared.rows(model, Trained.rows(Trained.ROWS, 2, 0.1, 0.05)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "class; activation: softmax; cross-entropy",
        "class; activation: softmin; cross-entropy",
        "class; activation: sparsemax; sparsemax-loss",
        "class; activation: identity; multi-margin",
        "class; activation: log-softmax; multi-margin",
        "class; ''; multi-margin",
        "class; ''; {corn: {order: [c, a, b]}}",
        "pair; activation: sigmoid; binary-cross-entropy",
        "pair; activation: softmax; categorical-cross-entropy",
        "pair; activation: tanh; hinge",
        "pair; ''; {corn: {order: [good, bad]}}"
      })
  void classes(String target, String last, String loss) {
    check(model(target, "", last, loss, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "class; activation: softmax; cross-entropy; temperature",
        "pair; activation: sigmoid; binary-cross-entropy; temperature",
        "pair; activation: sigmoid; binary-cross-entropy; isotonic",
        "pair; activation: softmax; categorical-cross-entropy; isotonic"
      })
  void calibratedClasses(String target, String last, String loss, String how) {
    check(model(target, "", last, loss, ", calibrate: " + how));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", calibrate: temperature"})
  void labels(String training) {
    check(
        model(
            "[urgent, spam]",
            ", urgent: boolean, spam: boolean",
            "activation: sigmoid",
            "binary-cross-entropy",
            training));
  }

  @Test
  void aSingleLabel() {
    check(model("urgent", ", urgent: boolean", "activation: sigmoid", "binary-cross-entropy", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{scale: standard}",
        "{scale: none}",
        "{scale: min-max}",
        "{scale: robust}",
        "{scale: log}",
        "{scale: standard, clamp: true}",
        "{scale: log, clamp: true}"
      })
  void numbers(String options) {
    check(
        model(
            "[number, skewed]",
            ", number: {numeric: %s}, skewed: {numeric: %s}".formatted(options, options),
            "",
            "mean-squared-error",
            ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{quantiles: {levels: [0.05, 0.5, 0.95]}}",
        "{quantiles: {levels: [0.1, 0.2, 0.4]}}",
        "{gaussian-nll: {predict-variance: true}}",
        "huber"
      })
  void numbersOfOtherLosses(String loss) {
    SavedModel model = model("number", "", "", loss, "");
    check(model);
    assertEquals(loss.equals("huber"), Onnx.export(model, 17).omissions().isEmpty());
  }

  @Test
  void scores() {
    check(model("skewed", "", "", "{cox: {event: urgent}}", ""));
  }

  @Test
  void whatIsLeftOutIsSaid() {
    SavedModel model =
        model("class", "", "activation: softmax", "cross-entropy", ", conformal: {coverage: 0.8}");
    check(model);
    List<String> omissions = Onnx.export(model, 17).omissions();
    assertEquals(List.of("the sets of classes are not in the file"), omissions);
  }

  @ParameterizedTest
  @ValueSource(ints = {18, 19, 20, 21, 22, 23})
  void newerVersionsOfTheOperators(int opset) {
    SavedModel model =
        model("pair", "", "activation: sigmoid", "binary-cross-entropy", ", calibrate: isotonic");
    assertEquals(0, Compared.rows(model, Trained.rows(Trained.ROWS, 2, 0.1, 0.05), opset));
  }
}
