package dev.gradus.cli;

import java.util.List;
import java.util.Map;

/** Examples of each command, shown at the end of its help and in its man page. */
final class Examples {

  private static final Map<String, List<Example>> OF =
      Map.ofEntries(
          Map.entry(
              "gradus",
              List.of(
                  new Example("gradus init iris.csv", "write iris.yaml for a file of your own"),
                  new Example(
                      "gradus train iris.yaml", "train it; the page shows what was learned"),
                  new Example(
                      "gradus compare iris.yaml --losses mse,cross-entropy",
                      "see how the choice of the loss changes what is learned"),
                  new Example(
                      "gradus predict gradus-runs/iris new.csv", "predict rows with the model"))),
          Map.entry(
              "gradus data",
              List.of(
                  new Example("gradus data iris.csv", "columns, types, missing values"),
                  new Example(
                      "gradus data flowers.csv --target species",
                      "with another column as the target"))),
          Map.entry(
              "gradus init",
              List.of(
                  new Example(
                      "gradus init iris.csv",
                      "writes iris.yaml, and says which column it predicts"),
                  new Example(
                      "gradus init houses.csv --target price --task regression -o price.yaml",
                      "predicts the column price as a number"))),
          Map.entry(
              "gradus train",
              List.of(
                  new Example("gradus train iris.yaml", "writes gradus-runs/iris"),
                  new Example(
                      "gradus train iris.yaml --set training.epochs=20 --set training.seed=7",
                      "with other values than in the file"),
                  new Example(
                      "gradus train iris.yaml --resume", "continue after an interruption"))),
          Map.entry(
              "gradus compare",
              List.of(
                  new Example(
                      "gradus compare iris.yaml --losses mse,cross-entropy", "what a loss changes"),
                  new Example(
                      "gradus compare iris.yaml --losses 'mse,{huber: {delta: 0.5}}' --seeds 5",
                      "with options, and with several seeds"),
                  new Example(
                      "gradus compare iris.yaml --vary optimizer.adam.learning-rate=0.1,0.01",
                      "any other setting"))),
          Map.entry(
              "gradus cache",
              List.of(
                  new Example("gradus cache", "what is kept, and how large it is"),
                  new Example("gradus cache --clear", "removes it"))),
          Map.entry(
              "gradus cross-validate",
              List.of(new Example("gradus cross-validate iris.yaml --folds 10", ""))),
          Map.entry(
              "gradus tune",
              List.of(
                  new Example("gradus tune iris-tune.yaml", "tries the values of its section tune"),
                  new Example("gradus tune iris-tune.yaml --trials 20", ""))),
          Map.entry(
              "gradus check", List.of(new Example("gradus check iris.yaml", "nothing is trained"))),
          Map.entry(
              "gradus explain",
              List.of(
                  new Example("gradus explain iris.yaml", "the first row, with two losses"),
                  new Example(
                      "gradus explain iris.yaml --row 3 --loss mse --model gradus-runs/iris",
                      "with the weights of a trained model"),
                  new Example(
                      "gradus explain iris.yaml --mistakes", "what bugs in hand-written code do"))),
          Map.entry(
              "gradus playground",
              List.of(
                  new Example("gradus playground", "writes playground.html, with six stories"),
                  new Example(
                      "gradus playground moons.yaml -o moons.html",
                      "opens with a configuration and its data"))),
          Map.entry(
              "gradus predict",
              List.of(
                  new Example("gradus predict gradus-runs/iris new.csv", "to standard output"),
                  new Example(
                      "gradus predict gradus-runs/iris new.csv --keep -o predicted.csv",
                      "to a file, after the columns of the data"),
                  new Example("cat new.csv | gradus predict gradus-runs/iris -", "from a pipe"))),
          Map.entry(
              "gradus evaluate",
              List.of(new Example("gradus evaluate gradus-runs/iris iris.csv", ""))),
          Map.entry(
              "gradus importance",
              List.of(
                  new Example(
                      "gradus importance gradus-runs/iris iris.csv --part validation",
                      "the columns, the most important first"),
                  new Example(
                      "gradus importance gradus-runs/iris iris.csv --row 17",
                      "what each column contributes to one prediction"),
                  new Example(
                      "gradus importance gradus-runs/iris iris.csv --partial petal_length",
                      "how the prediction depends on a column"),
                  new Example(
                      "gradus importance gradus-runs/iris iris.csv --report importance.html",
                      "a page with pictures of all three"))),
          Map.entry(
              "gradus serve",
              List.of(
                  new Example("gradus serve gradus-runs/iris", "at http://127.0.0.1:8080/"),
                  new Example(
                      "gradus serve iris=gradus-runs/iris wine.safetensors --port 9000",
                      "two models, one with another name"))),
          Map.entry(
              "gradus export",
              List.of(
                  new Example(
                      "gradus export gradus-runs/iris --onnx iris.onnx",
                      "for Python, C#, JavaScript and so on"))),
          Map.entry(
              "gradus import",
              List.of(
                  new Example(
                      "gradus import net.onnx -o net.safetensors --classes no,yes",
                      "ONNX, with names for its classes"),
                  new Example("gradus import net.keras -o net.safetensors", "Keras 3"),
                  new Example(
                      "gradus import w.safetensors --network net.yaml -o net.safetensors",
                      "weights of PyTorch, and the layers in net.yaml"))),
          Map.entry(
              "gradus describe",
              List.of(
                  new Example("gradus describe huber", "its formula and its options"),
                  new Example("gradus describe gradus-runs/iris", "how a model was trained"))),
          Map.entry(
              "gradus list",
              List.of(
                  new Example("gradus list", "everything"),
                  new Example("gradus list losses", "the losses alone"))),
          Map.entry(
              "gradus plugin",
              List.of(
                  new Example("gradus plugin new my-loss --kind loss", "create one"),
                  new Example(
                      "gradus plugin verify my-loss/target/my-loss-0.1.0.jar", "check it"))),
          Map.entry(
              "gradus plugin new",
              List.of(new Example("gradus plugin new my-loss --kind loss --package org.acme", ""))),
          Map.entry(
              "gradus plugin verify", List.of(new Example("gradus plugin verify my-loss.jar", ""))),
          Map.entry(
              "gradus plugin list",
              List.of(new Example("gradus plugin list --plugins plugins", ""))),
          Map.entry(
              "gradus plugin lock",
              List.of(new Example("gradus plugin lock --plugins plugins", ""))),
          Map.entry(
              "gradus schema",
              List.of(new Example("gradus schema > gradus.schema.json", "for your editor"))),
          Map.entry(
              "gradus completion",
              List.of(
                  new Example("source <(gradus completion bash)", "in ~/.bashrc"),
                  new Example(
                      "gradus completion zsh > ~/.zsh/completions/_gradus",
                      "in a folder of fpath, before compinit runs"))),
          Map.entry("gradus help", List.of(new Example("gradus help train", ""))));

  private Examples() {}

  /**
   * An example.
   *
   * @param line what to type
   * @param comment what it does; may be empty
   */
  record Example(String line, String comment) {}

  /** The examples of a command, by its full name; empty if there are none. */
  static List<Example> of(String command) {
    return OF.getOrDefault(command, List.of());
  }
}
