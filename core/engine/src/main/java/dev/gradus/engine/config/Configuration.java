package dev.gradus.engine.config;

import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.problem.ConfigurationException;
import dev.gradus.engine.problem.Problem;
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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param tune which values a search tries; training pays no attention to it
 */
public record Configuration(
    @Option("where the examples come from; left out where an application brings its own")
        Optional<DataSpec> data,
    @Option("the layers, from input to output") List<Layer> network,
    @Option("what the network learns to make small") Loss loss,
    @Option("how the weights move") Optimizer optimizer,
    @Option("how the learning rate changes; if left out, not at all") Optional<Schedule> schedule,
    @Option("what keeps the weights small") List<Regularizer> regularizers,
    @Option("what is reported beside the loss; the name of any loss will do too")
        List<Metric> metrics,
    @Option("how long and in which portions the network learns") TrainingSpec training,
    @Option("which other values gradus tune tries; nobody else pays attention to it")
        Optional<TuneSpec> tune) {

  /** A constant learning rate, no regularizers, no metrics, and {@link TrainingSpec}'s defaults. */
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

  /** The columns that the loss and the metrics see beside the target, each once. */
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
    return new Configuration(
        data, layers, loss, optimizer, schedule, regularizers, metrics, training, tune);
  }

  /** The same with other metrics. */
  public Configuration withMetrics(List<Metric> reported) {
    return new Configuration(
        data, network, loss, optimizer, schedule, regularizers, reported, training, tune);
  }

  /** Begins a configuration in which nothing is set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers a configuration; not for use by several threads at once. */
  public static final class Builder {

    private Optional<DataSpec> data = Optional.empty();
    private final List<Layer> network = new ArrayList<>();
    private Optional<Loss> loss = Optional.empty();
    private Optional<Optimizer> optimizer = Optional.empty();
    private Optional<Schedule> schedule = Optional.empty();
    private final List<Regularizer> regularizers = new ArrayList<>();
    private final List<Metric> metrics = new ArrayList<>();
    private Optional<Integer> epochs = Optional.empty();
    private Optional<Integer> steps = Optional.empty();
    private Optional<Integer> batchSize = Optional.empty();
    private int accumulate;
    private boolean shuffle;
    private long seed;
    private Optional<Integer> threads = Optional.empty();
    private Optional<Double> clipValue = Optional.empty();
    private Optional<Double> clipNorm = Optional.empty();
    private Optional<Double> clipGlobalNorm = Optional.empty();
    private Optional<Double> maxNorm = Optional.empty();
    private Optional<Double> weightAverage = Optional.empty();
    private boolean decayBiases = true;
    private boolean balanceClasses;
    private Map<String, Double> classWeights = Map.of();
    private TrainingSpec.Guard lossGuard = TrainingSpec.Guard.REFUSE;
    private Optional<EarlyStopping> earlyStopping = Optional.empty();
    private Optional<Checkpoint> checkpoint = Optional.empty();

    private Builder() {
      training(new TrainingSpec());
    }

    /** Takes the examples from a file. */
    public Builder data(DataSpec data) {
      this.data = Optional.of(data);
      return this;
    }

    /** Adds a layer behind those that are there. */
    public Builder layer(Layer layer) {
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
      epochs = training.epochs();
      steps = training.steps();
      batchSize = training.batchSize();
      accumulate = training.accumulate();
      shuffle = training.shuffle();
      seed = training.seed();
      threads = training.threads();
      clipValue = training.clipValue();
      clipNorm = training.clipNorm();
      clipGlobalNorm = training.clipGlobalNorm();
      maxNorm = training.maxNorm();
      weightAverage = training.weightAverage();
      decayBiases = training.decayBiases();
      balanceClasses = training.balanceClasses();
      classWeights = training.classWeights();
      lossGuard = training.lossGuard();
      earlyStopping = training.earlyStopping();
      checkpoint = training.checkpoint();
      return this;
    }

    /**
     * Sets how often every example is seen; 100 unless set, or what {@link #steps} says.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds, or the steps are set
     */
    public Builder epochs(int epochs) {
      this.epochs = Optional.of(epochs);
      return checkTraining();
    }

    /**
     * Sets how many steps the optimizer takes, in place of a number of epochs.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds, or the epochs are set
     */
    public Builder steps(int steps) {
      this.steps = Optional.of(steps);
      return checkTraining();
    }

    /**
     * Sets how many examples go through the network at once; 32 unless set, or all of them if the
     * optimizer needs them.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds
     */
    public Builder batchSize(int batchSize) {
      this.batchSize = Optional.of(batchSize);
      return checkTraining();
    }

    /**
     * Sets how many batches make one step of the optimizer; 1 unless set.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds
     */
    public Builder accumulate(int accumulate) {
      this.accumulate = accumulate;
      return checkTraining();
    }

    /** Sets whether the examples are put in a new order in every epoch; true unless set. */
    public Builder shuffle(boolean shuffle) {
      this.shuffle = shuffle;
      return this;
    }

    /** Sets what all randomness is derived from; 0 unless set. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Sets how many threads share the work; one per processor unless set. The trained network is
     * the same with any number.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds
     */
    public Builder threads(int threads) {
      this.threads = Optional.of(threads);
      return checkTraining();
    }

    /**
     * Cuts each number of a gradient to this size.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds
     */
    public Builder clipValue(double clipValue) {
      this.clipValue = Optional.of(clipValue);
      return checkTraining();
    }

    /**
     * Scales the gradient of each tensor down to this length.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds
     */
    public Builder clipNorm(double clipNorm) {
      this.clipNorm = Optional.of(clipNorm);
      return checkTraining();
    }

    /**
     * Scales the gradient of all parameters together down to this length.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds
     */
    public Builder clipGlobalNorm(double clipGlobalNorm) {
      this.clipGlobalNorm = Optional.of(clipGlobalNorm);
      return checkTraining();
    }

    /**
     * Scales the weights into each unit down to this length after each step.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds
     */
    public Builder maxNorm(double maxNorm) {
      this.maxNorm = Optional.of(maxNorm);
      return checkTraining();
    }

    /**
     * Predicts with a running mean of the weights, which forgets them so slowly.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds
     */
    public Builder weightAverage(double weightAverage) {
      this.weightAverage = Optional.of(weightAverage);
      return checkTraining();
    }

    /**
     * Whether the weight decay of the optimizer acts on biases and scales too; it does unless set.
     */
    public Builder decayBiases(boolean decayBiases) {
      this.decayBiases = decayBiases;
      return checkTraining();
    }

    /**
     * Makes every class count as much as the others.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds
     */
    public Builder balanceClasses(boolean balanceClasses) {
      this.balanceClasses = balanceClasses;
      return checkTraining();
    }

    /**
     * Sets how much the examples of some classes count, by name.
     *
     * @throws IllegalArgumentException with a sentence, if out of bounds
     */
    public Builder classWeights(Map<String, Double> classWeights) {
      this.classWeights = classWeights;
      return checkTraining();
    }

    /** Sets what happens to a loss that makes no sense; it is refused unless set. */
    public Builder lossGuard(TrainingSpec.Guard lossGuard) {
      this.lossGuard = lossGuard;
      return this;
    }

    /** Sets when training stops before its last epoch; never unless set. */
    public Builder earlyStopping(EarlyStopping earlyStopping) {
      this.earlyStopping = Optional.of(earlyStopping);
      return this;
    }

    /** Sets when the run is kept, so that it can go on later; never unless set. */
    public Builder checkpoint(Checkpoint checkpoint) {
      this.checkpoint = Optional.of(checkpoint);
      return this;
    }

    private Builder checkTraining() {
      trainingSpec();
      return this;
    }

    private TrainingSpec trainingSpec() {
      return new TrainingSpec(
          epochs,
          steps,
          batchSize,
          accumulate,
          shuffle,
          seed,
          threads,
          clipValue,
          clipNorm,
          clipGlobalNorm,
          maxNorm,
          weightAverage,
          decayBiases,
          balanceClasses,
          classWeights,
          lossGuard,
          earlyStopping,
          checkpoint);
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
          trainingSpec(),
          Optional.empty());
    }
  }
}
