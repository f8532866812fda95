package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.activations.Identity;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.activations.initializers.Given;
import dev.gradus.engine.config.Dense;
import dev.gradus.engine.config.LayerSpec;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.CategoricalCrossEntropy;
import dev.gradus.losses.Huber;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.regularizers.L2;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Sgd;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Target;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private static final int TRACES = 7;

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
            .objective(lossOf(trace.get("loss")), network, targetOf(trace, y.columns()));
    GradientDescent descent =
        new GradientDescent(
            network,
            objective,
            optimizerOf(trace.get("optimizer")),
            Optional.empty(),
            regularizersOf(trace.get("regularisation")),
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
        compareTensors("gradients of step 0", trace.get("first_gradients"), descent.gradients());
        compareTensors("weights after step 0", trace.get("after_first_step"), weights(network));
      }
    }
    compareTensors("weights at the end", trace.get("final"), weights(network));
    compare("outputs at the end", trace.get("outputs_after"), outputs(network, x));
  }

  private static Network networkOf(JsonNode trace, int inputs, Target target) {
    List<LayerSpec> layers = new ArrayList<>();
    for (int i = 0; i < trace.get("layers").size(); i++) {
      JsonNode layer = trace.get("layers").get(i);
      JsonNode initial = trace.get("initial").get(i);
      layers.add(
          new Dense(
              Optional.of(layer.get("outputs").asInt()),
              Optional.of(activationOf(layer.get("activation").asText())),
              Optional.of(new Given(numbers(initial.get("W")))),
              Optional.of(new Given(List.of(row(initial.get("b"))))),
              true));
    }
    return new NetworkBuilder(Catalogue.beside()).build(layers, inputs, target, 0);
  }

  private static Target targetOf(JsonNode trace, int width) {
    List<String> names = IntStream.range(0, width).mapToObj(k -> "y" + k).toList();
    return switch (trace.get("loss").get("name").asText()) {
      case "categorical-cross-entropy" -> new Target(Target.Kind.CLASSES, names);
      case "binary-cross-entropy" -> new Target(Target.Kind.BINARY, names);
      default -> new Target(Target.Kind.NUMERIC, names);
    };
  }

  private static Activation activationOf(String label) {
    return switch (label) {
      case "linear" -> new Identity();
      case "relu" -> new Relu();
      case "sigmoid" -> new Sigmoid();
      case "softmax" -> new Softmax();
      case "tanh" -> new Tanh();
      default -> throw new IllegalArgumentException(label);
    };
  }

  private static Loss lossOf(JsonNode loss) {
    JsonNode params = loss.get("params");
    return switch (loss.get("name").asText()) {
      case "mean-squared-error" -> new MeanSquaredError();
      case "binary-cross-entropy" -> new BinaryCrossEntropy();
      case "categorical-cross-entropy" ->
          new CategoricalCrossEntropy(params.path("label_smoothing").asDouble(0));
      case "huber" -> new Huber(params.get("delta").asDouble());
      default -> throw new IllegalArgumentException(loss.toString());
    };
  }

  private static Optimizer optimizerOf(JsonNode optimizer) {
    JsonNode params = optimizer.get("params");
    double rate = params.get("lr").asDouble();
    return switch (optimizer.get("name").asText()) {
      case "sgd" -> new Sgd(rate);
      case "momentum" -> new Sgd(rate, params.get("momentum").asDouble(), 0, false, 0);
      case "nesterov" -> new Sgd(rate, params.get("momentum").asDouble(), 0, true, 0);
      case "adam" -> new Adam(rate);
      default -> throw new IllegalArgumentException(optimizer.toString());
    };
  }

  private static List<Regularizer> regularizersOf(JsonNode regularisation) {
    double l2 = regularisation.get("l2").asDouble();
    return l2 == 0 ? List.of() : List.of(new L2(l2));
  }

  private static Matrix outputs(Network network, Matrix x) {
    return network.newPass(x.rows()).outputs(x);
  }

  private static List<Matrix> weights(Network network) {
    return network.parameters().stream().map(parameter -> parameter.matrix()).toList();
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

  private static void compareTensors(String what, JsonNode layers, List<Matrix> tensors) {
    for (int i = 0; i < layers.size(); i++) {
      compare(what + ", W of layer " + i, layers.get(i).get("W"), tensors.get(2 * i));
      compare(what + ", b of layer " + i, layers.get(i).get("b"), tensors.get(2 * i + 1));
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
