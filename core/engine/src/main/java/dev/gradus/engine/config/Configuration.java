package dev.gradus.engine.config;

import dev.gradus.engine.problem.Problem;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that must be known to train a network.
 *
 * <p>The components are the keys at the root of the YAML. In Java it is best made by a {@link
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
 * @param data where the examples come from; empty if an application brings its own
 * @param network the layers, from input to output; at least one
 * @param loss what is learned
 * @param optimizer how the weights move
 * @param schedule how the learning rate changes; empty for not at all
 * @param regularizers what keeps the weights small
 * @param metrics what is reported beside the loss
 * @param training how long and in which portions is learned
 */
public record Configuration(
    @Option("where the examples come from; left out where an application brings its own")
        Optional<DataSpec> data,
    @Option("the layers, from input to output") List<LayerSpec> network,
    @Option("what the network learns to make small") Loss loss,
    @Option("how the weights move") Optimizer optimizer,
    @Option("how the learning rate changes; if left out, not at all") Optional<Schedule> schedule,
    @Option("what keeps the weights small") List<Regularizer> regularizers,
    @Option("what is reported beside the loss; the name of any loss will do too")
        List<Metric> metrics,
    @Option("how long and in which portions the network learns") TrainingSpec training) {

  /** A constant learning rate, no regularizers, no metrics, and {@link TrainingSpec}'s defaults. */
  public Configuration(
      Optional<DataSpec> data, List<LayerSpec> network, Loss loss, Optimizer optimizer) {
    this(
        data, network, loss, optimizer, Optional.empty(), List.of(), List.of(), new TrainingSpec());
  }

  /**
   * Checks that there is a network.
   *
   * @throws IllegalArgumentException with a sentence, if there are no layers
   */
  public Configuration {
    network = List.copyOf(network);
    regularizers = List.copyOf(regularizers);
    metrics = List.copyOf(metrics);
    if (network.isEmpty()) {
      throw new IllegalArgumentException("network must have at least one layer");
    }
  }

  /** Begins a configuration in which nothing is set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers a configuration; not for use by several threads at once. */
  public static final class Builder {

    private Optional<DataSpec> data = Optional.empty();
    private final List<LayerSpec> network = new ArrayList<>();
    private Optional<Loss> loss = Optional.empty();
    private Optional<Optimizer> optimizer = Optional.empty();
    private Optional<Schedule> schedule = Optional.empty();
    private final List<Regularizer> regularizers = new ArrayList<>();
    private final List<Metric> metrics = new ArrayList<>();
    private TrainingSpec training = new TrainingSpec();

    private Builder() {}

    /** Takes the examples from a file. */
    public Builder data(DataSpec data) {
      this.data = Optional.of(data);
      return this;
    }

    /** Adds a layer behind those that are there. */
    public Builder layer(LayerSpec layer) {
      network.add(layer);
      return this;
    }

    /** Sets what is learned. */
    public Builder loss(Loss loss) {
      this.loss = Optional.of(loss);
      return this;
    }

    /** Sets how the weights move. */
    public Builder optimizer(Optimizer optimizer) {
      this.optimizer = Optional.of(optimizer);
      return this;
    }

    /** Sets how the learning rate changes. */
    public Builder schedule(Schedule schedule) {
      this.schedule = Optional.of(schedule);
      return this;
    }

    /** Adds a penalty on large weights. */
    public Builder regularizer(Regularizer regularizer) {
      regularizers.add(regularizer);
      return this;
    }

    /** Adds a metric that is reported. */
    public Builder metric(Metric metric) {
      metrics.add(metric);
      return this;
    }

    /** Adds a loss that is reported, not learned. */
    public Builder metric(Loss loss) {
      return metric(new LossAsMetric(loss));
    }

    /** Sets all of the training at once. */
    public Builder training(TrainingSpec training) {
      this.training = training;
      return this;
    }

    /**
     * Sets how often every example is seen; 100 unless set.
     *
     * @throws IllegalArgumentException with a sentence, if below 1
     */
    public Builder epochs(int epochs) {
      return training(
          new TrainingSpec(
              epochs,
              training.batchSize(),
              training.shuffle(),
              training.seed(),
              training.threads()));
    }

    /**
     * Sets how many examples make one step; 32 unless set.
     *
     * @throws IllegalArgumentException with a sentence, if below 1
     */
    public Builder batchSize(int batchSize) {
      return training(
          new TrainingSpec(
              training.epochs(),
              batchSize,
              training.shuffle(),
              training.seed(),
              training.threads()));
    }

    /** Sets whether the examples are put in a new order in every epoch; true unless set. */
    public Builder shuffle(boolean shuffle) {
      return training(
          new TrainingSpec(
              training.epochs(),
              training.batchSize(),
              shuffle,
              training.seed(),
              training.threads()));
    }

    /** Sets what all randomness is derived from; 0 unless set. */
    public Builder seed(long seed) {
      return training(
          new TrainingSpec(
              training.epochs(),
              training.batchSize(),
              training.shuffle(),
              seed,
              training.threads()));
    }

    /**
     * Sets how many threads share the work; one per processor unless set. The trained network is
     * the same with any number.
     *
     * @throws IllegalArgumentException with a sentence, if below 1
     */
    public Builder threads(int threads) {
      return training(
          new TrainingSpec(
              training.epochs(),
              training.batchSize(),
              training.shuffle(),
              training.seed(),
              Optional.of(threads)));
    }

    /**
     * Makes the configuration.
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
          training);
    }
  }
}
