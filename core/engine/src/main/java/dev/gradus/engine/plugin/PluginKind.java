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

/** What a plugin can be. */
public enum PluginKind {
  /** How wrong predictions are. */
  LOSS(Loss.class),
  /** The non-linearity applied to a unit's pre-activation. */
  ACTIVATION(Activation.class),
  /** How weights move. */
  OPTIMIZER(Optimizer.class),
  /** How the learning rate changes. */
  SCHEDULE(Schedule.class),
  /** Where weights start. */
  INITIALIZER(Initializer.class),
  /** Which weights are too large. */
  REGULARIZER(Regularizer.class),
  /** How good predictions are. */
  METRIC(Metric.class),
  /** Where a table comes from. */
  DATA_SOURCE(DataSource.class),
  /** How rows become other rows. */
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

  /** The kind whose interface this is, if it is one. */
  public static Optional<PluginKind> of(Class<?> service) {
    return Arrays.stream(values()).filter(kind -> kind.service == service).findFirst();
  }

  /** In kebab, as people write it: {@code loss}, {@code data-source}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
