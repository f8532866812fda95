package dev.gradus.engine.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.column.ClassTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The weights of classes, as configured. */
class ClassWeightingTest {

  private static final List<String> CLASSES = List.of("a", "b");
  private static final ClassTarget ONE_OUTPUT = new ClassTarget("t", CLASSES, true);
  private static final ClassTarget TWO_OUTPUTS = new ClassTarget("t", CLASSES, false);

  /** Four of class a, two of class b, for either target. */
  private static final Matrix SINGLE = new Matrix(6, 1, new float[] {0, 0, 1, 0, 1, 0});

  private static final Matrix DOUBLE =
      new Matrix(6, 2, new float[] {1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0});

  private static Configuration.Builder configuration() {
    return Configuration.builder()
        .layer(Dense.output())
        .loss(new CrossEntropy())
        .optimizer(new Sgd(0.1));
  }

  private static void check(TrainingSpec spec, Double... expected) {
    for (ClassTarget target : List.of(ONE_OUTPUT, TWO_OUTPUTS)) {
      assertEquals(Optional.empty(), ClassWeighting.refusal(spec, target));
      Matrix targets = target.single() ? SINGLE : DOUBLE;
      assertEquals(List.of(expected), ClassWeighting.of(spec, target, targets));
    }
  }

  @Test
  void balancedClassesCountAlike() {
    check(
        configuration().training(t -> t.classWeights(ClassWeights.balanced())).build().training(),
        0.75,
        1.5);
  }

  @Test
  void aClassThatIsNotNamedCountsOnce() {
    check(
        configuration().training(t -> t.classWeights(Map.of("b", 2.5))).build().training(),
        1.0,
        2.5);
  }

  @Test
  void thereAreNoneUnlessTheyAreAskedFor() {
    check(configuration().build().training());
  }
}
