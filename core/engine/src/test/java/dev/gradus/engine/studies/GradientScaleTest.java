package dev.gradus.engine.studies;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.study.GradientScale;
import dev.gradus.spi.Optimizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a loss and its double train the same network is found out, not looked up. */
class GradientScaleTest {

  private static boolean matters(String optimizer) {
    try (Gradus gradus = Gradus.create()) {
      return GradientScale.matters(gradus.plugin(Optimizer.class, optimizer));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "asgd"})
  void aStepOfGradientDescentGrowsWithTheGradient(String optimizer) {
    assertTrue(matters(optimizer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adam",
        "adamw",
        "adamax",
        "nadam",
        "radam",
        "adabelief",
        "adagrad",
        "adadelta",
        "rmsprop",
        "rprop",
        "lion",
        "lamb",
        "lars",
        "muon",
        "prodigy",
        "yogi",
        "lbfgs"
      })
  void othersDivideTheSizeOut(String optimizer) {
    assertFalse(matters(optimizer));
  }
}
