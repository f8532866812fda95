package dev.gradus.typed;

import dev.gradus.testkit.ActivationConformance;
import dev.gradus.testkit.LossConformance;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Losses and activations that are typed keep the rules for plugins. */
class FormulasConformTest {

  @TestFactory
  Stream<DynamicNode> losses() {
    return Stream.of(
            new FormulaLoss(),
            new FormulaLoss("log(1 + (p - y)^2)"),
            new FormulaLoss("abs(p - y)"),
            new FormulaLoss(
                "where(abs(p - y) < d, (p - y)^2 / 2, d * (abs(p - y) - d / 2))", Map.of("d", 0.5)),
            new FormulaLoss("max(q * (y - p), (q - 1) * (y - p))", Map.of("q", 0.9)),
            new FormulaLoss("-(y * log(p) + (1 - y) * log(1 - p))"),
            new FormulaLoss("p - y * log(p)"),
            new FormulaLoss("log(p) + y / p"),
            new FormulaLoss("abs(p - y)^1.5"),
            new FormulaLoss("softplus(z) - y * z"),
            new FormulaLoss("abs(p - y) / max(abs(y), 1)"))
        .map(loss -> DynamicContainer.dynamicContainer(loss.formula(), LossConformance.of(loss)));
  }

  @TestFactory
  Stream<DynamicNode> activations() {
    return Stream.of(
            new FormulaActivation(),
            new FormulaActivation("max(x, 0)"),
            new FormulaActivation("where(x > 0, x, a * (exp(x) - 1))", Map.of("a", 0.5)),
            new FormulaActivation("sin(x) + atan(x)"),
            new FormulaActivation("log(1 + exp(x))"),
            new FormulaActivation("x / (1 + abs(x))"))
        .map(
            activation ->
                DynamicContainer.dynamicContainer(
                    activation.formula(), ActivationConformance.of(activation)));
  }
}
