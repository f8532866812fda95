package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.object.Changed;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How long and in which portions a network learns: the section {@code training}.
 *
 * <p>In Java it is made in steps, each of which gives another one: {@code new
 * TrainingSpec().epochs(20).batchSize(16)}. A step that the numbers do not allow is an {@link
 * IllegalArgumentException} with a sentence.
 *
 * @param epochs how often every example is seen; empty for {@link #DEFAULT_EPOCHS}, or for what
 *     {@code steps} says
 * @param steps how many steps the optimizer takes, in place of a number of epochs
 * @param batchSize how many examples go through the network at once; empty for {@link
 *     #DEFAULT_BATCH_SIZE}, or for all of them if the optimizer needs them
 * @param accumulateBatches how many batches make one step of the optimizer
 * @param shuffle whether the examples are put in a new order in every epoch
 * @param seed what all randomness is derived from
 * @param threads how many share the work; empty for one per processor
 * @param clipValue the size that each number of a gradient is cut to
 * @param clipNorm the length that the gradient of each tensor is scaled down to
 * @param clipGlobalNorm the length that the gradient of all parameters together is scaled down to
 * @param maxNorm the length that the weights of each unit are scaled down to after a step
 * @param emaDecay the decay of the moving average of the weights that predicts; empty for none
 * @param decayBiases whether the weight decay of the optimizer acts on everything that is learned,
 *     or on the weights that multiply inputs alone
 * @param classWeights how much the examples of each class count
 * @param lossGuard what happens to a loss that makes no sense
 * @param earlyStopping when training stops before its last epoch; empty for never
 * @param checkpoint when the run is kept, so that it can go on after it was interrupted; empty for
 *     never
 * @param start a model file with whose weights and preparation training begins; empty for fresh
 *     weights
 * @param reset layers that begin with fresh weights all the same, as {@link LayerPlace} reads them;
 *     if the last is among them, the target is prepared anew too
 * @param newClasses what becomes of classes that the model of the start has not learned
 * @param freeze layers that do not learn, as {@link LayerPlace} reads them
 * @param groups layers with a learning rate of their own, or without weight decay
 */
public record TrainingSpec(
    @Option(
            value = "how often every example is seen; if left out, 100, or what steps says",
            min = 1)
        Optional<Integer> epochs,
    @Option(
            value =
                "steps that the optimizer takes, in place of epochs; the last epoch ends where they do",
            min = 1)
        Optional<Integer> steps,
    @Option(
            value =
                "examples that make a step; if left out, 32, or all of them with an optimizer that needs them, such as lbfgs",
            min = 1)
        Optional<Integer> batchSize,
    @Option(
            value = "batches whose mean gradient makes one step of the optimizer",
            min = 1,
            formerly = "accumulate")
        int accumulateBatches,
    @Option("whether the examples are put in a new order in every epoch") boolean shuffle,
    @Option("what all randomness is derived from; the same seed gives the same network") long seed,
    @Option(
            value =
                "threads that share the work; if left out, one per processor. The trained network is the same with any number",
            min = 1,
            max = MOST_THREADS)
        Optional<Integer> threads,
    @Option(value = "the size that each number of a gradient is cut to", above = 0)
        Optional<Double> clipValue,
    @Option(
            value =
                "the length that the gradient of each tensor is scaled down to, if it is longer",
            above = 0)
        Optional<Double> clipNorm,
    @Option(
            value =
                "the length that the gradient of all parameters together is scaled down to, if it is longer",
            above = 0)
        Optional<Double> clipGlobalNorm,
    @Option(
            value =
                "the length that the weights into each unit are scaled down to after a step, if they are longer",
            above = 0)
        Optional<Double> maxNorm,
    @Option(
            value =
                "the decay of an exponential moving average (EMA) of the weights, per step; the model then predicts with that average. If left out, there is none",
            min = 0,
            below = 1,
            formerly = "weight-average")
        Optional<Double> emaDecay,
    @Option(
            "whether the weight decay of the optimizer acts on biases, on scales of norms and on coefficients of activations too, or, if false, on weights alone")
        boolean decayBiases,
    @Option(
            value =
                "how much the examples of each class count: balanced, rows/(classes rows of the class), so that all classes count the same; or a weight for each class name, 1 for those not named. The loss is multiplied by the weight and not divided by the sum of the weights; metrics, and the loss of the finished model, ignore it",
            formerly = "balance-classes")
        ClassWeights classWeights,
    @Option(
            "refuse: a loss that makes no sense with the last layer or the target stops training before it begins; warn: it is only said")
        Guard lossGuard,
    @Option("when training stops before its last epoch; if left out, never")
        Optional<EarlyStopping> earlyStopping,
    @Option(
            "when the run is kept on disk, so that it can go on after it was interrupted; if left out, never")
        Optional<Checkpoint> checkpoint,
    @Option(
            "a model file with whose weights training begins; its inputs are prepared as that model does it. If left out, the weights are fresh")
        Optional<Path> start,
    @Option(
            value =
                "layers that start from fresh weights although there is a start model, such as network.1; if the last layer is among them, the target is learned anew",
            formerly = "afresh")
        List<String> reset,
    @Option(
            "what becomes of classes that the model of the start does not know. refuse: training does not begin; add: the last layer gets a fresh unit for each")
        NewClasses newClasses,
    @Option(
            "layers that do not learn, such as network.0: their weights and statistics stay as they begin, and they compute what they do when the network predicts")
        List<String> freeze,
    @Option(
            "layers with a learning rate of their own, or without weight decay; those not named learn as usual")
        List<ParameterGroup> groups) {

  /** What becomes of classes that the model of the start has not learned. */
  public enum NewClasses {
    /** Training does not begin. */
    REFUSE,
    /** The last layer gets a fresh unit for each. */
    ADD
  }

  /** What happens to a loss that makes no sense with the last layer or the target. */
  public enum Guard {
    /** It stops training before it begins. */
    REFUSE,
    /** It is only said. */
    WARN
  }

  /** More threads than this share no work. */
  public static final int MOST_THREADS = 1024;

  /** How often every example is seen if nothing else is said. */
  public static final int DEFAULT_EPOCHS = 100;

  /** What a batch holds if nothing else is said. */
  public static final int DEFAULT_BATCH_SIZE = 32;

  /** 100 epochs in batches of 32, shuffled, from seed 0, and none of the rest. */
  public TrainingSpec() {
    this(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        1,
        true,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        ClassWeights.none(),
        Guard.REFUSE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        NewClasses.REFUSE,
        List.of(),
        List.of());
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException with a sentence, if one is out of bounds, or two say the same
   *     thing: epochs and steps, or the two kinds of weights of classes; or if a layer is not
   *     written as a place, or how it learns is said twice
   */
  public TrainingSpec {
    reset = List.copyOf(reset);
    freeze = List.copyOf(freeze);
    groups = List.copyOf(groups);
    Options.check(
        TrainingSpec.class,
        epochs,
        steps,
        batchSize,
        accumulateBatches,
        shuffle,
        seed,
        threads,
        clipValue,
        clipNorm,
        clipGlobalNorm,
        maxNorm,
        emaDecay,
        decayBiases,
        classWeights,
        lossGuard,
        earlyStopping,
        checkpoint,
        start,
        reset,
        newClasses,
        freeze,
        groups);
    if (epochs.isPresent() && steps.isPresent()) {
      throw new IllegalArgumentException(
          "steps and epochs both say how long to train; leave one out");
    }
    checkLayers(reset, freeze, groups);
  }

  /** How a layer learns is said once. */
  private static void checkLayers(
      List<String> reset, List<String> freeze, List<ParameterGroup> groups) {
    places("reset", reset);
    Set<LayerPlace> frozen = places("freeze", freeze);
    Set<LayerPlace> grouped = new HashSet<>();
    for (ParameterGroup group : groups) {
      for (String layer : group.layers()) {
        LayerPlace place = LayerPlace.of("groups", layer);
        if (frozen.contains(place)) {
          throw new IllegalArgumentException(
              "groups names %s, which is frozen and so does not learn; leave it out of groups or of freeze"
                  .formatted(place));
        }
        if (!grouped.add(place)) {
          throw new IllegalArgumentException(
              "groups names %s twice; a layer is in one group".formatted(place));
        }
      }
    }
  }

  private static Set<LayerPlace> places(String option, List<String> layers) {
    Set<LayerPlace> places = new HashSet<>();
    for (String layer : layers) {
      if (!places.add(LayerPlace.of(option, layer))) {
        throw new IllegalArgumentException("%s names %s twice".formatted(option, layer));
      }
    }
    return places;
  }

  /** Sets the model file with whose weights and preparation training begins. */
  public TrainingSpec start(Path model) {
    return Changed.with(
        this, "start", Optional.of(requireNonNull(model, "model must not be null")));
  }

  /**
   * Sets the layers that begin with fresh weights though there is a start.
   *
   * @param layers such as {@code network.1}; with the last the target is prepared anew
   */
  public TrainingSpec reset(String... layers) {
    return Changed.with(this, "reset", LayerPlace.listOf(layers));
  }

  /** Sets what becomes of classes that the model of the start has not learned. */
  public TrainingSpec newClasses(NewClasses newClasses) {
    return Changed.with(
        this, "newClasses", requireNonNull(newClasses, "newClasses must not be null"));
  }

  /**
   * Sets the layers that do not learn.
   *
   * @param layers such as {@code network.0}
   */
  public TrainingSpec freeze(String... layers) {
    return Changed.with(this, "freeze", LayerPlace.listOf(layers));
  }

  /** Adds layers with a learning rate of their own, or without weight decay. */
  public TrainingSpec group(ParameterGroup group) {
    requireNonNull(group, "group must not be null");
    List<ParameterGroup> all = new ArrayList<>(groups);
    all.add(group);
    return Changed.with(this, "groups", List.copyOf(all));
  }

  /**
   * The same without what says how the weights begin. The configuration of a model says nothing of
   * that: whoever goes on from the model begins with its weights.
   */
  public TrainingSpec withoutStart() {
    return Changed.with(
        Changed.with(withoutStartFile(), "reset", List.of()), "newClasses", NewClasses.REFUSE);
  }

  /** The same without the file of a start. */
  public TrainingSpec withoutStartFile() {
    return Changed.with(this, "start", Optional.empty());
  }

  /** Sets how often every example is seen. */
  public TrainingSpec epochs(int epochs) {
    return Changed.with(this, "epochs", Optional.of(epochs));
  }

  /** Sets how many steps the optimizer takes, in place of a number of epochs. */
  public TrainingSpec steps(int steps) {
    return Changed.with(this, "steps", Optional.of(steps));
  }

  /** Sets how many examples go through the network at once. */
  public TrainingSpec batchSize(int batchSize) {
    return Changed.with(this, "batchSize", Optional.of(batchSize));
  }

  /** Sets how many batches make one step of the optimizer. */
  public TrainingSpec accumulateBatches(int accumulateBatches) {
    return Changed.with(this, "accumulateBatches", accumulateBatches);
  }

  /** Sets whether the examples are put in a new order in every epoch. */
  public TrainingSpec shuffle(boolean shuffle) {
    return Changed.with(this, "shuffle", shuffle);
  }

  /** Sets what all randomness is derived from. */
  public TrainingSpec seed(long seed) {
    return Changed.with(this, "seed", seed);
  }

  /** Sets how many threads share the work; the trained network is the same with any number. */
  public TrainingSpec threads(int threads) {
    return Changed.with(this, "threads", Optional.of(threads));
  }

  /** Sets the size that each number of a gradient is cut to. */
  public TrainingSpec clipValue(double clipValue) {
    return Changed.with(this, "clipValue", Optional.of(clipValue));
  }

  /** Sets the length that the gradient of each tensor is scaled down to. */
  public TrainingSpec clipNorm(double clipNorm) {
    return Changed.with(this, "clipNorm", Optional.of(clipNorm));
  }

  /** Sets the length that the gradient of all parameters together is scaled down to. */
  public TrainingSpec clipGlobalNorm(double clipGlobalNorm) {
    return Changed.with(this, "clipGlobalNorm", Optional.of(clipGlobalNorm));
  }

  /** Sets the length that the weights into each unit are scaled down to after each step. */
  public TrainingSpec maxNorm(double maxNorm) {
    return Changed.with(this, "maxNorm", Optional.of(maxNorm));
  }

  /** Sets the decay of the exponential moving average of the weights that predicts. */
  public TrainingSpec emaDecay(double emaDecay) {
    return Changed.with(this, "emaDecay", Optional.of(emaDecay));
  }

  /** Sets whether the weight decay of the optimizer acts on biases and scales too. */
  public TrainingSpec decayBiases(boolean decayBiases) {
    return Changed.with(this, "decayBiases", decayBiases);
  }

  /** Sets how much the examples of each class count. */
  public TrainingSpec classWeights(ClassWeights classWeights) {
    return Changed.with(
        this, "classWeights", requireNonNull(classWeights, "classWeights must not be null"));
  }

  /** Sets how much the examples of some classes count, by name. */
  public TrainingSpec classWeights(Map<String, Double> byName) {
    return classWeights(ClassWeights.of(requireNonNull(byName, "byName must not be null")));
  }

  /** Sets what happens to a loss that makes no sense. */
  public TrainingSpec lossGuard(Guard lossGuard) {
    return Changed.with(this, "lossGuard", requireNonNull(lossGuard, "lossGuard must not be null"));
  }

  /** Sets when training stops before its last epoch. */
  public TrainingSpec earlyStopping(EarlyStopping earlyStopping) {
    return Changed.with(
        this,
        "earlyStopping",
        Optional.of(requireNonNull(earlyStopping, "earlyStopping must not be null")));
  }

  /** Sets when the run is kept, so that it can go on later. */
  public TrainingSpec checkpoint(Checkpoint checkpoint) {
    return Changed.with(
        this, "checkpoint", Optional.of(requireNonNull(checkpoint, "checkpoint must not be null")));
  }
}
