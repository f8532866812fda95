package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a newcomer types wrongly, and the message that helps. In arguments and messages, {@code @}
 * stands for the folder of the test and a slash.
 */
class SlipsTest {

  private static final String YAML =
      """
      data:
        csv: iris.csv
        target: species
      network:
        - dense: {units: 4, activation: tanh}
        - dense: {activation: softmax}
      loss: cross-entropy
      optimizer: {adam: {learning-rate: 0.01}}
      metrics: [accuracy]
      training: {epochs: 2, batch-size: 4, seed: 7}
      """;

  private static final String ALL =
      "data, init, train, compare, cross-validate, tune, check, explain, playground, predict, evaluate, importance, serve, export, import, describe, list, plugin, cache, schema, completion, help";

  private static final String NEAR_ENTROPY =
      "(installed: binary-cross-entropy, corn, cox, cross-entropy, gaussian-nll, huber, log-cosh, poisson, poly-cross-entropy, quantile, quantiles, tversky and 22 more)";

  private static final String ADAM =
      "(allowed: learning-rate, beta1, beta2, epsilon, amsgrad, weight-decay)";

  private static final String SGD =
      "(allowed: learning-rate, momentum, dampening, nesterov, weight-decay)";

  @TempDir static Path folder;

  @BeforeAll
  static void files() throws IOException {
    StringBuilder csv = new StringBuilder("length,width,species\n");
    for (int i = 0; i < 12; i++) {
      csv.append(i + 0.5).append(',').append(i % 5 + 0.5).append(',');
      csv.append(i % 2 == 0 ? "setosa" : "virginica").append('\n');
    }
    write("iris.csv", csv.toString());
    write("other.csv", csv.toString());
    write("iris.yaml", YAML);
    write("irsi.yaml", YAML.replace("iris.csv", "irsi.csv"));
    write("nowhere.yaml", YAML.replace("iris.csv", "data/iris.csv"));
    write("formula.yaml", YAML.replace("cross-entropy", "{formula: \"abs(p - q)\"}"));
    write("plugins.jar", "");
    write("commented.yaml", "# a, long, comment\n".repeat(300) + YAML);
    write("keys.csv", "text,y\n\"a\nloss: b\",1\nb,2\n");
    write("page.html", "<!doctype html><title>a page</title>");
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve("project"));
    write("project/wine.yaml", YAML);
    Said said = run("train", "@iris.yaml", "--quiet", "--no-report", "--output", "@run");
    assertEquals(Main.DONE, said.status(), said.err());
    Files.copy(folder.resolve("run/model.safetensors"), folder.resolve("model"));
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String inFolder(String text) {
    return text.replace("@", folder + "/");
  }

  private static Said run(String... arguments) {
    return Said.by("", Arrays.stream(arguments).map(SlipsTest::inFolder).toArray(String[]::new));
  }

  /**
   * A slip.
   *
   * @param sentence the whole first line of standard error without {@code gradus: }, or its
   *     beginning if it ends in an ellipsis
   */
  private record Slip(List<String> arguments, String sentence) {}

  private static Slip slip(String sentence, String... arguments) {
    return new Slip(List.of(arguments), sentence);
  }

  private static Slip set(String setting, String sentence) {
    return slip(sentence, "check", "@iris.yaml", "--set", setting);
  }

  @TestFactory
  Stream<DynamicTest> eachSlipGetsASentenceThatHelps() {
    return Stream.of(mixedUpFiles(), options(), settings(), names(), commands())
        .flatMap(slips -> slips)
        .map(
            slip -> DynamicTest.dynamicTest(String.join(" ", slip.arguments()), () -> check(slip)));
  }

  private static void check(Slip slip) {
    Said said = run(slip.arguments().toArray(String[]::new));
    assertEquals(Main.WRONG_INPUT, said.status(), said.out() + said.err());
    assertEquals("", said.out());
    List<String> lines = said.err().lines().toList();
    String expected = "gradus: " + inFolder(slip.sentence());
    if (expected.endsWith(" …")) {
      String beginning = expected.substring(0, expected.length() - 1);
      assertTrue(lines.get(0).startsWith(beginning), said.err());
    } else {
      assertEquals(expected, lines.get(0));
    }
    assertTrue(lines.size() == 1 || lines.get(1).startsWith("Try 'gradus"), said.err());
  }

