package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gradus.activations.Gelu;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.training.update.GradientDescent;
import dev.gradus.engine.training.update.UpdateOptions;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.LayerNorm;
import dev.gradus.losses.regularizers.L1;
import dev.gradus.losses.regularizers.L2;
import dev.gradus.optimizers.initializers.Given;
import dev.gradus.optimizers.schedules.Cosine;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Target;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole training runs agree with the reference runs at every step and at the end. */
class TracesTest {

  /** The tolerance for arithmetic in float, see the README next to the traces. */
  private static final double TOLERANCE = 1e-5;

  /** Rates are computed in double. */
  private static final double RATE_TOLERANCE = 1e-12;

  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "note",
          "layers",
          "loss",
          "optimizer",
          "schedule",
          "regularisation",
          "gradient_clip",
          "X",
          "Y",
          "batches",
          "steps",
          "initial",
          "outputs_before",
          "first_gradients",
          "after_first_step",
          "losses",
          "penalties",
          "gradient_norms",
          "learning_rates",
          "progress",
          "final",
          "outputs_after",
          "loss_after");

  /** What the reference calls the tensors of a layer that are learned, in our order. */
  private static final List<String> LEARNED = List.of("W", "b", "gamma", "beta");

  private static final List<String> TENSORS =
      List.of("W", "b", "gamma", "beta", "running_mean", "running_var");

  @TestFactory
  Stream<DynamicTest> trainingFollowsTheReference() throws IOException {
    try (InputStream in = TracesTest.class.getResourceAsStream("/traces/traces.json")) {
      JsonNode cases = new ObjectMapper().readTree(in).get("cases");
      assertFalse(cases.isEmpty(), "the file holds traces");
      return IntStream.range(0, cases.size())
          .mapToObj(cases::get)
          .map(trace -> DynamicTest.dynamicTest(trace.get("id").asText(), () -> replay(trace)));
    }
  }

  private static void replay(JsonNode trace) {
    trace
        .fieldNames()
        .forEachRemaining(field -> assertTrue(FIELDS.contains(field), "unknown field " + field));
    Matrix x = matrix(trace.get("X"));
    Matrix y = matrix(trace.get("Y"));
    Network network = networkOf(trace, x.columns(), targetOf(trace, y.columns()));
    GradientDescent descent =
        descent(
            trace,
            network,
            optimizerOf(trace.get("optimizer")),
            rulesOf(trace.path("gradient_clip")));
    compare("outputs before", trace.get("outputs_before"), outputs(network, x));
    int steps = trace.get("steps").asInt();
    for (int s = 0; s < steps; s++) {
      compareProgress(trace.path("progress"), s, network, x);
      JsonNode batch = trace.get("batches").get(s % trace.get("batches").size());
      if (s == 0 || trace.hasNonNull("gradient_norms")) {
        compareGradients(trace, s, network, rows(x, batch), rows(y, batch));
      }
      double loss = descent.step(rows(x, batch), rows(y, batch));
      compare("loss of step " + s, trace.get("losses").get(s).asDouble(), loss);
      if (trace.hasNonNull("penalties")) {
        compare(
            "penalty of step " + s, trace.get("penalties").get(s).asDouble(), descent.penalty());
      }
      if (trace.hasNonNull("learning_rates")) {
        assertEquals(
            trace.get("learning_rates").get(s).asDouble(),
            descent.learningRate(),
            RATE_TOLERANCE,
            "learning rate of step " + s);
      }
      if (s == 0) {
        compareTensors(
            "tensors after step 0", trace.get("after_first_step"), TENSORS, tensors(network));
      }
    }
    compareProgress(trace.path("progress"), steps, network, x);
    compareTensors("tensors at the end", trace.get("final"), TENSORS, tensors(network));
    compare("outputs at the end", trace.get("outputs_after"), outputs(network, x));
    compare("loss at the end", trace.get("loss_after").asDouble(), loss(trace, network, x, y));
  }

  private static Objective objective(JsonNode trace, Network network) {
    Target target = targetOf(trace, trace.get("Y").get(0).size());
    return new LossGuard(Catalogue.ofInstalled(), new TrainingSpec(), network, target)
        .fit(lossOf(trace.get("loss")), classWeightsOf(trace.get("loss")))
        .orThrow()
        .learned();
  }

  private static GradientDescent descent(
      JsonNode trace, Network network, Optimizer optimizer, UpdateOptions rules) {
    return new GradientDescent(
        network,
        objective(trace, network),
        optimizer,
        scheduleOf(trace),
        regularizersOf(trace.get("regularisation")),
        rules,
        trace.get("X").size(),
        0,
        Team.alone());
  }

  /** The loss of all examples, as the network predicts. */
  private static double loss(JsonNode trace, Network network, Matrix x, Matrix y) {
    Objective objective = objective(trace, network);
    Pass pass = network.newPass(x.rows());
    Matrix logits = pass.logits(x);
    objective.start(y, Optional.empty(), AuxiliaryColumns.NONE, 1);
    Matrix given = objective.onLogits() ? logits : pass.outputs();
    return objective.evaluate(
        given,
        y,
        Optional.empty(),
        AuxiliaryColumns.NONE,
        Matrix.zeros(y.rows(), network.outputs()));
  }

  /** The outputs of the network before some of the steps. */
  private static void compareProgress(JsonNode progress, int step, Network network, Matrix x) {
    for (int i = 0; i < progress.path("steps").size(); i++) {
      if (progress.get("steps").get(i).asInt() == step) {
        compare("outputs before step " + step, progress.get("outputs").get(i), outputs(network, x));
      }
    }
  }

  /** The gradients before they are clipped, from a network of the same weights that moves apart. */
  private static void compareGradients(
      JsonNode trace, int step, Network network, Matrix x, Matrix y) {
    Network twin = networkOf(trace, x.columns(), targetOf(trace, trace.get("Y").get(0).size()));
    List<Matrix> from = tensors(network);
    List<Matrix> to = tensors(twin);
    for (int k = 0; k < to.size(); k++) {
      System.arraycopy(from.get(k).values(), 0, to.get(k).values(), 0, to.get(k).size());
    }
    GradientDescent unclipped =
        descent(
            trace, twin, optimizerOf(trace.get("optimizer")), rulesOf(MissingNode.getInstance()));
    unclipped.step(x, y);
    if (step == 0) {
      compareTensors(
          "gradients of step 0", trace.get("first_gradients"), LEARNED, unclipped.gradients());
    }
    if (trace.hasNonNull("gradient_norms")) {
      double squares = 0;
      for (Matrix gradient : unclipped.gradients()) {
        for (float value : gradient.values()) {
          squares += (double) value * value;
        }
      }
      compare(
          "norm of the gradients of step " + step,
          trace.get("gradient_norms").get(step).asDouble(),
          Math.sqrt(squares));
    }
  }

  /** An activation that stands alone belongs to the layer before it. */
  private static Network networkOf(JsonNode trace, int inputs, Target target) {
    List<Layer> specs = new ArrayList<>();
    JsonNode layers = trace.get("layers");
    for (int i = 0; i < layers.size(); i++) {
      boolean alone = i + 1 < layers.size() && typeOf(layers.get(i + 1)).equals("activation");
      Optional<Activation> next =
          alone ? Optional.of(activationOf(layers.get(i + 1))) : Optional.empty();
      JsonNode layer = layers.get(i);
      switch (typeOf(layer)) {
        case "dense" -> specs.add(dense(layer, trace.get("initial").get(i)));
        case "batch-norm" ->
            specs.add(
                new BatchNorm(layer.get("momentum").asDouble(), layer.get("eps").asDouble(), next));
        case "layer-norm" -> specs.add(new LayerNorm(layer.get("eps").asDouble(), next));
        default -> assertEquals("activation", typeOf(layer));
      }
    }
    Network network = new NetworkBuilder(Catalogue.ofInstalled()).build(specs, inputs, target, 0);
    List<Matrix> tensors = tensors(network);
    List<JsonNode> initial = namedIn(trace.get("initial"), TENSORS);
    assertEquals(initial.size(), tensors.size(), "tensors");
    for (int k = 0; k < tensors.size(); k++) {
      double[] values = flatten(initial.get(k));
      for (int i = 0; i < values.length; i++) {
        tensors.get(k).values()[i] = (float) values[i];
      }
    }
    return network;
  }

  private static Dense dense(JsonNode layer, JsonNode initial) {
    boolean bias = initial.hasNonNull("b");
    return new Dense(
        Optional.of(layer.get("outputs").asInt()),
        Optional.of(activationOf(layer)),
        Optional.of(new Given(numbers(initial.get("W")))),
        bias ? Optional.of(new Given(List.of(row(initial.get("b"))))) : Optional.empty(),
        bias);
  }

  private static String typeOf(JsonNode layer) {
    return layer.get("type").asText();
  }

  /** The tensors of all layers that have one of these names, in order. */
  private static List<JsonNode> namedIn(JsonNode layers, List<String> names) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode layer : layers) {
      for (String name : names) {
        if (layer.hasNonNull(name)) {
          found.add(layer.get(name));
        }
      }
    }
    return found;
  }

  private static Target targetOf(JsonNode trace, int width) {
    List<String> names = IntStream.range(0, width).mapToObj(k -> "y" + k).toList();
    return switch (trace.get("loss").get("name").asText()) {
      case "categorical-cross-entropy", "categorical-focal", "kl-divergence", "categorical-hinge" ->
          new Target(Target.Kind.CLASSES, names);
      case "binary-cross-entropy", "binary-focal" ->
          new Target(width == 1 ? Target.Kind.BINARY : Target.Kind.LABELS, names);
      default -> new Target(Target.Kind.NUMERIC, names);
    };
  }

  /** Most labels of the reference are names of plugins. */
  private static Activation activationOf(JsonNode layer) {
    String label = layer.get("activation").asText();
    Map<String, Object> options = new LinkedHashMap<>();
    layer
        .path("activation_params")
        .properties()
        .forEach(
            param ->
                options.put(
                    param.getKey().equals("negative_slope") ? "negative-slope" : param.getKey(),
                    param.getValue().asDouble()));
    String name = label.equals("linear") ? "identity" : label;
    if (label.equals("gelu-tanh")) {
      return new Gelu(Gelu.Approximation.TANH);
    }
    return (Activation) plugin(PluginKind.ACTIVATION, name, options);
  }

  private static Object plugin(PluginKind kind, String name, Map<String, Object> options) {
    return Catalogue.ofInstalled().find(kind, name).orElseThrow().create(options);
  }

  private static Loss lossOf(JsonNode loss) {
    Map<String, Object> options = new LinkedHashMap<>();
    loss.get("params")
        .properties()
        .forEach(
            param -> {
              if (!param.getKey().equals("class_weights")) {
                options.put(param.getKey().replace('_', '-'), param.getValue().asDouble());
              }
            });
    return (Loss) plugin(PluginKind.LOSS, loss.get("name").asText(), options);
  }

  private static List<Double> classWeightsOf(JsonNode loss) {
    return row(loss.get("params").path("class_weights"));
  }

  private static Optimizer optimizerOf(JsonNode optimizer) {
    String label = optimizer.get("name").asText();
    boolean isSgd = List.of("momentum", "nesterov").contains(label);
    Map<String, Object> options = new LinkedHashMap<>();
    optimizer
        .get("params")
        .properties()
        .forEach(param -> options.put(optionOf(label, param.getKey()), valueOf(param.getValue())));
    if (label.equals("nesterov")) {
      options.put("nesterov", true);
    }
    return (Optimizer) plugin(PluginKind.OPTIMIZER, isSgd ? "sgd" : label, options);
  }

  private static String optionOf(String optimizer, String label) {
    return switch (optimizer + " " + label) {
      case "ftrl alpha" -> "learning-rate";
      case "asgd alpha" -> "power";
      case "asgd lambd" -> "learning-rate-decay";
      case "asgd t0" -> "start";
      case "rprop step_min" -> "min-step";
      case "rprop step_max" -> "max-step";
      case "lars trust_coefficient" -> "trust-coefficient";
      default ->
          switch (label) {
            case "lr" -> "learning-rate";
            case "eps" -> "epsilon";
            case "lr_decay" -> "learning-rate-decay";
            case "initial_accumulator_value" -> "initial-accumulator";
            default -> label.replace('_', '-');
          };
    };
  }

  private static Object valueOf(JsonNode value) {
    return value.isBoolean() ? (Object) value.asBoolean() : (Object) value.asDouble();
  }

  private static List<Regularizer> regularizersOf(JsonNode regularisation) {
    List<Regularizer> regularizers = new ArrayList<>();
    double l1 = regularisation.get("l1").asDouble();
    double l2 = regularisation.get("l2").asDouble();
    if (l1 != 0) {
      regularizers.add(new L1(l1));
    }
    if (l2 != 0) {
      regularizers.add(new L2(l2));
    }
    return regularizers;
  }

  /** A cosine by its formula, any other schedule by the rates that are listed. */
  private static Optional<Schedule> scheduleOf(JsonNode trace) {
    JsonNode schedule = trace.get("schedule");
    if (!schedule.isObject()) {
      return Optional.empty();
    }
    if (!schedule.get("name").asText().equals("cosine")) {
      return Optional.of((base, step) -> trace.get("learning_rates").get((int) step).asDouble());
    }
    return Optional.of(
        new Cosine(
            Optional.of(schedule.get("params").get("total_steps").asInt()),
            schedule.get("params").get("min_lr").asDouble()));
  }

  private static UpdateOptions rulesOf(JsonNode clip) {
    Optional<Double> none = Optional.empty();
    Optional<Double> norm =
        clip.has("max_norm") ? Optional.of(clip.get("max_norm").asDouble()) : none;
    Optional<Double> value = clip.has("limit") ? Optional.of(clip.get("limit").asDouble()) : none;
    return new UpdateOptions(1, value, none, norm, none, none, true, Optional.empty(), List.of());
  }

  private static Matrix outputs(Network network, Matrix x) {
    return network.newPass(x.rows()).outputs(x);
  }

  private static List<Matrix> tensors(Network network) {
    return network.tensors().stream().map(Parameter::matrix).toList();
  }

  private static Matrix rows(Matrix all, JsonNode batch) {
    Matrix rows = Matrix.zeros(batch.size(), all.columns());
    for (int i = 0; i < batch.size(); i++) {
      int from = batch.get(i).asInt() * all.columns();
      System.arraycopy(all.values(), from, rows.values(), i * all.columns(), all.columns());
    }
    return rows;
  }

  private static Matrix matrix(JsonNode rows) {
    Matrix matrix = Matrix.zeros(rows.size(), rows.get(0).size());
    for (int i = 0; i < matrix.size(); i++) {
      JsonNode row = rows.get(i / matrix.columns());
      matrix.values()[i] = (float) row.get(i % matrix.columns()).asDouble();
    }
    return matrix;
  }

  private static List<List<Double>> numbers(JsonNode rows) {
    return IntStream.range(0, rows.size()).mapToObj(i -> row(rows.get(i))).toList();
  }

  private static List<Double> row(JsonNode row) {
    return IntStream.range(0, row.size()).mapToObj(i -> row.get(i).asDouble()).toList();
  }

  private static void compareTensors(
      String what, JsonNode layers, List<String> names, List<Matrix> tensors) {
    List<JsonNode> expected = namedIn(layers, names);
    assertEquals(expected.size(), tensors.size(), what);
    for (int k = 0; k < tensors.size(); k++) {
      compare(what + ", tensor " + k, expected.get(k), tensors.get(k));
    }
  }

  private static void compare(String what, JsonNode expected, Matrix actual) {
    double[] flat = flatten(expected);
    assertEquals(flat.length, actual.size(), what);
    for (int i = 0; i < flat.length; i++) {
      compare(what + " [" + i + "]", flat[i], actual.values()[i]);
    }
  }

  private static double[] flatten(JsonNode node) {
    return node.isArray()
        ? IntStream.range(0, node.size())
            .mapToObj(i -> flatten(node.get(i)))
            .flatMapToDouble(Arrays::stream)
            .toArray()
        : new double[] {node.asDouble()};
  }

  private static void compare(String what, double expected, double actual) {
    if (!(Math.abs(actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
      fail(what + " is " + actual + ", but should be " + expected);
    }
  }
}
