package dev.gradus.cli;

import dev.gradus.engine.plugin.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands, in the groups and in the order in which they are shown. */
enum Commands {
  DATA("Your data", DataCommand.class, "show the columns of a file, and what can be predicted"),
  INIT("Your data", InitCommand.class, "write a first configuration for a file"),
  TRAIN("Train and compare", TrainCommand.class, "train a network and save its model"),
  COMPARE("Train and compare", CompareCommand.class, "train variants, and show what differs"),
  CROSS_VALIDATE(
      "Train and compare",
      CrossValidateCommand.class,
      "estimate the scores of a network by k-fold cross-validation"),
  TUNE("Train and compare", TuneCommand.class, "search for better hyperparameters"),
  CHECK("Train and compare", CheckCommand.class, "check a configuration without training"),
  EXPLAIN("Train and compare", ExplainCommand.class, "follow one example forwards and backwards"),
  PLAYGROUND(
      "Train and compare",
      PlaygroundCommand.class,
      "write a page in which two networks train side by side"),
  PREDICT("Use a model", PredictCommand.class, "predict the rows of a file"),
  EVALUATE("Use a model", EvaluateCommand.class, "evaluate a model on rows with known targets"),
  IMPORTANCE("Use a model", ImportanceCommand.class, "show which columns a model uses"),
  SERVE("Use a model", ServeCommand.class, "answer requests over HTTP, and show a form"),
  EXPORT("Use a model", ExportCommand.class, "write a model for other programs, as ONNX"),
  IMPORT(
      "Use a model", ImportCommand.class, "make a model of a network from ONNX, Keras or PyTorch"),
  DESCRIBE(
      "Use a model", DescribeCommand.class, "show how a model was trained, or what a plugin does"),
  LIST("Plugins", ListCommand.class, "list the losses, layers, optimizers and so on"),
  PLUGIN("Plugins", PluginCommand.class, "create, check and lock plugin jars"),
  CACHE("More", CacheCommand.class, "show or remove tables that did not fit into memory"),
  SCHEMA("More", SchemaCommand.class, "print the JSON Schema of configurations, for editors"),
  COMPLETION("More", CompletionCommand.class, "print a script that completes commands with Tab"),
  HELP("More", HelpCommand.class, "show the help of a command");

  /** Names that other tools use for the commands. */
  private static final Map<String, Commands> SYNONYMS =
      Map.ofEntries(
          Map.entry("fit", TRAIN),
          Map.entry("run", TRAIN),
          Map.entry("learn", TRAIN),
          Map.entry("test", EVALUATE),
          Map.entry("eval", EVALUATE),
          Map.entry("score", EVALUATE),
          Map.entry("infer", PREDICT),
          Map.entry("inference", PREDICT),
          Map.entry("server", SERVE),
          Map.entry("deploy", SERVE),
          Map.entry("new", INIT),
          Map.entry("create", INIT),
          Map.entry("start", INIT),
          Map.entry("cv", CROSS_VALIDATE),
          Map.entry("kfold", CROSS_VALIDATE),
          Map.entry("search", TUNE),
          Map.entry("optimize", TUNE),
          Map.entry("hyperopt", TUNE),
          Map.entry("sweep", TUNE),
          Map.entry("validate", CHECK),
          Map.entry("lint", CHECK),
          Map.entry("diff", COMPARE),
          Map.entry("play", PLAYGROUND),
          Map.entry("demo", PLAYGROUND),
          Map.entry("importances", IMPORTANCE),
          Map.entry("attribute", IMPORTANCE),
          Map.entry("shap", IMPORTANCE),
          Map.entry("onnx", EXPORT),
          Map.entry("convert", EXPORT),
          Map.entry("load", IMPORT),
          Map.entry("keras", IMPORT),
          Map.entry("pytorch", IMPORT),
          Map.entry("torch", IMPORT),
          Map.entry("info", DESCRIBE),
          Map.entry("show", DESCRIBE),
          Map.entry("inspect", DESCRIBE),
          Map.entry("ls", LIST),
          Map.entry("plugins", PLUGIN),
          Map.entry("completions", COMPLETION));

  private final String group;
  private final Class<?> type;
  private final String summary;

  Commands(String group, Class<?> type, String summary) {
    this.group = group;
    this.type = type;
    this.summary = summary;
  }

  /** The group in the list of commands. */
  String group() {
    return group;
  }

  /** The class of the command. */
  Class<?> type() {
    return type;
  }

  /** A short description. */
  String summary() {
    return summary;
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return Names.canonical(name());
  }

  /** The command with the given name. */
  static Optional<Commands> find(String name) {
    return Arrays.stream(values()).filter(command -> command.toString().equals(name)).findFirst();
  }

  /** The names of all commands. */
  static List<String> names() {
    return Arrays.stream(values()).map(Commands::toString).toList();
  }

  /** The name of the command that was probably meant. */
  static Optional<String> meant(String name) {
    return Optional.ofNullable(SYNONYMS.get(Names.canonical(name)))
        .map(Commands::toString)
        .or(() -> Names.meant(name, names()));
  }
}