  private static Stream<Slip> mixedUpFiles() {
    return Stream.of(
            slip(
                "formula.yaml:7:26: loss: formula cannot be read, column 9: the name 'q' is not known; …",
                "check",
                "@formula.yaml"),
            slip(
                "formula.yaml:7:26: loss: formula cannot be read, column 9: the name 'q' is not known; …",
                "train",
                "@formula.yaml"),
            slip(
                "@iris.yaml: this is a configuration, not a model; gradus train @iris.yaml makes one, gradus-runs/iris/model.safetensors",
                "predict",
                "@iris.yaml",
                "@iris.csv"),
            slip(
                "@iris.csv: this is a table of data, not a model, but @model is one; were the two swapped? gradus predict @model @iris.csv",
                "predict",
                "@iris.csv",
                "@model"),
            slip(
                "@iris.csv: this is a table of data, not a model, but @run is one; were the two swapped? gradus evaluate @run @iris.csv",
                "evaluate",
                "@iris.csv",
                "@run"),
            slip(
                "@iris.csv: this is a table of data, not a model; the model comes first, then the data: gradus predict MODEL @iris.csv",
                "predict",
                "@iris.csv",
                "@iris.csv"),
            slip(
                "@page.html: this is a page for a browser, not a model; name a file such as gradus-runs/iris/model.safetensors",
                "predict",
                "@page.html",
                "@iris.csv"),
            slip(
                "@iris.yaml: this is a configuration, not data; name the file with the rows, such as iris.csv",
                "predict",
                "@model",
                "@iris.yaml"),
            slip(
                "@model: this is a model, not data; name the file with the rows, such as iris.csv",
                "evaluate",
                "@model",
                "@model"),
            slip(
                "@empty: this is a folder without model.safetensors; name a model file",
                "predict",
                "@empty",
                "@iris.csv"),
            slip(
                "@modle: the file cannot be read: there is no such file or folder; did you mean '@model'?",
                "predict",
                "@modle",
                "@iris.csv"),
            slip(
                "@irsi.csv: the file cannot be read: there is no such file or folder; did you mean '@iris.csv'?",
                "predict",
                "@model",
                "@irsi.csv"),
            slip(
                "@irsi.csv: the file cannot be read: there is no such file or folder; did you mean '@iris.csv'?",
                "data",
                "@irsi.csv"),
            slip(
                "@iris.yaml: this is a configuration, not data; name the file with the rows, such as iris.csv",
                "data",
                "@iris.yaml"),
            slip(
                "@model: this is a model, not data; name the file with the rows, such as iris.csv",
                "init",
                "@model"),
            slip(
                "@model: this is a model, not a configuration; to see what it predicts: gradus predict @model DATA; to explain with its weights: gradus explain CONFIG --model @model",
                "explain",
                "@model"),
            slip(
                "@run: this is the folder of a model, not a configuration; to see what it predicts: gradus predict @run DATA; to explain with its weights: gradus explain CONFIG --model @run",
                "train",
                "@run"),
            slip(
                "@iris.csv: this is a table of data, not a configuration; did you mean '@iris.yaml'?",
                "train",
                "@iris.csv"),
            slip(
                "@other.csv: this is a table of data, not a configuration; to write one for it: gradus init @other.csv",
                "train",
                "@other.csv"),
            slip(
                "@other.csv: this is a table of data, not a configuration; to write one for it: gradus init @other.csv",
                "compare",
                "@other.csv",
                "--losses",
                "mse,huber"),
            slip(
                "@page.html: this is a page for a browser, not a configuration; name the YAML file",
                "check",
                "@page.html"),
            slip(
                "@project: this is a folder; did you mean '@project/wine.yaml'?",
                "train",
                "@project"),
            slip("@empty: this is a folder; name the YAML file in it", "train", "@empty"),
            slip(
                "@iris.yml: there is no such file; did you mean '@iris.yaml'?",
                "train",
                "@iris.yml"),
            slip("@iris: there is no such file; did you mean '@iris.yaml'?", "tune", "@iris"),
            slip(
                "@iiris.yaml: the file cannot be read: there is no such file or folder; did you mean '@iris.yaml'?",
                "train",
                "@iiris.yaml"),
            slip(
                "irsi.yaml:2:3: data.csv: there is no file 'irsi.csv' in the folder "
                    + "%s; did you mean 'iris.csv'?",
                "train", "@irsi.yaml", "--output", "@out"),
            slip(
                "nowhere.yaml:2:3: data.csv: there is no file '@data/iris.csv', and no folder %s/data",
                "check", "@nowhere.yaml"),
            slip(
                "there is no jar @plugin.jar; did you mean '@plugins.jar'?",
                "plugin",
                "verify",
                "@plugin.jar"),
            slip(
                "the plugin folder @projects is not a folder; did you mean '@project'?",
                "check",
                "@iris.yaml",
                "--plugins",
                "@projects"),
            slip(
                "https://example.org/iris.yaml is an address, but Gradus reads only files; download it first, as with: curl -O https://example.org/iris.yaml",
                "train",
                "https://example.org/iris.yaml"),
            slip(
                "s3://bucket/new.csv is an address, but Gradus reads only files; download it first, as with: curl -O s3://bucket/new.csv",
                "predict",
                "@model",
                "s3://bucket/new.csv"),
            slip(
                "'-' is standard output, to which this command cannot write; give the name of a file, such as ./- for a file called '-'",
                "train",
                "@iris.yaml",
                "--output",
                "-"),
            slip(
                "'-' is standard output, to which this command cannot write; give the name of a file, such as ./- for a file called '-'",
                "importance",
                "@model",
                "@iris.csv",
                "--report",
                "-"),
            slip(
                "there is nothing to resume: @new/checkpoints contains no checkpoint; train without resuming, and set training: {checkpoint: {every: 10}} to write some",
                "train",
                "@iris.yaml",
                "--resume",
                "--output",
                "@new"))
        .map(slip -> new Slip(slip.arguments(), slip.sentence().replace("%s", folder.toString())));
  }

