package dev.gradus.engine.plugin;

import dev.gradus.spi.Activation;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of plugins. */
public enum PluginKind {
  /** Measures how wrong predictions are, and is minimised by training. */
  LOSS(Loss.class),
  /** The non-linearity applied to a unit's pre-activation. */
  ACTIVATION(Activation.class),
  /** Updates the weights. */
  OPTIMIZER(Optimizer.class),
  /** Changes the learning rate during a run. */
  SCHEDULE(Schedule.class),
  /** Sets the initial weights. */
  INITIALIZER(Initializer.class),
  /** Penalises large weights. */
  REGULARIZER(Regularizer.class),
  /** Measures the quality of predictions. */
  METRIC(Metric.class),
  /** Reads a table. */
  DATA_SOURCE(DataSource.class),
  /** Transforms rows into other rows. */
  LAYER(Layer.class);

  private final Class<?> service;

  PluginKind(Class<?> service) {
    this.service = service;
  }

  /** The interface that plugins of this kind implement. */
  public Class<?> service() {
    return service;
  }

  /**
   * The kinds in which a name must be unique: this one; losses and metrics share their names, since
   * every loss can be reported as a metric.
   */
  List<PluginKind> sharingNames() {
    return this == LOSS || this == METRIC ? List.of(LOSS, METRIC) : List.of(this);
  }

  /** The kind with this interface, if there is one. */
  public static Optional<PluginKind> of(Class<?> service) {
    return Arrays.stream(values()).filter(kind -> kind.service == service).findFirst();
  }

  /** The kind in kebab case, such as {@code loss} or {@code data-source}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
