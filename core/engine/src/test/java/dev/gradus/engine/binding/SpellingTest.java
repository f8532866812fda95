package dev.gradus.engine.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.runtime.problem.ConfigurationException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Capitals and underscores are accepted, and converted to the spelling of Gradus. */
class SpellingTest {

  private static final String RIGHT =
      """
      data: {csv: a.csv, target: y, columns: {Petal_Width: numeric}}
      network: [{dense: {units: 4, activation: tanh}}, dense]
      loss: mse
      optimizer: {adam: {learning-rate: 0.1}}
      training: {batch-size: 2}
      """;

  private static final String OTHERWISE =
      """
      Data: {CSV: a.csv, target: y, columns: {Petal_Width: Numeric}}
      network: [{Dense: {Units: 4, activation: TanH}}, DENSE]
      loss: MSE
      optimizer: {Adam: {learning_rate: 0.1}}
      training: {Batch_Size: 2}
      """;

  private static Configuration read(String yaml, String... settings) {
    return new ConfigurationReader(Catalogue.ofInstalled())
        .parse(yaml, "a.yaml", Path.of(""), Arrays.stream(settings).map(Setting::parse).toList());
  }

  private static String written(Configuration configuration) {
    return new ConfigurationWriter().write(configuration);
  }

  private static String refusal(String yaml, String... settings) {
    return assertThrows(ConfigurationException.class, () -> read(yaml, settings))
        .problems()
        .get(0)
        .toString();
  }

  @Test
  void whatIsWrittenOutIsCanonical() {
    assertEquals(written(read(RIGHT)), written(read(OTHERWISE)));
    assertTrue(written(read(OTHERWISE)).contains("Petal_Width"), "a column keeps its name");
  }

  @ParameterizedTest
  @CsvSource({
    "training.batch_size=5, training.batch-size=5",
    "Training.Batch-Size=5, training.batch-size=5",
    "optimizer.Adam.learning_rate=0.3, optimizer.adam.learning-rate=0.3",
    "network[0].Dense.UNITS=7, network[0].dense.units=7",
    "loss=Huber, loss=huber",
    "data.scale=MIN_MAX, data.scale=min-max",
  })
  void aSettingFindsItsValueInEverySpelling(String otherwise, String right) {
    assertEquals(written(read(RIGHT, right)), written(read(OTHERWISE, otherwise)));
    assertEquals(written(read(RIGHT, right)), written(read(RIGHT, otherwise)));
    assertEquals(written(read(RIGHT, right)), written(read(OTHERWISE, right)));
  }

  @Test
  void aKeyInTwoSpellingsIsWrittenTwice() {
    assertEquals(
        "a.yaml:5:27: training.batch-size: is written twice, here as 'batch_size'; remove one of them",
        refusal(RIGHT.replace("batch-size: 2", "batch-size: 2, batch_size: 3")));
  }

  @Test
  void aPathToTryIsFoundToo() {
    Configuration tuned =
        read(
            RIGHT
                + "tune: {space: {Training.batch_size: {choice: [1, 2]}}, folds: 2, metric: loss}\n");
    assertEquals(
        List.of("training.batch-size"), List.copyOf(tuned.tune().orElseThrow().space().keySet()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs=5 | training.epochs",
        "num_epochs=5 | training.epochs",
        "lr=0.1 | optimizer.adam.learning-rate",
        "batch-size=5 | training.batch-size",
        "training.lr=0.1 | optimizer.adam.learning-rate",
        "seed=5 | training.seed",
        "stratified=true | data.split.stratified",
        "optimizer.adam.epochs=5 | training.epochs",
      })
  void aKeyThatStandsElsewhereIsFoundThere(String setting, String path) {
    String sentence = refusal(RIGHT, setting);
    assertTrue(
        sentence.endsWith(": there is no such key here; did you mean '" + path + "'?"), sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "optimizer.adam.lr=0.1 | there is no such key; did you mean 'learning-rate'? (allowed: ",
        "optimizer={sgd: {lr: 0.1}} | optimizer.sgd.lr: there is no such key; did you mean 'learning-rate'? (allowed: ",
        "optimizer=sgd(lr=0.1) | 'sgd(lr=0.1)' is not YAML; write sgd: {learning-rate: 0.1}",
        "optimizer=SGD() | 'SGD()' is not YAML; write the name alone: sgd",
        "optimizer={name: sgd, lr: 0.1} | a mapping with 2 keys; write sgd: {learning-rate: 0.1}",
        "loss=huber(delta=0.5) | 'huber(delta=0.5)' is not YAML; write huber: {delta: 0.5}",
        "loss=hubber( delta = 0.5 ) | is not YAML; write huber: {delta: 0.5}",
        "loss=Huber(0.5) | 'Huber(0.5)' is not YAML; write huber: {delta: 0.5}",
        "loss=CrossEntropyLoss() | is not YAML; write the name alone: cross-entropy",
        "loss=quantiles(levels=[0.1, 0.9]) | is not YAML; write quantiles: {levels: [0.1, 0.9]}",
        "metrics=[top-k-accuracy(k=1)] | is not YAML; write top-k-accuracy: {k: 1}",
        "metrics=[top_k_accuracy(k=1, column=a)] | 'top_k_accuracy(k=1' is not YAML; options are written top-k-accuracy: {option: value}",
        "loss=huber(delta: 0.5) | 'huber(delta' is not YAML; options are written huber: {option: value}",
        "loss=huber:{delta:0.5} | put a space after the colon: huber: {delta: 0.5}",
        "loss=categorical_crossentropy | did you mean 'cross-entropy'? (installed: ",
        "loss=crossentropy | 'crossentropy' is not a loss; did you mean 'cross-entropy'? (installed: ",
        "loss=abs(p - y) | 'abs(p - y)' is not a loss; if it is a formula, write {formula: 'abs(p - y)'}",
        "network[0].dense.activation=tanh(2 * x) | is not an activation; if it is a formula, write {formula: 'tanh(2 * x)'}",
        "network[0].dense.activation=tanh(x) | is not an activation; if it is a formula, write {formula: 'tanh(x)'}",
        "network[0].dense.activation=max(x, 0) | is not an activation; if it is a formula, write {formula: 'max(x, 0)'}",
        "optimizer=gradient_descent | did you mean 'sgd'? (installed: ",
        "network[0].dense.neurons=5 | there is no such key; did you mean 'units'? (allowed: ",
        "network[0].dense.act=relu | there is no such key; did you mean 'activation'? (allowed: ",
        "network[1]=fc | 'fc' is not a layer; did you mean 'dense'? (installed: ",
      })
  void whatIsWrittenElsewhereIsSaidAsItIsWrittenHere(String setting, String sentence) {
    String refusal = refusal(RIGHT, setting);
    assertTrue(refusal.contains(sentence), refusal);
  }
}