  private static Stream<Slip> options() {
    return Stream.of(
        slip(
            "'--epochs' is not an option of gradus train; write --set training.epochs=5",
            "train",
            "@iris.yaml",
            "--epochs",
            "5"),
        slip(
            "'--epochs' is not an option of gradus train; write --set training.epochs=5",
            "train",
            "--epochs",
            "5",
            "@iris.yaml"),
        slip(
            "'--lr' is not an option of gradus train; write --set optimizer.adam.learning-rate=0.1",
            "train",
            "@iris.yaml",
            "--lr",
            "0.1"),
        slip(
            "'--learning_rate' is not an option of gradus train; write --set optimizer.adam.learning-rate=0.1",
            "train",
            "@iris.yaml",
            "--learning_rate=0.1"),
        slip(
            "'--batch-size' is not an option of gradus tune; write --set training.batch-size=16",
            "tune",
            "@iris.yaml",
            "--batch-size=16"),
        slip(
            "'--seed' is not an option of gradus train; write --set training.seed=3",
            "train",
            "@iris.yaml",
            "--seed",
            "3"),
        slip(
            "'--seed' is not an option of gradus compare; did you mean '--seeds'?",
            "compare",
            "@iris.yaml",
            "--losses",
            "mse,huber",
            "--seed",
            "3"),
        slip(
            "'--loss' is not an option of gradus compare; did you mean '--losses'?",
            "compare",
            "@iris.yaml",
            "--loss",
            "mse"),
        slip(
            "'--loss' is not an option of gradus train; write --set loss=mse",
            "train",
            "@iris.yaml",
            "--loss",
            "mse"),
        slip(
            "'--quite' is not an option of gradus train; did you mean '--quiet'? (the options are: …",
            "train",
            "@iris.yaml",
            "--quite"),
        slip(
            "'--out' is not an option of gradus train; did you mean '--output'?",
            "train",
            "@iris.yaml",
            "--out",
            "x"),
        slip(
            "'--no-verify' is not an option of gradus list (the options are: --json, --plugins, --strict, --help, --version)",
            "list",
            "--no-verify"),
        slip(
            "'--no-verify' is not an option of gradus schema (the options are: --plugins, --strict, --help, --version)",
            "schema",
            "--no-verify"),
        slip(
            "--progress is 'fancy'; it must be one of auto, bar, lines, json, none",
            "train",
            "@iris.yaml",
            "--progress",
            "fancy"),
        slip(
            "--progress is 'line'; did you mean 'lines'? It must be one of auto, bar, lines, json, none",
            "train",
            "@iris.yaml",
            "--progress",
            "line"),
        slip(
            "--task is 'classification'; did you mean 'classes'? It must be one of classes, regression",
            "init",
            "@iris.csv",
            "--task",
            "classification"),
        slip(
            "--seeds is 'two'; it must be a whole number",
            "compare",
            "@iris.yaml",
            "--losses",
            "mse,huber",
            "--seeds",
            "two"),
        slip("--row is '1.5'; it must be a whole number", "explain", "@iris.yaml", "--row", "1.5"),
        slip("--header is 'yes'; it must be true or false", "data", "@iris.csv", "--header", "yes"),
        slip(
            "--folds is given twice; leave one out",
            "cross-validate",
            "@iris.yaml",
            "--folds",
            "3",
            "--folds",
            "4"),
        slip("--set needs a value: --set PATH=VALUE", "train", "@iris.yaml", "--set"),
        slip(
            "'=': there are spaces around the equals sign; write --set training.epochs=5 without spaces",
            "train",
            "@iris.yaml",
            "--set",
            "training.epochs",
            "=",
            "5"),
        slip(
            "'training.epochs=5' is one argument too many: gradus train takes CONFIG; did you mean --set training.epochs=5?",
            "train",
            "@iris.yaml",
            "training.epochs=5"),
        slip(
            "'x' is one argument too many: gradus evaluate takes MODEL and DATA",
            "evaluate",
            "@model",
            "@iris.csv",
            "x"),
        slip("CONFIG is missing, as in: gradus train iris.yaml", "train"),
        slip("[NAME=]MODEL... is missing, as in: gradus serve gradus-runs/iris", "serve"),
        slip(
            "@iris.csv: this is a table of data, not a model; name a file such as gradus-runs/iris/model.safetensors",
            "serve",
            "@iris.csv"),
        slip("--port is 70000, but must be from 0 to 65535", "serve", "@model", "--port", "70000"),
        slip("--port is 'http'; it must be a whole number", "serve", "@model", "--port", "http"),
        slip(
            "there is no host 'no.such.invalid'; give an address of this machine, such as 0.0.0.0 for all",
            "serve",
            "@model",
            "--host",
            "no.such.invalid"),
        slip(
            "@model and @run/model.safetensors would both be served as 'm'; name one of them, as in other=@run/model.safetensors",
            "serve",
            "m=@model",
            "m=@run/model.safetensors"),
        slip(
            "DATA is missing, as in: gradus predict gradus-runs/iris new.csv", "predict", "@model"),
        slip("NAME is missing, as in: gradus describe huber", "describe"),
        slip(
            "--kind is missing, as in: gradus plugin new my-loss --kind loss",
            "plugin",
            "new",
            "my-loss"),
        slip(
            "there is nothing to compare mse with; name two or more, as in --losses cross-entropy,mean-squared-error, or train with it alone: gradus train @iris.yaml --set loss=mse",
            "compare",
            "@iris.yaml",
            "--losses",
            "mse"),
        slip(
            "@iris.csv: --target takes one column; for several, name one of them (--target length), and then write target: [length, width] in the configuration",
            "init",
            "@iris.csv",
            "--target",
            "length,width"),
        slip(
            "there is no completion for 'fish'; the shells are bash and zsh",
            "completion",
            "fish"));
  }

