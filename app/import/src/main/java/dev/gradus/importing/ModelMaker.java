package dev.gradus.importing;

import dev.gradus.activations.LogSoftmax;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.BooleanSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.layers.Dense;
import dev.gradus.runtime.column.BooleanColumn;
import dev.gradus.runtime.column.CategoryOrder;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Label;
import dev.gradus.runtime.column.LabelTarget;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Optimizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes a model of a network: names its columns, and decides what it predicts. */
final class ModelMaker {

  /** The key of the origin in the metadata of a model. */
  static final String ORIGIN = "imported from";

  private final ReadNetwork network;
  private final Naming naming;
  private final Gradus gradus;
  private final List<String> remarks;
  private final Dense last;
  private final Map<String, float[]> lastTensors;

  /** What the outputs are. */
  private enum Kind {
    CLASSES,
    TWO_CLASSES,
    LABELS,
    NUMBERS
  }

  private ModelMaker(ReadNetwork network, Naming naming, Gradus gradus) {
    this.network = network;
    this.naming = naming;
    this.gradus = gradus;
    remarks = new ArrayList<>(network.remarks());
    Step step = network.steps().get(network.steps().size() - 1);
    last = (Dense) step.spec();
    lastTensors = new HashMap<>(step.tensors());
  }

  static Imported make(ReadNetwork network, Naming naming, Gradus gradus) {
    return new ModelMaker(network, naming, gradus).make();
  }

  private Imported make() {
    Kind kind = kind();
    TargetColumns target = target(kind);
    Configuration configuration = configuration(kind, target);
    Map<String, float[]> weights = new HashMap<>();
    for (int i = 0; i < network.steps().size(); i++) {
      boolean isLast = i == network.steps().size() - 1;
      String layer = "layers." + i + ".";
      Step step = network.steps().get(i);
      (isLast ? lastTensors : step.tensors())
          .forEach(
              (name, values) -> {
                checkFinite(step, name, values);
                weights.put(layer + name, values);
              });
    }
    Model model =
        gradus
            .assemble(configuration, new Preparation(inputs(target), target), weights)
            .withMetadata(Map.of(ORIGIN, network.origin()));
    return new Imported(
        model,
        configuration,
        network.origin(),
        network.steps().stream().map(Step::origin).toList(),
        remarks);
  }

