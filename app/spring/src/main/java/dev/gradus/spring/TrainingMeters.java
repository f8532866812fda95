package dev.gradus.spring;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Reports a training run as meters with the tag {@code run}: {@code gradus.training.epoch} (a
 * timer, whose count is the number of epochs), {@code gradus.training.loss}, {@code
 * gradus.training.learning.rate}, and {@code gradus.training.validation} with the additional tag
 * {@code metric}.
 *
 * <pre>{@code
 * gradus.job(configuration).on(table).listener(new TrainingMeters(registry, "nightly")).train();
 * }</pre>
 *
 * <p>Each run needs its own instance. A later run with the same name continues to use the same
 * meters.
 */
public final class TrainingMeters implements TrainingListener {

  private static final String RUN = "run";

  private final Timer epochs;
  private final MultiGauge loss;
  private final MultiGauge learningRate;
  private final MultiGauge validation;
  private long begin = System.nanoTime();

  /**
   * Makes the meters in a registry.
   *
   * @param run the name of the run, which repeated runs share
   */
  public TrainingMeters(MeterRegistry registry, String run) {
    loss =
        MultiGauge.builder("gradus.training.loss")
            .description("The mean loss of the last epoch")
            .tag(RUN, run)
            .register(registry);
    learningRate =
        MultiGauge.builder("gradus.training.learning.rate")
            .description("The learning rate of the last step")
            .tag(RUN, run)
            .register(registry);
    validation =
        MultiGauge.builder("gradus.training.validation")
            .description("The validation loss and metrics after the last epoch")
            .tag(RUN, run)
            .register(registry);
    epochs =
        Timer.builder("gradus.training.epoch")
            .description("Completed epochs")
            .tag(RUN, run)
            .register(registry);
  }

  @Override
  public void started(TrainingPlan plan) {
    begin = System.nanoTime();
  }

  @Override
  public void epochDone(EpochReport report) {
    long now = System.nanoTime();
    epochs.record(now - begin, TimeUnit.NANOSECONDS);
    begin = now;
    show(loss, Map.of("", report.loss()));
    show(learningRate, Map.of("", report.learningRate()));
    show(validation, report.validation());
  }

  /** Replaces the values of the last epoch, or of the last run with the same name. */
  private static void show(MultiGauge gauge, Map<String, Double> numbers) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    numbers.forEach(
        (name, number) ->
            rows.add(
                MultiGauge.Row.of(
                    name.isEmpty() ? Tags.empty() : Tags.of("metric", name), number)));
    gauge.register(rows, true);
  }
}