  private static Stream<Slip> settings() {
    return Stream.of(
        set("epochs=5", "--set epochs: there is no such key here; did you mean 'training.epochs'?"),
        set(
            "num_epochs=5",
            "--set num_epochs: there is no such key here; did you mean 'training.epochs'?"),
        set(
            "learning_rate=0.1",
            "--set learning_rate: there is no such key here; did you mean 'optimizer.adam.learning-rate'?"),
        set(
            "training.lr=0.1",
            "--set training.lr: there is no such key here; did you mean 'optimizer.adam.learning-rate'?"),
        set(
            "patience=3",
            "--set patience: there is no such key here; did you mean 'training.early-stopping.patience'?"),
        set(
            "optimizer.adam.lr=0.1",
            "--set optimizer.adam.lr: there is no such key; did you mean 'learning-rate'? " + ADAM),
        set(
            "optimizer.adam.wd=0.1",
            "--set optimizer.adam.wd: there is no such key; did you mean 'weight-decay'? " + ADAM),
        set(
            "optimizer={sgd: {lr: 0.1}}",
            "--set optimizer: optimizer.sgd.lr: there is no such key; did you mean 'learning-rate'? "
                + SGD),
        set(
            "optimizer=sgd(lr=0.1)",
            "--set optimizer: 'sgd(lr=0.1)' is not YAML; write sgd: {learning-rate: 0.1}"),
        set(
            "optimizer={name: sgd, lr: 0.1}",
            "--set optimizer: must be an optimizer, written as its name, or as name: {option: value}, but is a mapping with 2 keys; write sgd: {learning-rate: 0.1}"),
        set(
            "loss=huber:{delta:0.5}",
            "--set loss: put a space after the colon: huber: {delta: 0.5}"),
        set(
            "network[0].dense.hidden=5",
            "--set network[0].dense.hidden: there is no such key; did you mean 'units'? (allowed: units, activation, weights, biases, bias, parametrization, unit-variance, data-biases)"),
        set(
            "network[0].dense.act=relu",
            "--set network[0].dense.act: there is no such key; did you mean 'activation'? (allowed: units, activation, weights, biases, bias, parametrization, unit-variance, data-biases)"),
        set(
            "training.epochs=ten",
            "--set training.epochs: must be a whole number of at least 1, but is 'ten'"),
        set(
            "training.batch-size=0",
            "--set training.batch-size: must be a whole number of at least 1, but is 0"),
        set(
            "data.target=specie",
            "iris.csv: there is no column 'specie'. Did you mean 'species'? The columns are: length, width, species"),
        set(
            "model=x",
            "--set model: there is no such key; did you mean 'network'? (allowed: data, network, loss, optimizer, schedule, regularizers, metrics, training, tune)"),
        set("data.csv=@irsi.csv", "--set data.csv: there is no file 'irsi.csv' in the folder …"),
        set(
            "training.epochs",
            "--set training.epochs: a setting is a path, an equals sign and a value, such as training.epochs=5; the equals sign is missing"));
  }

