package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.activations.initializers.Given;
import dev.gradus.engine.config.BatchNorm;
import dev.gradus.engine.config.Dense;
import dev.gradus.engine.config.LayerNorm;
import dev.gradus.engine.config.LayerSpec;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.losses.regularizers.L1;
import dev.gradus.losses.regularizers.L2;
import dev.gradus.optimizers.schedules.Cosine;
import dev.gradus.spi.Activation;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole training runs end where the reference runs end, and are with them at every step on the way.
 */
class TracesTest {

  /** For arithmetic in float, as the README beside the traces says. */
  private static final double TOLERANCE = 1e-5;

  private static final int TRACES = 24;

  /** What the reference calls the tensors of a layer that are learned, in our order. */
  private static final List<String> LEARNED = List.of("W", "b", "gamma", "beta");

  private static final List<String> TENSORS =
      List.of("W", "b", "gamma", "beta", "running_mean", "running_var");

  @TestFactory
  Stream<DynamicTest> trainingFollowsTheReference() throws IOException {
    try (InputStream in = TracesTest.class.getResourceAsStream("/traces/traces.json")) {
      JsonNode cases = new ObjectMapper().readTree(in).get("cases");
      assertEquals(TRACES, cases.size(), "traces in the file");
      return IntStream.range(0, cases.size())
          .mapToObj(cases::get)
          .map(trace -> DynamicTest.dynamicTest(trace.get("id").asText(), () -> replay(trace)));
    }
  }

  private static void replay(JsonNode trace) {
    Matrix x = matrix(trace.get("X"));
    Matrix y = matrix(trace.get("Y"));
    Network network = networkOf(trace, x.columns(), targetOf(trace, y.columns()));
    Objective objective =
        new LossGuard(Catalogue.beside())
            .objective(
                lossOf(trace.get("loss")),
                network,
                targetOf(trace, y.columns()),
                classWeightsOf(trace.get("loss")));
    GradientDescent descent =
        new GradientDescent(
            network,
            objective,
            optimizerOf(trace.get("optimizer")),
            scheduleOf(trace.get("schedule")),
            regularizersOf(trace.get("regularisation")),
            rulesOf(trace.path("gradient_clip")),
            x.rows(),
            Team.alone());
    compare("outputs before", trace.get("outputs_before"), outputs(network, x));
    int steps = trace.get("steps").asInt();
    for (int s = 0; s < steps; s++) {
      JsonNode batch = trace.get("batches").get(s % trace.get("batches").size());
      double loss = descent.step(rows(x, batch), rows(y, batch));
      compare("loss of step " + s, trace.get("losses").get(s).asDouble(), loss);
      if (trace.hasNonNull("penalties")) {
        compare(
            "penalty of step " + s, trace.get("penalties").get(s).asDouble(), descent.penalty());
      }
      if (s == 0) {
        if (!trace.hasNonNull("gradient_clip")) {
          compareTensors(
              "gradients of step 0", trace.get("first_gradients"), LEARNED, descent.gradients());
        }
        compareTensors(
            "tensors after step 0", trace.get("after_first_step"), TENSORS, tensors(network));
      }
    }
    compareTensors("tensors at the end", trace.get("final"), TENSORS, tensors(network));
    compare("outputs at the end", trace.get("outputs_after"), outputs(network, x));
  }

  /** An activation that stands alone belongs to the layer before it. */
  private static Network networkOf(JsonNode trace, int inputs, Target target) {
    List<LayerSpec> specs = new ArrayList<>();
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
    Network network = new NetworkBuilder(Catalogue.beside()).build(specs, inputs, target, 0);
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
      case "categorical-cross-entropy" -> new Target(Target.Kind.CLASSES, names);
      case "binary-cross-entropy" ->
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
                    param.getKey().equals("negative_slope") ? "slope" : param.getKey(),
                    param.getValue().asDouble()));
    String name = label.equals("linear") ? "identity" : label;
    return (Activation) plugin(PluginKind.ACTIVATION, name, options);
  }

  private static Object plugin(PluginKind kind, String name, Map<String, Object> options) {
    return Catalogue.beside().find(kind, name).orElseThrow().create(options);
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

  private static double[] classWeightsOf(JsonNode loss) {
    return row(loss.get("params").path("class_weights")).stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static Optimizer optimizerOf(JsonNode optimizer) {
    String label = optimizer.get("name").asText();
    boolean isSgd = List.of("momentum", "nesterov").contains(label);
    Map<String, Object> options = new LinkedHashMap<>();
    optimizer
        .get("params")
        .properties()
        .forEach(param -> options.put(optionOf(param.getKey()), valueOf(param.getValue())));
    if (label.equals("nesterov")) {
      options.put("nesterov", true);
    }
    return (Optimizer) plugin(PluginKind.OPTIMIZER, isSgd ? "sgd" : label, options);
  }

  private static String optionOf(String label) {
    return switch (label) {
      case "lr" -> "learning-rate";
      case "eps" -> "epsilon";
      case "lr_decay" -> "decay";
      case "initial_accumulator_value" -> "initial-accumulator";
      default -> label.replace('_', '-');
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

  private static Optional<Schedule> scheduleOf(JsonNode schedule) {
    return schedule.isObject()
        ? Optional.of(
            new Cosine(
                Optional.of(schedule.get("params").get("total_steps").asInt()),
                schedule.get("params").get("min_lr").asDouble()))
        : Optional.empty();
  }

  private static StepRules rulesOf(JsonNode clip) {
    Optional<Double> none = Optional.empty();
    Optional<Double> norm =
        clip.has("max_norm") ? Optional.of(clip.get("max_norm").asDouble()) : none;
    Optional<Double> value = clip.has("limit") ? Optional.of(clip.get("limit").asDouble()) : none;
    return new StepRules(1, value, none, norm, none, none, true);
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
