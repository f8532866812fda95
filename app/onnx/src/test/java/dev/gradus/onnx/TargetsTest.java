package dev.gradus.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.runtime.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
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
    checkWhole(
        model(
            "[number, skewed]",
            ", number: {numeric: %s}, skewed: {numeric: %s}".formatted(options, options),
            "",
            "mean-squared-error",
            options.contains("standard") ? "" : ", conformal: {coverage: 0.8}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "number; scale: standard; {quantiles: {levels: [0.05, 0.5, 0.95]}}; 0.9",
        "number; scale: standard, clamp: true; {quantiles: {levels: [0.1, 0.2, 0.4]}}; 0.8",
        "[number, skewed]; scale: log; {quantiles: {levels: [0.2, 0.7, 0.8, 0.9]}}; ''",
        "[number, skewed]; scale: log, clamp: true; {quantiles: {levels: [0.25, 0.75]}}; 0.2",
        "number; scale: standard; {gaussian-nll: {predict-variance: true}}; ''",
        "[number, skewed]; scale: log; {gaussian-nll: {predict-variance: true, variance: 0.3}}; 0.9",
        "skewed; scale: min-max, clamp: true; {gaussian-nll: {predict-variance: true}}; 0.8",
        "number; scale: robust; huber; ''"
      })
  void numbersOfOtherLosses(String target, String options, String loss, String coverage) {
    StringBuilder columns = new StringBuilder();
    for (String name : target.replaceAll("[^a-z,]", "").split(",")) {
      columns.append(", %s: {numeric: {%s}}".formatted(name, options));
    }
    String conformal = coverage.isEmpty() ? "" : ", conformal: {coverage: %s}".formatted(coverage);
    checkWhole(model(target, columns.toString(), "", loss, conformal));
  }

  private void checkWhole(SavedModel model) {
    check(model);
    assertEquals(List.of(), Onnx.export(model).omissions());
  }

  @Test
  void scores() {
    check(model("skewed", "", "", "{cox: {event: urgent}}", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "class; ''; activation: softmax; cross-entropy; ''",
        "class; ''; activation: softmax; cross-entropy; calibrate: temperature",
        "pair; ''; activation: sigmoid; binary-cross-entropy; calibrate: isotonic",
        "urgent; ', urgent: boolean'; activation: sigmoid; binary-cross-entropy; ''"
      })
  void sets(String target, String columns, String last, String loss, String calibrate) {
    SavedModel model =
        model(
            target,
            columns,
            last,
            loss,
            ", conformal: {coverage: 0.8}" + (calibrate.isEmpty() ? "" : ", " + calibrate));
    checkWhole(model);
    assertEquals(0, Compared.rows(model, Trained.trainingRows(true)));
  }

  @Test
  void setsThatNeedTheLastBitsAreLeftOut() {
    SavedModel model =
        model(
            "class",
            "",
            "activation: softmax",
            "cross-entropy",
            ", conformal: {coverage: 0.8, method: aps}");
    check(model);
    assertEquals(
        List.of(
            "the sets of classes are not in the file, because those of the method 'aps' depend on the last bits of the probabilities; train with the method 'lac' for sets in ONNX"),
        Onnx.export(model).omissions());
  }

  @Test
  void anOutputWithTheNameOfAColumnBeginsOtherwise() throws IOException {
    StringBuilder csv = new StringBuilder("number_low,number\n");
    for (int i = 0; i < 60; i++) {
      csv.append(i % 7).append(',').append(i % 7 + i % 3).append('\n');
    }
    Files.writeString(folder.resolve("names.csv"), csv);
    Path yaml =
        Files.writeString(
            folder.resolve("names.yaml"),
            """
            data: {csv: names.csv, target: number, split: {validation: 0.3}, columns: {number: numeric}}
            network: [dense]
            loss: mean-squared-error
            optimizer: {adam: {learning-rate: 0.02}}
            training: {epochs: 2, seed: 3, conformal: {coverage: 0.8}}
            """);
    assertEquals(
        List.of("number", "predicted_number_low", "number_high"),
        Onnx.export(Trained.model(yaml)).outputs());
  }

  @ParameterizedTest
  @ValueSource(ints = {18, 19, 20, 21, 22, 23})
  void newerVersionsOfTheOperators(int opset) {
    SavedModel model =
        model("pair", "", "activation: sigmoid", "binary-cross-entropy", ", calibrate: isotonic");
    assertEquals(0, Compared.rows(model, Trained.rows(Trained.ROWS, 2, 0.1, 0.05), opset));
  }
}