  private static Stream<Slip> names() {
    return Stream.of(
        set(
            "loss=crossentropy",
            "--set loss: 'crossentropy' is not a loss; did you mean 'cross-entropy'? "
                + NEAR_ENTROPY),
        set(
            "loss=categorical_crossentropy",
            "--set loss: 'categorical_crossentropy' is not a loss; did you mean 'cross-entropy'? (installed: …"),
        set(
            "loss=MSELoss",
            "--set loss: 'MSELoss' is not a loss; did you mean 'mean-squared-error'? (installed: …"),
        set("loss=accuracy", "--set loss: 'accuracy' is not a loss but a metric (installed: …"),
        set(
            "optimizer=gradient_descent",
            "--set optimizer: 'gradient_descent' is not an optimizer; did you mean 'sgd'? (installed: …"),
        set(
            "network[0].dense.activation=tahn",
            "--set network[0].dense.activation: 'tahn' is not an activation; did you mean 'tanh'? (installed: …"),
        set(
            "network[0]=fc",
            "--set network[0]: 'fc' is not a layer; did you mean 'dense'? (installed: …"),
        set(
            "metrics=acc",
            "--set metrics: 'acc' is not a metric; did you mean 'accuracy'? (installed: …"),
        slip(
            "--losses: 'crossentropy' is not a loss; did you mean 'cross-entropy'? " + NEAR_ENTROPY,
            "compare",
            "@iris.yaml",
            "--losses",
            "mse,crossentropy",
            "--output",
            "@out"),
        slip(
            "--vary optimizer: 'sdg' is not an optimizer; did you mean 'sgd'? (installed: …",
            "compare",
            "@iris.yaml",
            "--vary",
            "optimizer=adam,sdg",
            "--output",
            "@out"),
        slip(
            "--vary epochs: there is no such key here; did you mean 'training.epochs'?",
            "compare",
            "@iris.yaml",
            "--vary",
            "epochs=1,2",
            "--output",
            "@out"),
        slip(
            "--loss: 'hubber' is not a loss; did you mean 'huber'? (installed: …",
            "explain",
            "@iris.yaml",
            "--loss",
            "hubber"),
        slip(
            "there is no kind 'optimizerz'; did you mean 'optimizer'? (the kinds are: loss, activation, optimizer, schedule, initializer, regularizer, metric, data-source, layer, column, search)",
            "list",
            "optimizerz"),
        slip(
            "there is no kind 'los'; did you mean 'loss'? (the kinds are: loss, activation, optimizer, schedule, initializer, regularizer, metric, data-source, layer)",
            "plugin",
            "new",
            "my-loss",
            "--kind",
            "los"),
        slip(
            "there is nothing called 'hubber'; did you mean 'huber'? (gradus list shows all names)",
            "describe",
            "hubber"),
        slip(
            "'optimizers' is a kind of plugin; to list its names: gradus list optimizer",
            "describe",
            "optimizers"));
  }

