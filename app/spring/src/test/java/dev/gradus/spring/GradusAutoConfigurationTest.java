package dev.gradus.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.Huber;
import dev.gradus.optimizers.Adam;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class GradusAutoConfigurationTest {

  private static final double[][] ROWS = {{0, 1}, {1, 2}, {2, 3}, {3, 4}};

  @TempDir private Path folder;

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  GradusAutoConfiguration.class,
                  GradusHealthAutoConfiguration.class,
                  GradusMetricsAutoConfiguration.class));

  private static Model model(Gradus gradus, int units) {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.of(units, new Tanh()))
            .layer(Dense.output())
            .loss(new Huber())
            .optimizer(new Adam(0.01))
            .epochs(1)
            .build();
    return gradus.job(configuration).on(Table.ofRows(List.of("x", "y"), ROWS)).train().model();
  }

  private Path saved(int units) {
    Path file = folder.resolve("model.safetensors");
    try (Gradus gradus = Gradus.create()) {
      gradus.save(model(gradus, units), file);
    }
    return file;
  }

  @Test
  void withoutAModelItIsOutOfServiceUntilItIsGivenOne() {
    runner.run(
        context -> {
          ServedModel served = context.getBean(ServedModel.class);
          HealthIndicator health = context.getBean(HealthIndicator.class);
          assertThat(healthOf(health).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
          assertThat(served.current()).isEmpty();
          assertThat(failureOf(() -> served.predict(predictor -> predictor.predict(1))))
              .contains("there is no model to predict with yet; set gradus.model");
          assertThat(failureOf(served::reload)).contains("set gradus.model");

          Model given = model(context.getBean(Gradus.class), 2);
          served.serve(given);
          assertThat(served.model()).isSameAs(given);
          Health up = healthOf(health);
          assertThat(up.getStatus()).isEqualTo(Status.UP);
          assertThat(up.getDetails()).containsEntry("origin", "the application");
        });
  }

  @Test
  void theModelOfAFileIsServedFromTheStart() {
    Path file = saved(2);
    runner
        .withPropertyValues("gradus.model=" + file.toUri())
        .run(
            context -> {
              ServedModel served = context.getBean(ServedModel.class);
              assertThat(served.model().parameters()).isEqualTo(7);
              double[] answer = served.predict(predictor -> predictor.predict(1));
              assertThat(answer).isEqualTo(served.model().predictor().predict(1));
              assertThat(served.predictions()).isEqualTo(1);
              assertThat(served.predicting()).isPositive();
            });
  }

  @Test
  void aFileThatIsMissingStopsTheStartUnlessItIsNotRequired() {
    String missing = folder.resolve("missing.safetensors").toUri().toString();
    runner
        .withPropertyValues("gradus.model=" + missing)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("missing.safetensors"));
    runner
        .withPropertyValues("gradus.model=" + missing, "gradus.required=false")
        .run(context -> assertThat(context.getBean(ServedModel.class).current()).isEmpty());
  }

  @Test
  void aFileThatChangesIsReadAgainAndABrokenOneIsSaidOnce() throws InterruptedException {
    Path file = saved(2);
    runner
        .withPropertyValues("gradus.model=" + file.toUri(), "gradus.reload-every=20ms")
        .run(
            context -> {
              ServedModel served = context.getBean(ServedModel.class);
              saved(3);
              await(() -> served.model().parameters() == 10);
              assertThat(served.replacements()).isEqualTo(2);

              Files.writeString(file, "no model");
              await(() -> served.failure().isPresent());
              assertThat(served.model().parameters()).isEqualTo(10);
              assertThat(healthOf(context.getBean(HealthIndicator.class)).getDetails())
                  .containsKey("lastReload");

              saved(4);
              await(() -> served.model().parameters() == 13);
              assertThat(served.failure()).isEmpty();
            });
    await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("gradus") && thread.isAlive()));
  }

  private static Health healthOf(HealthIndicator indicator) {
    return Objects.requireNonNull(indicator.health());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(5);
    }
  }

  /** A loss of the application. */
  @Plugin(name = "doubled", summary = "twice the squared error")
  public record Doubled() implements PointwiseLoss {

    @Override
    public double value(double prediction, double target) {
      return 2 * (prediction - target) * (prediction - target);
    }

    @Override
    public double derivative(double prediction, double target) {
      return 4 * (prediction - target);
    }
  }

  @Test
  void theApplicationAddsPluginsAndMayBringItsOwnGradus() {
    runner
        .withBean(GradusCustomizer.class, () -> builder -> builder.plugin(Doubled.class))
        .run(
            context ->
                assertThat(context.getBean(Gradus.class).plugin(Loss.class, "doubled"))
                    .isEqualTo(new Doubled()));
    try (Gradus own = Gradus.create()) {
      runner
          .withBean(Gradus.class, () -> own)
          .run(context -> assertThat(context.getBean(Gradus.class)).isSameAs(own));
    }
  }

  @Test
  void propertiesThatMakeNoSenseStopTheStartWithASentence() {
    runner
        .withPropertyValues("gradus.reload-every=-1s")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("gradus.reload-every must not be negative"));
    runner
        .withPropertyValues("gradus.reload-every=1s")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("but gradus.model names no file"));
    runner
        .withPropertyValues("gradus.plugins=" + folder.resolve("nowhere"))
        .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining("nowhere"));
  }

  @Test
  void healthAndMetersAreLeftOutWhereTheApplicationHasNone() {
    runner
        .withClassLoader(
            new FilteredClassLoader("org.springframework.boot.health", "io.micrometer"))
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasSingleBean(ServedModel.class);
              assertThat(context).doesNotHaveBean("gradusHealthIndicator");
              assertThat(context).doesNotHaveBean("gradusModelMeters");
            });
    runner
        .withPropertyValues("management.health.gradus.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean("gradusHealthIndicator"));
  }

  @Test
  void metersAreNotNumbersUntilThereIsAModel() {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (Gradus gradus = Gradus.create();
        ServedModel served = new ServedModel(gradus, Optional.empty())) {
      new ModelMeters(served).bindTo(registry);
      assertThat(registry.get("gradus.model.age").timeGauge().value()).isNaN();
      served.serve(model(gradus, 2));
      assertThat(registry.get("gradus.model.parameters").gauge().value()).isEqualTo(7);
      assertThat(registry.get("gradus.model.replacements").functionCounter().count()).isEqualTo(1);
    }
  }

  private static String failureOf(Runnable work) {
    try {
      work.run();
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("nothing was refused");
  }
}
