package dev.gradus.engine.numpy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.layers.Dense;
import dev.gradus.optimizers.Sgd;
import dev.gradus.typed.FormulaActivation;
import dev.gradus.typed.FormulaLoss;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypedFormulaTest {

  private static final FormulaLoss LOSS = new FormulaLoss("abs(p - y)");

  private static Configuration.Builder network() {
    return Configuration.builder()
        .layer(Dense.of(3, new FormulaActivation("x * tanh(x)")))
        .layer(Dense.output())
        .loss(LOSS)
        .optimizer(new Sgd());
  }

  private static List<String> kinds(Object user) {
    return TypedFormula.in(user).stream().map(each -> each.kind() + " " + each.text()).toList();
  }

  @Test
  void aMetricIsNoLossUnlessItIsBoth() {
    Configuration configuration =
        network()
            .metric(new LossAsMetric(new FormulaLoss("abs(p - y)^q", Map.of("q", 3.0))))
            .build();
    assertEquals(
        List.of("activation x * tanh(x)", "loss abs(p - y)", "metric abs(p - y)^q"),
        kinds(configuration));
    assertEquals(
        List.of("activation x * tanh(x)", "loss abs(p - y)", "metric abs(p - y)"),
        kinds(network().metric(new LossAsMetric(LOSS)).build()));
    assertEquals(
        List.of("activation x * tanh(x)", "loss abs(p - y)", "metric abs(p - y)^q", "loss p^2"),
        kinds(List.of(configuration, List.of(new FormulaLoss("p^2"), LOSS))));
  }

  @Test
  void aMetricHasNoDerivative() {
    Configuration configuration =
        network()
            .metric(new LossAsMetric(new FormulaLoss("abs(log(p) - y)^q", Map.of("q", 3.0))))
            .build();
    assertEquals(
        List.of("M = abs(log(p) - y)^q", "q = 3", "needs p above 0"),
        TypedFormula.in(configuration).get(2).lines());
  }
}