  private static Stream<Slip> commands() {
    return Stream.of(
        slip(
            "there is no command 'trian'; did you mean 'train'? (the commands are: " + ALL + ")",
            "trian"),
        slip(
            "there is no command 'fit'; did you mean 'train'? (the commands are: " + ALL + ")",
            "fit",
            "@iris.yaml"),
        slip(
            "there is no command 'cv'; did you mean 'cross-validate'? (the commands are: "
                + ALL
                + ")",
            "cv"),
        slip("there is no command 'publish' (the commands are: " + ALL + ")", "publish"),
        slip(
            "there is no command 'nwe'; did you mean 'new'? (the commands are: list, verify, lock, new)",
            "plugin",
            "nwe"),
        slip(
            "there is no command 'trian'; did you mean 'train'? (the commands are: " + ALL + ")",
            "help",
            "trian"),
        slip(
            "'--verison' is not an option of gradus; did you mean '--version'? (the options are: --help, --version)",
            "--verison"));
  }

  /** Input that is not a mistake: the meaning is clear, and the command runs. */
  @TestFactory
  Stream<DynamicTest> whatIsMeantIsDone() {
    return Stream.of(
            List.of("check", "@iris.yaml", "--set", "loss=mean_squared_error"),
            List.of("check", "@iris.yaml", "--set", "loss=MSE"),
            List.of("check", "@iris.yaml", "--set", "optimizer=Adam"),
            List.of("check", "@iris.yaml", "--set", "optimizer.Adam.learning_rate=0.3"),
            List.of("check", "@iris.yaml", "--set", "Training.Batch_Size=2"),
            List.of("check", "@iris.yaml", "--set", "data.scale=MIN_MAX"),
            List.of("predict", "@run", "@iris.csv"),
            List.of("evaluate", "@run", "@iris.csv"),
            List.of("describe", "@run"),
            List.of("describe", "MSE"),
            List.of("describe", "Mean_Squared_Error"),
            List.of("list", "losses"),
            List.of("list", "Optimizers"),
            List.of("list", "data_sources"),
            List.of("list", "searches"),
            List.of("Check", "@iris.yaml"),
            List.of("check", "@commented.yaml"),
            List.of("data", "@keys.csv"),
            List.of("version"),
            List.of("help", "plugin", "new"),
            List.of("train", "@iris.yaml", "-q", "-o", "@short", "--no-report"),
            List.of("train", "@iris.yaml", "--progress", "NONE", "-o", "@upper", "--no-report"))
        .map(
            arguments ->
                DynamicTest.dynamicTest(
                    String.join(" ", arguments),
                    () -> {
                      Said said = run(arguments.toArray(String[]::new));
                      assertEquals(Main.DONE, said.status(), said.err());
                      assertFalse(said.out().isEmpty());
                      assertEquals("", said.err());
                    }));
  }

  @Test
  void aModelSaysWhatIsMeantInTheWordsOfGradus() throws IOException {
    Said said =
        run(
            "train",
            "@iris.yaml",
            "--set",
            "optimizer={Adam: {learning_rate: 0.01}}",
            "-q",
            "-o",
            "@same",
            "--no-report");
    assertEquals(Main.DONE, said.status(), said.err());
    assertEquals(
        -1,
        Files.mismatch(
            folder.resolve("run/model.safetensors"), folder.resolve("same/model.safetensors")));
  }

  @Test
  void metricsAreListedWithTheLossesThatCanBeSome() {
    List<String> lines = run("list", "metric").out().lines().toList();
    String last = lines.get(lines.size() - 1);
    assertTrue(last.startsWith("Every loss can also be used as a metric, by its name: "), last);
    assertTrue(last.contains("mean-absolute-error") && last.contains("mean-squared-error"), last);
  }

  @Test
  void aProgramIsToldWhichLossesCanBeMetricsToo() {
    String json = run("list", "metric", "--json").out();
    assertTrue(json.startsWith("{\"metric\":["), json);
    String losses = json.substring(json.indexOf("\"losses-as-metrics\":["));
    assertTrue(losses.contains("\"mean-absolute-error\""), losses);
    assertTrue(losses.contains("\"mean-squared-error\""), losses);
    assertFalse(run("list", "loss", "--json").out().contains("losses-as-metrics"));
  }
}
