package dev.gradus.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.layers.Dense;
import dev.gradus.losses.Huber;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.schedules.Constant;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Specifications are made in steps, one for each option. */
class StepsOfSpecificationsTest {

  private static final TuneSpec TUNE = new TuneSpec(Map.of("loss", Domain.choice("mse")));

  /** Each with the components that are set when it is begun, or in another way. */
  private static final Map<Record, Set<String>> SPECIFICATIONS =
      Map.of(
          new TrainingSpec(),
          Set.of("reset", "freeze", "groups"),
          new KeepBest(),
          Set.of(),
          new EarlyStopping(),
          Set.of(),
          new ConformalSpec(),
          Set.of("coverage"),
          new CsvFormat(),
          Set.of(),
          TUNE,
          Set.of("space"),
          DataSpec.of("y"),
          Set.of("csv", "target", "source", "columns"));

  @TestFactory
  Stream<DynamicTest> everyOptionHasAStep() {
    return SPECIFICATIONS.entrySet().stream()
        .flatMap(
            each ->
                Arrays.stream(each.getKey().getClass().getRecordComponents())
                    .filter(component -> !each.getValue().contains(component.getName()))
                    .map(
                        component ->
                            DynamicTest.dynamicTest(
                                each.getKey().getClass().getSimpleName()
                                    + "."
                                    + component.getName(),
                                () -> check(each.getKey(), component))));
  }

  private static void check(Record specification, RecordComponent component)
      throws ReflectiveOperationException {
    boolean optional = component.getType() == Optional.class;
    Method step =
        Arrays.stream(specification.getClass().getMethods())
            .filter(method -> method.getName().equals(component.getName()))
            .filter(method -> method.getParameterCount() == 1)
            .filter(method -> optional || method.getParameterTypes()[0] == component.getType())
            .findFirst()
            .orElseThrow(() -> new AssertionError("there is no step " + component.getName()));
    Object old = component.getAccessor().invoke(specification);
    Object value = other(step.getParameterTypes()[0], old);
    Object changed = step.invoke(specification, value);
    for (RecordComponent each : specification.getClass().getRecordComponents()) {
      Object before = each.getAccessor().invoke(specification);
      Object after = each.getAccessor().invoke(changed);
      if (each.getName().equals(component.getName())) {
        assertEquals(optional ? Optional.of(value) : value, after);
        assertNotEquals(before, after);
      } else {
        assertEquals(before, after, each.getName());
      }
    }
  }

  private static Object other(Class<?> type, Object old) {
    if (type == int.class) {
      return 7;
    } else if (type == long.class) {
      return 7L;
    } else if (type == double.class) {
      return 0.5;
    } else if (type == boolean.class) {
      return !(boolean) old;
    } else if (type == String.class) {
      return old.equals("utf-8") ? "utf-16" : old.equals(".") ? "," : ";";
    } else if (type == List.class) {
      return List.of("NA");
    } else if (type == Map.class) {
      return Map.of("a", 2.0);
    } else if (type == Path.class) {
      return Path.of("other.csv");
    } else if (type.isEnum()) {
      return type.getEnumConstants()[1].equals(old)
          ? type.getEnumConstants()[0]
          : type.getEnumConstants()[1];
    }
    return Stream.of(
            new EarlyStopping(),
            new KeepBest(),
            new Constant(),
            new Checkpoint(),
            new ConformalSpec(),
            new SplitSpec(),
            new SuccessiveHalving(),
            new CsvFormat().delimiter(";"),
            ClassWeights.balanced())
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aStepThatIsNotAllowedIsRefusedAtOnce() {
    TrainingSpec spec = new TrainingSpec();
    String epochs =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> spec.epochs(0)).getMessage());
    assertTrue(epochs.startsWith("epochs must be"), epochs);
    TrainingSpec set = spec.epochs(3);
    assertThrows(IllegalArgumentException.class, () -> set.steps(3));
    assertThrows(IllegalArgumentException.class, () -> new CsvFormat().quote(","));
  }

  @Test
  void layersAreNamedOneAfterTheOther() {
    TrainingSpec spec =
        new TrainingSpec()
            .reset("network.2")
            .freeze("network.0", "network[1]")
            .group(ParameterGroup.of(2, "network.2"))
            .group(new ParameterGroup(List.of("network.3"), 1, false));
    assertEquals(List.of("network.2"), spec.reset());
    assertEquals(List.of("network.0", "network[1]"), spec.freeze());
    assertEquals(
        List.of(2.0, 1.0), spec.groups().stream().map(ParameterGroup::learningRateFactor).toList());
    TrainingSpec begun = spec.start(Path.of("a.safetensors"));
    assertEquals(spec, begun.withoutStartFile());
    assertEquals(List.of(), begun.withoutStart().reset());
    assertEquals(spec.freeze(), begun.withoutStart().freeze());
  }

  @Test
  void columnsAreSetOneByOne() {
    DataSpec data =
        DataSpec.of(Path.of("a.csv"), "y")
            .column("id", new IgnoredSpec())
            .column("2", new IgnoredSpec());
    assertEquals(List.of("id", "2"), List.copyOf(data.columns().keySet()));
    assertEquals(Optional.of(Path.of("a.csv")), data.csv());
    assertThrows(IllegalArgumentException.class, () -> data.column("y", new IgnoredSpec()));
    assertEquals(0.3, data.split(0.3).split().validation());
    assertEquals(ColumnSpec.Scale.NONE, data.scale(ColumnSpec.Scale.NONE).scale());
  }

  @Test
  void numbersToTryAreWholeOrNot() {
    assertEquals(List.of(YamlValue.of("2"), YamlValue.of("5")), Domain.range(2, 5).extremes());
    assertEquals(
        List.of(YamlValue.of("0.001"), YamlValue.of("0.1")),
        Domain.logRange(0.001, 0.1).extremes());
    assertThrows(IllegalArgumentException.class, () -> Domain.range(5, 2));
  }

  @Test
  void anotherConfigurationBeginsWithThisOne() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.of(3, new Tanh()))
            .layer(Dense.output())
            .loss(new Huber())
            .optimizer(new Adam())
            .metric(new MeanSquaredError())
            .training(t -> t.epochs(3).threads(2))
            .tune(TUNE)
            .build();
    assertEquals(configuration, configuration.toBuilder().build());
    Configuration other =
        configuration.toBuilder()
            .layers(List.of(Dense.output()))
            .metrics(List.of())
            .training(t -> t.seed(4))
            .build();
    assertEquals(1, other.network().size());
    assertEquals(List.of(), other.metrics());
    assertEquals(new TrainingSpec().epochs(3).threads(2).seed(4), other.training());
    assertEquals(2, configuration.network().size());
    assertFalse(other.tune().isEmpty());
  }
}
