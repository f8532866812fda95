package dev.gradus.playground;

import dev.gradus.activations.Identity;
import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.layers.Dense;
import dev.gradus.optimizers.initializers.Constant;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Regularizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the page has set.
 *
 * @param data where the examples come from, as the page wrote it
 * @param dataset the examples
 * @param validation the share of the examples that is held out
 * @param stratified whether each class has its share in both parts
 * @param scaled whether inputs, and targets that are numbers, are standardised
 * @param layers the last one has no number of units
 * @param batch the number of examples of a batch
 * @param losses one for each network
 */
record Settings(
    Tree data,
    Dataset dataset,
    double validation,
    boolean stratified,
    boolean scaled,
    List<Choice<Dense>> layers,
    Choice<Optimizer> optimizer,
    List<Choice<Regularizer>> regularizers,
    int batch,
    long seed,
    List<Choice<Loss>> losses) {

  private static final int MOST_LAYERS = 8;
  private static final int MOST_UNITS = 64;
  private static final int MOST_LOSSES = 4;
  private static final int LARGEST_BATCH = 10_000;

  /** More would not be exact in JavaScript. */
  static final long LARGEST_SEED = 1L << 53;

  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              "data",
              "validation",
              "scale",
              "layers",
              "output",
              "start",
              "optimizer",
              "rate",
              "regularizers",
              "l1",
              "l2",
              "batch",
              "seed",
              "losses"));

  /** Reads settings in JSON. */
  static Settings of(String json) {
    Tree all = Tree.of(json).only(NAMES);
    Tree data = all.find("data").orElse(new Tree(Map.of("name", "circles"), "data"));
    List<Choice<Loss>> losses =
        all
            .find("losses")
            .orElse(new Tree(List.of("cross-entropy", "mean-squared-error"), "losses"))
            .elements()
            .stream()
            .map(Settings::loss)
            .toList();
    if (losses.isEmpty() || losses.size() > MOST_LOSSES) {
      throw new SettingsException(
          "losses", "there must be from 1 to %s losses".formatted(MOST_LOSSES));
    }
    Dataset dataset = Datasets.of(data);
    return new Settings(
        data,
        dataset,
        all.find("validation").map(each -> each.number(0, 0.9)).orElse(0.2),
        data.find("flipped").map(Tree::number).orElse(0.0) == 0,
        all.find("scale").map(Settings::scaled).orElse(true),
        layers(all, dataset),
        optimizer(all),
        regularizers(all),
        all.find("batch").map(each -> (int) each.whole(1, LARGEST_BATCH)).orElse(32),
        all.find("seed").map(each -> each.whole(0, LARGEST_SEED)).orElse(0L),
        losses);
  }

  private static boolean scaled(Tree scale) {
    return switch (scale.text()) {
      case "standard" -> true;
      case "none" -> false;
      default -> throw scale.wrong("there must be standard or none here");
    };
  }

  /** A loss. */
  static Choice<Loss> loss(Tree tree) {
    return Choice.of(tree, PluginKind.LOSS, Loss.class);
  }

  private static List<Choice<Dense>> layers(Tree all, Dataset dataset) {
    Optional<Tree> start = all.find("start");
    start.ifPresent(each -> each.only(Set.of("weights", "bias")));
    List<Choice<Dense>> layers = new ArrayList<>();
    List<Tree> given =
        all.find("layers")
            .map(Tree::elements)
            .orElse(List.of(new Tree(new LinkedHashMap<>(Map.of("units", 8.0)), "layers[0]")));
    if (given.size() > MOST_LAYERS) {
      throw new SettingsException(
          "layers", "there must be at most %s layers".formatted(MOST_LAYERS));
    }
    for (Tree each : given) {
      each.only(Set.of("units", "activation"));
      int units =
          (int)
              each.find("units")
                  .orElseThrow(() -> each.wrong("a layer needs a number of units"))
                  .whole(1, MOST_UNITS);
      layers.add(
          layer(
              Optional.of(units),
              Optional.of(
                  activation(each.find("activation").orElse(new Tree("tanh", each.place())))),
              start));
    }
    Tree output = all.find("output").orElse(new Tree(usualOutput(dataset), "output"));
    layers.add(layer(Optional.empty(), Optional.of(activation(output)), start));
    return layers;
  }

  private static String usualOutput(Dataset dataset) {
    if (!dataset.classes()) {
      return "identity";
    }
    return dataset.classCount() == 2 ? "sigmoid" : "softmax";
  }

  private static Choice<Activation> activation(Tree tree) {
    return Choice.of(tree, PluginKind.ACTIVATION, Activation.class);
  }

  private static Choice<Dense> layer(
      Optional<Integer> units, Optional<Choice<Activation>> activation, Optional<Tree> start) {
    Optional<Choice<Activation>> known =
        activation.filter(each -> !(each.plugin() instanceof Identity));
    Optional<Double> weights = start.flatMap(each -> each.find("weights")).map(Tree::number);
    Optional<Double> bias = start.flatMap(each -> each.find("bias")).map(Tree::number);
    List<String> yaml = new ArrayList<>();
    units.ifPresent(count -> yaml.add("units: " + count));
    known.ifPresent(each -> yaml.add("activation: " + each.yaml()));
    weights.ifPresent(
        each -> yaml.add("weights: {constant: {value: %s}}".formatted(Yaml.number(each))));
    bias.ifPresent(
        each -> yaml.add("biases: {constant: {value: %s}}".formatted(Yaml.number(each))));
    return new Choice<>(
        new Dense(
            units,
            known.map(Choice::plugin),
            weights.<Initializer>map(Constant::new),
            bias.<Initializer>map(Constant::new),
            true),
        "{" + String.join(", ", yaml) + "}");
  }

  private static Choice<Optimizer> optimizer(Tree all) {
    Tree given = all.find("optimizer").orElse(new Tree("adam", "optimizer"));
    Optional<Tree> rate = all.find("rate");
    if (rate.isEmpty()) {
      return Choice.of(given, PluginKind.OPTIMIZER, Optimizer.class);
    }
    Map<String, Object> options = new LinkedHashMap<>();
    String name = "";
    if (!given.isMap()) {
      name = given.text();
    } else if (given.find("name").isPresent()) {
      name = given.find("name").get().text();
      given.entries().forEach((option, value) -> options.put(option, value.value()));
      options.remove("name");
    } else {
      Map.Entry<String, Tree> only = given.entries().entrySet().iterator().next();
      name = only.getKey();
      only.getValue().entries().forEach((option, value) -> options.put(option, value.value()));
    }
    options.put("learning-rate", rate.get().number());
    try {
      return Choice.of(
          new Tree(Map.of(name, options), given.place()), PluginKind.OPTIMIZER, Optimizer.class);
    } catch (SettingsException e) {
      throw e.field().endsWith(".learning-rate")
          ? new SettingsException("rate", String.valueOf(e.getMessage()))
          : e;
    }
  }

  private static List<Choice<Regularizer>> regularizers(Tree all) {
    List<Choice<Regularizer>> regularizers = new ArrayList<>();
    all.find("regularizers")
        .ifPresent(
            list ->
                list.elements()
                    .forEach(
                        each ->
                            regularizers.add(
                                Choice.of(each, PluginKind.REGULARIZER, Regularizer.class))));
    for (String name : List.of("l1", "l2")) {
      all.find(name)
          .filter(each -> each.number() != 0)
          .ifPresent(
              each -> {
                Map<String, Object> options = new LinkedHashMap<>();
                options.put("factor", each.value());
                regularizers.add(
                    Choice.of(
                        new Tree(Map.of(name, options), name),
                        PluginKind.REGULARIZER,
                        Regularizer.class));
              });
    }
    return regularizers;
  }

  /** The configuration of a network that trains with a loss. */
  Configuration configuration(Loss loss, Dataset set) {
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    if (set.declared()) {
      columns.put(set.target(), set.classes() ? new CategoricalSpec() : new NumericSpec(scale()));
    }
    return new Configuration(
        Optional.of(
            new DataSpec(
                Optional.empty(),
                List.of(set.target()),
                columns,
                scale(),
                validation == 0
                    ? SplitSpec.NONE
                    : new SplitSpec(validation, stratified ? Optional.empty() : Optional.of(false)),
                Optional.empty(),
                DataSpec.Missing.REFUSE,
                new CsvFormat(),
                Optional.empty())),
        layers.stream().<dev.gradus.spi.Layer>map(Choice::plugin).toList(),
        loss,
        optimizer.plugin(),
        Optional.empty(),
        regularizers.stream().map(Choice::plugin).toList(),
        List.of(),
        training(),
        Optional.empty());
  }

  private ColumnSpec.Scale scale() {
    return scaled ? ColumnSpec.Scale.STANDARD : ColumnSpec.Scale.NONE;
  }

  private TrainingSpec training() {
    return new TrainingSpec(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        optimizer.plugin().isFullBatch() ? Optional.empty() : Optional.of(batch),
        1,
        true,
        seed,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.empty(),
        ClassWeights.none(),
        TrainingSpec.Guard.REFUSE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        TrainingSpec.NewClasses.REFUSE,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