  private static void checkFinite(Step step, String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw Refusal.of("%s: its %s contains %s", step.origin(), name, values[i]);
      }
    }
  }

  private Optional<Activation> activation() {
    return last.activation();
  }

  private boolean ends(Class<? extends Activation> with) {
    return activation().filter(with::isInstance).isPresent();
  }

  private Kind kind() {
    int outputs = network.outputs();
    if (naming.numbers()) {
      refuseClasses();
      return Kind.NUMBERS;
    }
    if (!naming.classes().isEmpty()) {
      checkClasses(outputs);
      return outputs == 1 ? Kind.TWO_CLASSES : Kind.CLASSES;
    }
    if (ends(Sigmoid.class)) {
      return outputs == 1 ? Kind.TWO_CLASSES : Kind.LABELS;
    }
    boolean isSoftmax = ends(Softmax.class) || ends(LogSoftmax.class);
    return isSoftmax && outputs > 1 ? Kind.CLASSES : Kind.NUMBERS;
  }

  private void refuseClasses() {
    if (!naming.classes().isEmpty()) {
      throw Refusal.of(
          "the outputs are to be numbers, but %s classes are named; leave out one of them",
          naming.classes().size());
    }
  }

  private void checkClasses(int outputs) {
    int needed = outputs == 1 ? 2 : outputs;
    List<String> classes = naming.classes();
    if (classes.size() != needed) {
      throw Refusal.of(
          "the network has %s, so it distinguishes %s classes, but %s are named",
          outputs == 1 ? "one output" : outputs + " outputs", needed, classes.size());
    }
    checkDistinct(classes, "class");
    boolean fits =
        activation().isEmpty()
            || (outputs == 1 ? ends(Sigmoid.class) : ends(Softmax.class) || ends(LogSoftmax.class));
    if (!fits) {
      throw Refusal.of(
          "the network ends with %s, but classes need %s or no activation; leave out the names of the classes to predict numbers",
          PluginType.nameOf(activation().orElseThrow()), outputs == 1 ? "sigmoid" : "softmax");
    }
  }

  private static void checkDistinct(List<String> names, String what) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isBlank()) {
        throw Refusal.of("a %s has an empty name", what);
      }
      if (!seen.add(name)) {
        throw Refusal.of("two of the names of a %s are '%s'", what, name);
      }
    }
  }

  private TargetColumns target(Kind kind) {
    return switch (kind) {
      case CLASSES -> classes(numbered(network.outputs()));
      case TWO_CLASSES -> classes(numbered(2));
      case LABELS ->
          new LabelTarget(
              names("label").stream()
                  .map(name -> new Label(new BooleanColumn(name), "1", "0"))
                  .toList());
      case NUMBERS -> new NumericTarget(names("y").stream().map(ScaledColumn::unchanged).toList());
    };
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** Names of outputs: those that are given, or numbered ones. */
  private List<String> names(String usual) {
    int outputs = network.outputs();
    if (naming.targets().isEmpty()) {
      return outputs == 1
          ? List.of(usual)
          : IntStream.rangeClosed(1, outputs).mapToObj(i -> usual + i).toList();
    }
    if (naming.targets().size() != outputs) {
      throw Refusal.of(
          "the network has %s outputs, but %s targets are named", outputs, naming.targets().size());
    }
    checkDistinct(naming.targets(), "target");
    return naming.targets();
  }

  /** The classes, which a model has in the order of their names. */
  private ClassTarget classes(List<String> usual) {
    if (naming.targets().size() > 1) {
      throw Refusal.of(
          "the network predicts a class, which has one name, but %s targets are named",
          naming.targets().size());
    }
    String name = naming.targets().isEmpty() ? "class" : naming.targets().get(0);
    List<String> found =
        network.classes().stream().filter(each -> !each.isBlank()).distinct().toList();
    List<String> given =
        !naming.classes().isEmpty()
            ? naming.classes()
            : found.size() == usual.size() ? found : usual;
    boolean single = network.outputs() == 1;
    ClassTarget sorted =
        new ClassTarget(name, given.stream().sorted(CategoryOrder.COMPARATOR).toList(), single);
    if (!sorted.classes().equals(given)) {
      arrange(given, sorted);
    }
    return sorted;
  }

  /** Moves the units of the last layer to the places of their classes. */
  private void arrange(List<String> given, ClassTarget sorted) {
    lastTensors.replaceAll(
        (name, values) -> {
          int units = network.outputs();
          float[] moved = new float[values.length];
          for (int i = 0; i < values.length; i++) {
            int row = i / units;
            // The probability of the other class is that of minus the logit.
            int to =
                sorted.single() ? i : row * units + sorted.classes().indexOf(given.get(i % units));
            moved[to] = sorted.single() ? -values[i] : values[i];
          }
          return moved;
        });
  }

  private Configuration configuration(Kind kind, TargetColumns target) {
    boolean numbers = kind == Kind.NUMBERS;
    Configuration.Builder builder =
        Configuration.builder()
            .data(data(target))
            .layers(layers(kind))
            .loss(gradus.plugin(Loss.class, numbers ? "mean-squared-error" : "cross-entropy"))
            .optimizer(gradus.plugin(Optimizer.class, "adam", Map.of("learning-rate", 0.001)));
    if (!numbers) {
      builder.metric(gradus.plugin(Metric.class, "accuracy"));
    }
    return builder.build();
  }

  private static DataSpec data(TargetColumns target) {
    DataSpec data = DataSpec.of(target.names().toArray(String[]::new)).scale(ColumnSpec.Scale.NONE);
    if (target instanceof ClassTarget classes) {
      return data.column(classes.name(), new CategoricalSpec());
    }
    for (String label : target instanceof LabelTarget labels ? labels.names() : List.<String>of()) {
      data = data.column(label, new BooleanSpec());
    }
    return data;
  }

  private List<Layer> layers(Kind kind) {
    List<Layer> layers = new ArrayList<>();
    network.steps().forEach(step -> layers.add(step.spec()));
    layers.set(
        layers.size() - 1,
        new Dense(
            Optional.empty(),
            activation(kind),
            last.weights(),
            last.biases(),
            last.bias(),
            last.parametrization(),
            last.unitVariance(),
            last.dataBiases()));
    return layers;
  }

  private Optional<Activation> activation(Kind kind) {
    if (kind == Kind.CLASSES && !ends(Softmax.class)) {
      remarks.add(
          ends(LogSoftmax.class)
              ? "the last activation is softmax instead of log-softmax, for probabilities"
              : "softmax is appended, for probabilities of the classes");
      return Optional.of(new Softmax());
    }
    if (kind == Kind.TWO_CLASSES && !ends(Sigmoid.class)) {
      remarks.add("sigmoid is appended, for the probability of the second class");
      return Optional.of(new Sigmoid());
    }
    return activation();
  }

  private List<PreparedColumn> inputs(TargetColumns target) {
    int inputs = network.columns().length;
    List<String> names =
        naming.columns().isEmpty()
            ? IntStream.rangeClosed(1, inputs).mapToObj(i -> "x" + i).toList()
            : naming.columns();
    if (names.size() != inputs) {
      throw Refusal.of("the network has %s inputs, but %s columns are named", inputs, names.size());
    }
    checkDistinct(Stream.concat(names.stream(), target.names().stream()).toList(), "column");
    return IntStream.of(network.columns())
        .<PreparedColumn>mapToObj(
            column ->
                new ScaledColumn(
                    names.get(column), network.means()[column], network.deviations()[column]))
        .toList();
  }
}
