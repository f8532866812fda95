package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.plugin.Verifier;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Everything needed to train a network.
 *
 * <p>The components are the keys at the root of the YAML. In Java it is best created with a {@link
 * #builder()}:
 *
 * <pre>{@code
 * Configuration configuration =
 *     Configuration.builder()
 *         .layer(Dense.of(16, new Tanh()))
 *         .layer(Dense.output(new Softmax()))
 *         .loss(new CrossEntropy())
 *         .optimizer(new Adam(0.01))
 *         .metric(new Accuracy())
 *         .epochs(100)
 *         .batchSize(16)
 *         .seed(7)
 *         .build();
 * }</pre>
 *
 * @param data where the examples come from; empty if an application passes its own
 * @param network the layers, from input to output; at least one
 * @param loss the loss that is minimised
 * @param optimizer how the weights are updated
 * @param schedule how the learning rate changes; empty for a constant rate
 * @param regularizers penalties on the weights
 * @param metrics what is reported in addition to the loss
 * @param training the settings of the training run
 * @param tune the values that a search tries; ignored by training
 */
public record Configuration(
    @Option("where the examples come from; left out if an application passes its own")
        Optional<DataSpec> data,
    @Option("the layers, from input to output") List<Layer> network,
    @Option("the loss that training minimises") Loss loss,
    @Option("how the weights are updated") Optimizer optimizer,
    @Option("how the learning rate changes; if left out, it is constant")
        Optional<Schedule> schedule,
    @Option("penalties on large weights") List<Regularizer> regularizers,
    @Option("what is reported in addition to the loss; the name of a loss works too")
        List<Metric> metrics,
    @Option("epochs, batch size and other settings of the training run") TrainingSpec training,
    @Option("the values that gradus tune tries; ignored otherwise") Optional<TuneSpec> tune) {

  /**
   * Creates a configuration with a constant learning rate, no regularizers, no metrics, and the
   * defaults of {@link TrainingSpec}.
   */
  public Configuration(
      Optional<DataSpec> data, List<Layer> network, Loss loss, Optimizer optimizer) {
    this(
        data,
        network,
        loss,
        optimizer,
        Optional.empty(),
        List.of(),
        List.of(),
        new TrainingSpec(),
        Optional.empty());
  }

  /**
   * Checks that there is a network.
   *
   * @throws IllegalArgumentException with a sentence, if there are no layers, or training names a
   *     layer that does not exist
   */
  public Configuration {
    network = List.copyOf(network);
    regularizers = List.copyOf(regularizers);
    metrics = List.copyOf(metrics);
    if (network.isEmpty()) {
      throw new IllegalArgumentException("network must have at least one layer");
    }
    int size = network.size();
    checkPlaces("reset", training.reset(), size);
    checkPlaces("freeze", training.freeze(), size);
    training.groups().forEach(group -> checkPlaces("groups", group.layers(), size));
  }

  private static void checkPlaces(String option, List<String> layers, int size) {
    for (String layer : layers) {
      if (LayerPlace.of(option, layer).index() >= size) {
        throw new IllegalArgumentException(
            "training.%s names %s, but the network has %s"
                .formatted(
                    option,
                    layer,
                    size == 1 ? "network.0 alone" : "network.0 to network." + (size - 1)));
      }
    }
  }

  /** The auxiliary columns of the loss and the metrics, without duplicates. */
  public List<AuxiliaryColumn> auxiliaryColumns() {
    return Stream.concat(
            Verifier.answer(loss, "columns", loss.columns()).stream(),
            metrics.stream()
                .flatMap(metric -> Verifier.answer(metric, "columns", metric.columns()).stream()))
        .distinct()
        .toList();
  }

  /** The same with other layers. */
  public Configuration withNetwork(List<Layer> layers) {
    requireNonNull(layers, "layers must not be null");
    return new Configuration(
        data, layers, loss, optimizer, schedule, regularizers, metrics, training, tune);
  }

  /** The same with other training. */
  public Configuration withTraining(TrainingSpec other) {
    requireNonNull(other, "other must not be null");
    return new Configuration(
        data, network, loss, optimizer, schedule, regularizers, metrics, other, tune);
  }

  /** The same with other metrics. */
  public Configuration withMetrics(List<Metric> reported) {
    requireNonNull(reported, "reported must not be null");
    return new Configuration(
        data, network, loss, optimizer, schedule, regularizers, reported, training, tune);
  }

  /** Starts an empty configuration. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts a copy of this configuration. */
  public Builder toBuilder() {
    Builder builder = new Builder().layers(network).loss(loss).optimizer(optimizer);
    builder.data = data;
    builder.schedule = schedule;
    builder.tune = tune;
    return builder.regularizers(regularizers).metrics(metrics).training(training);
  }

  /** Builds a configuration; not thread-safe. */
  public static final class Builder {

    private Optional<DataSpec> data = Optional.empty();
    private final List<Layer> network = new ArrayList<>();
    private Optional<Loss> loss = Optional.empty();
    private Optional<Optimizer> optimizer = Optional.empty();
    private Optional<Schedule> schedule = Optional.empty();
    private final List<Regularizer> regularizers = new ArrayList<>();
    private final List<Metric> metrics = new ArrayList<>();
    private TrainingSpec training = new TrainingSpec();
    private Optional<TuneSpec> tune = Optional.empty();

    private Builder() {}

    /** Sets which data the examples come from, and which columns are predicted. */
    public Builder data(DataSpec data) {
      this.data = Optional.of(requireNonNull(data, "data must not be null"));
      return this;
    }

    /** Appends a layer. */
    public Builder layer(Layer layer) {
      network.add(requireNonNull(layer, "layer must not be null"));
      return this;
    }

    /** Sets all layers, from input to output, replacing any others. */
    public Builder layers(List<? extends Layer> layers) {
      return replace(network, layers, "layers");
    }

    /** Sets the loss that is minimised. */
    public Builder loss(Loss loss) {
      this.loss = Optional.of(requireNonNull(loss, "loss must not be null"));
      return this;
    }

    /** Sets how the weights are updated. */
    public Builder optimizer(Optimizer optimizer) {
      this.optimizer = Optional.of(requireNonNull(optimizer, "optimizer must not be null"));
      return this;
    }

    /** Sets how the learning rate changes. */
    public Builder schedule(Schedule schedule) {
      this.schedule = Optional.of(requireNonNull(schedule, "schedule must not be null"));
      return this;
    }

    /** Adds a penalty on large weights. */
    public Builder regularizer(Regularizer regularizer) {
      regularizers.add(requireNonNull(regularizer, "regularizer must not be null"));
      return this;
    }

    /** Sets all penalties, replacing any others. */
    public Builder regularizers(List<? extends Regularizer> penalties) {
      return replace(regularizers, penalties, "penalties");
    }

    /** Adds a metric that is reported. */
    public Builder metric(Metric metric) {
      metrics.add(requireNonNull(metric, "metric must not be null"));
      return this;
    }

    /** Adds a loss that is reported as a metric. */
    public Builder metric(Loss loss) {
      return metric(new LossAsMetric(requireNonNull(loss, "loss must not be null")));
    }

    /** Sets all metrics, replacing any others. */
    public Builder metrics(List<? extends Metric> reported) {
      return replace(metrics, reported, "reported");
    }

    private <T> Builder replace(List<T> here, List<? extends T> others, String name) {
      requireNonNull(others, name + " must not be null");
      List<T> copy = List.copyOf(others);
      here.clear();
      here.addAll(copy);
      return this;
    }

    /** Sets epochs, batch size and other settings of the training run. */
    public Builder training(TrainingSpec training) {
      this.training = requireNonNull(training, "training must not be null");
      return this;
    }

    /**
     * Changes some of epochs, batch size and other settings of the training run, and leaves the
     * rest: {@code training(t -> t.epochs(20).clipNorm(1))}.
     *
     * @param steps maps the current settings to the new ones
     * @throws IllegalArgumentException with a sentence, if a value is invalid
     */
    public Builder training(UnaryOperator<TrainingSpec> steps) {
      requireNonNull(steps, "steps must not be null");
      return training(steps.apply(training));
    }

    /**
     * Sets the number of epochs; by default 100, or as many as {@link TrainingSpec#steps} need.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds, or the steps are set
     */
    public Builder epochs(int epochs) {
      return training(training.epochs(epochs));
    }

    /**
     * Sets the batch size; by default 32, or all examples for a full-batch optimizer.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds
     */
    public Builder batchSize(int batchSize) {
      return training(training.batchSize(batchSize));
    }

    /** Sets the seed of all random numbers; 0 by default. */
    public Builder seed(long seed) {
      return training(training.seed(seed));
    }

    /** Sets the values that a search tries; ignored by training. */
    public Builder tune(TuneSpec tune) {
      this.tune = Optional.of(requireNonNull(tune, "tune must not be null"));
      return this;
    }

    /**
     * Builds the configuration.
     *
     * @throws ConfigurationException with a sentence for each part that is missing
     */
    public Configuration build() {
      List<Problem> missing = new ArrayList<>();
      if (network.isEmpty()) {
        missing.add(Problem.of("the network is missing; add at least one layer(…)"));
      }
      if (loss.isEmpty()) {
        missing.add(Problem.of("the loss is missing; add loss(…)"));
      }
      if (optimizer.isEmpty()) {
        missing.add(Problem.of("the optimizer is missing; add optimizer(…)"));
      }
      if (!missing.isEmpty()) {
        throw new ConfigurationException(missing);
      }
      return new Configuration(
          data,
          network,
          loss.orElseThrow(),
          optimizer.orElseThrow(),
          schedule,
          regularizers,
          metrics,
          training,
          tune);
    }
  }
}
