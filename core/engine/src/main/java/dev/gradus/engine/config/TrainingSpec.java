package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.object.Changed;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a training run: the section {@code training}.
 *
 * <p>In Java it is built in steps, each of which returns a new object: {@code new
 * TrainingSpec().epochs(20).batchSize(16)}. An invalid step throws an {@link
 * IllegalArgumentException} with a sentence.
 *
 * @param epochs the number of epochs; empty for {@link #DEFAULT_EPOCHS}, or for as many as {@code
 *     steps} takes
 * @param steps the number of optimizer steps, instead of epochs
 * @param maxMinutes the time after which training stops; empty for never
 * @param batchSize the batch size; empty for {@link #DEFAULT_BATCH_SIZE}, or for all examples with
 *     a full-batch optimizer
 * @param accumulateBatches the number of batches whose mean gradient makes one step
 * @param shuffle whether the examples are shuffled in every epoch
 * @param seed the seed of all random numbers
 * @param threads the maximum number of worker threads; empty for one per processor
 * @param clipValue the largest absolute value of each element of a gradient
 * @param clipNorm the largest norm of the gradient of each tensor
 * @param clipGlobalNorm the largest norm of the gradient of all parameters together
 * @param maxNorm the largest norm of the weights of each unit
 * @param emaDecay the decay of the moving average of the weights, which is used for prediction;
 *     empty for none
 * @param decayBiases whether the weight decay of the optimizer applies to all parameters, or only
 *     to weights
 * @param weightDecaySchedule how the weight decay of the optimizer changes; empty if it is constant
 * @param classWeights how much the examples of each class count
 * @param lossGuard what happens if the loss does not fit the last layer or the target, or rewards
 *     errors
 * @param earlyStopping when training stops before its last epoch; empty for never
 * @param keepBest whether the weights of the best epoch of the whole run are kept; empty for those
 *     of the last, unless there is early stopping
 * @param checkpoint when the run is saved, so that it can be resumed after an interruption; empty
 *     for never
 * @param start a model file whose weights and preparation training starts from; empty for initial
 *     weights
 * @param reset layers that start from initial weights nevertheless, as {@link LayerPlace} reads
 *     them; if the last is among them, the preparation of the target is fitted again
 * @param newClasses what happens to classes that the initial model does not know
 * @param freeze layers that are not trained, as {@link LayerPlace} reads them
 * @param groups layers or kinds of parameters with their own learning rate, or without weight decay
 * @param calibrate how predicted probabilities are calibrated after training; empty for not at all
 * @param conformal sets or intervals that hold the true value with a given probability; empty for
 *     none
 */
public record TrainingSpec(
    @Option(value = "the number of epochs; if left out, 100, or as many as the steps need", min = 1)
        Optional<Integer> epochs,
    @Option(
            value =
                "the number of optimizer steps, instead of epochs; the last epoch may be incomplete",
            min = 1)
        Optional<Integer> steps,
    @Option(
            value =
                "the minutes after which training stops at the end of an epoch; an epoch that would take longer is not begun. How many epochs fit depends on the speed of the machine, so the same seed need not give the same network. If left out, there is no limit",
            above = 0)
        Optional<Double> maxMinutes,
    @Option(
            value =
                "the batch size; if left out, 32, or all examples with a full-batch optimizer such as lbfgs",
            min = 1)
        Optional<Integer> batchSize,
    @Option(
            value = "the number of batches whose mean gradient makes one step of the optimizer",
            min = 1,
            formerly = "accumulate")
        int accumulateBatches,
    @Option("whether the examples are shuffled in every epoch") boolean shuffle,
    @Option("the seed of all random numbers; the same seed gives the same network") long seed,
    @Option(
            value =
                "the maximum number of worker threads; if left out, one per processor. A run uses as many of them as make it faster; the trained network is the same with any number",
            min = 1,
            max = MOST_THREADS)
        Optional<Integer> threads,
    @Option(
            value =
                "the largest absolute value of each element of a gradient; larger ones are clipped",
            above = 0)
        Optional<Double> clipValue,
    @Option(
            value = "the largest norm of the gradient of each tensor; longer ones are scaled down",
            above = 0)
        Optional<Double> clipNorm,
    @Option(
            value =
                "the largest norm of the gradient of all parameters together; a longer one is scaled down",
            above = 0)
        Optional<Double> clipGlobalNorm,
    @Option(
            value =
                "the largest norm of the weights into each unit; longer ones are scaled down after a step",
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
            "whether the weight decay of the optimizer also applies to biases, scales of norms and coefficients of activations; if false, only to weights")
        boolean decayBiases,
    @Option(
            "how the weight decay of the optimizer changes during training, such as flat-cos; if left out, it is constant")
        Optional<Schedule> weightDecaySchedule,
    @Option(
            value =
                "how much the examples of each class count: balanced, rows/(classes rows of the class), so that all classes count the same; or a weight for each class name, 1 for those not named. The loss is multiplied by the weight and not divided by the sum of the weights; metrics, and the loss of the finished model, ignore it",
            formerly = "balance-classes")
        ClassWeights classWeights,
    @Option(
            "what happens if the loss does not fit the last layer or the target, or is a formula that rewards errors. refuse: training does not begin; warn: there is a warning")
        Guard lossGuard,
    @Option("when training stops before its last epoch; if left out, never")
        Optional<EarlyStopping> earlyStopping,
    @Option(
            "trains to the end of the run and keeps the weights of the best epoch; if left out, those of the last are kept, unless there is early-stopping")
        Optional<KeepBest> keepBest,
    @Option(
            "when the run is saved to disk, so that it can be resumed after an interruption; if left out, never")
        Optional<Checkpoint> checkpoint,
    @Option(
            "a model file whose weights training starts from; inputs are prepared as by that model. If left out, the weights are fresh")
        Optional<Path> start,
    @Option(
            value =
                "layers that start from fresh weights although there is an initial model, such as network.1; if the last layer is among them, the preparation of the target is fitted again",
            formerly = "afresh")
        List<String> reset,
    @Option(
            "what happens to classes that the initial model does not know. refuse: training does not begin; add: the last layer gets a new unit for each")
        NewClasses newClasses,
    @Option(
            "layers that are not trained, such as network.0: their weights and statistics do not change, and they compute the same as in prediction")
        List<String> freeze,
    @Option(
            "layers or kinds of parameters with their own learning rate, or without weight decay; a group that names layers takes them out of groups of all layers")
        List<ParameterGroup> groups,
    @Option(
            "how predicted probabilities are calibrated after training, on the validation rows, or on those of data.split.calibration if conformal does not need them. temperature: all logits are divided by one number, so no predicted class changes; isotonic: the probability of the second of two classes is corrected by a curve. If left out, not at all")
        Optional<Calibrate> calibrate,
    @Option(
            "sets of classes, or intervals of numbers, that hold the true value with a given probability; they are fitted after training on the rows of data.split.calibration, or on the validation rows. If left out, none")
        Optional<ConformalSpec> conformal) {

  /** What happens to classes that the initial model does not know. */
  public enum NewClasses {
    /** Training does not begin. */
    REFUSE,
    /** The last layer gets a new unit for each. */
    ADD
  }

  /** What happens if the loss does not fit the last layer or the target, or rewards errors. */
  public enum Guard {
    /** Training does not begin. */
    REFUSE,
    /** There is a warning. */
    WARN
  }

  /** The maximum number of threads. */
  public static final int MOST_THREADS = 1024;

  /** The default number of epochs. */
  public static final int DEFAULT_EPOCHS = 100;

  /** The default batch size. */
  public static final int DEFAULT_BATCH_SIZE = 32;

  /** 100 epochs in shuffled batches of 32, seed 0, and none of the optional settings. */
  public TrainingSpec() {
    this(
        Optional.empty(),
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
        Optional.empty(),
        ClassWeights.none(),
        Guard.REFUSE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        NewClasses.REFUSE,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException with a sentence, if a number is out of bounds, both epochs and
   *     steps are given, both early stopping and keeping the best of the whole run are asked for,
   *     the place of a layer is malformed, or a layer is in two groups or both frozen and in a
   *     group
   */
  public TrainingSpec {
    reset = List.copyOf(reset);
    freeze = List.copyOf(freeze);
    groups = List.copyOf(groups);
    Options.check(
        TrainingSpec.class,
        epochs,
        steps,
        maxMinutes,
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
        weightDecaySchedule,
        classWeights,
        lossGuard,
        earlyStopping,
        keepBest,
        checkpoint,
        start,
        reset,
        newClasses,
        freeze,
        groups,
        calibrate,
        conformal);
    if (epochs.isPresent() && steps.isPresent()) {
      throw new IllegalArgumentException(
          "steps and epochs both set the length of training; remove one of them");
    }
    if (earlyStopping.isPresent() && keepBest.isPresent()) {
      throw new IllegalArgumentException(
          "keep-best trains to the end of the run, but early-stopping ends it; remove one of them");
    }
    checkLayers(reset, freeze, groups);
  }

  /**
   * How the epoch is chosen whose weights the model gets: by early stopping, or by {@link
   * #keepBest}, which never stops; empty if it is the last one.
   */
  public Optional<EarlyStopping> choiceOfEpoch() {
    return earlyStopping.or(() -> keepBest.map(KeepBest::withoutStopping));
  }

  private static void checkLayers(
      List<String> reset, List<String> freeze, List<ParameterGroup> groups) {
    places("reset", reset);
    Set<LayerPlace> frozen = places("freeze", freeze);
    Set<String> grouped = new HashSet<>();
    for (int i = 0; i < groups.size(); i++) {
      ParameterGroup group = groups.get(i);
      if (group.layers().isEmpty() && group.parameters().isEmpty()) {
        throw new IllegalArgumentException(
            "groups[%s] must name layers, such as network.0, or parameters, such as biases"
                .formatted(i));
      }
      for (String layer : group.layers()) {
        LayerPlace place = LayerPlace.of("groups", layer);
        if (frozen.contains(place)) {
          throw new IllegalArgumentException(
              "groups contains %s, which is frozen; remove it from groups or from freeze"
                  .formatted(place));
        }
        checkOnce(group, place.toString(), grouped);
      }
      if (group.layers().isEmpty()) {
        checkOnce(group, "all layers", grouped);
      }
    }
  }

  private static void checkOnce(ParameterGroup group, String layer, Set<String> grouped) {
    for (ParameterGroup.Kind kind : group.kinds()) {
      String parameters = "the %s of %s".formatted(kind.name().toLowerCase(Locale.ROOT), layer);
      if (!grouped.add(parameters)) {
        throw new IllegalArgumentException(
            group.parameters().isEmpty()
                ? "groups contains %s twice; a layer can only be in one group".formatted(layer)
                : "groups contains %s twice; they can only be in one group".formatted(parameters));
      }
    }
  }

  private static Set<LayerPlace> places(String option, List<String> layers) {
    Set<LayerPlace> places = new HashSet<>();
    for (String layer : layers) {
      if (!places.add(LayerPlace.of(option, layer))) {
        throw new IllegalArgumentException("%s contains %s twice".formatted(option, layer));
      }
    }
    return places;
  }

  /** Sets the model file whose weights and preparation training starts from. */
  public TrainingSpec start(Path model) {
    return Changed.with(
        this, "start", Optional.of(requireNonNull(model, "model must not be null")));
  }

  /**
   * Sets the layers that start from fresh weights although there is an initial model.
   *
   * @param layers such as {@code network.1}; with the last one, the preparation of the target is
   *     fitted again
   */
  public TrainingSpec reset(String... layers) {
    return Changed.with(this, "reset", LayerPlace.listOf(layers));
  }

  /** Sets what happens to classes that the initial model does not know. */
  public TrainingSpec newClasses(NewClasses newClasses) {
    return Changed.with(
        this, "newClasses", requireNonNull(newClasses, "newClasses must not be null"));
  }

  /**
   * Sets the layers that are not trained.
   *
   * @param layers such as {@code network.0}
   */
  public TrainingSpec freeze(String... layers) {
    return Changed.with(this, "freeze", LayerPlace.listOf(layers));
  }

  /** Adds layers or kinds of parameters with their own learning rate, or without weight decay. */
  public TrainingSpec group(ParameterGroup group) {
    requireNonNull(group, "group must not be null");
    List<ParameterGroup> all = new ArrayList<>(groups);
    all.add(group);
    return Changed.with(this, "groups", List.copyOf(all));
  }

  /**
   * The same without the settings for the start of the weights. The configuration of a model does
   * not contain them, because training that continues from the model starts from its weights.
   */
  public TrainingSpec withoutStart() {
    return Changed.with(
        Changed.with(withoutStartFile(), "reset", List.of()), "newClasses", NewClasses.REFUSE);
  }

  /** The same without an initial model. */
  public TrainingSpec withoutStartFile() {
    return Changed.with(this, "start", Optional.empty());
  }

  /** Sets the number of epochs. */
  public TrainingSpec epochs(int epochs) {
    return Changed.with(this, "epochs", Optional.of(epochs));
  }

  /** Sets the number of optimizer steps, instead of epochs. */
  public TrainingSpec steps(int steps) {
    return Changed.with(this, "steps", Optional.of(steps));
  }

  /** Stops training after this time, at the end of an epoch. */
  public TrainingSpec maxMinutes(double maxMinutes) {
    return Changed.with(this, "maxMinutes", Optional.of(maxMinutes));
  }

  /** Sets the batch size. */
  public TrainingSpec batchSize(int batchSize) {
    return Changed.with(this, "batchSize", Optional.of(batchSize));
  }

  /** Sets the number of batches whose mean gradient makes one step of the optimizer. */
  public TrainingSpec accumulateBatches(int accumulateBatches) {
    return Changed.with(this, "accumulateBatches", accumulateBatches);
  }

  /** Sets whether the examples are shuffled in every epoch. */
  public TrainingSpec shuffle(boolean shuffle) {
    return Changed.with(this, "shuffle", shuffle);
  }

  /** Sets the seed of all random numbers. */
  public TrainingSpec seed(long seed) {
    return Changed.with(this, "seed", seed);
  }

  /** Sets the maximum number of worker threads; the trained network is the same with any number. */
  public TrainingSpec threads(int threads) {
    return Changed.with(this, "threads", Optional.of(threads));
  }

  /** Sets the largest absolute value of each element of a gradient; larger ones are clipped. */
  public TrainingSpec clipValue(double clipValue) {
    return Changed.with(this, "clipValue", Optional.of(clipValue));
  }

  /** Sets the largest norm of the gradient of each tensor. */
  public TrainingSpec clipNorm(double clipNorm) {
    return Changed.with(this, "clipNorm", Optional.of(clipNorm));
  }

  /** Sets the largest norm of the gradient of all parameters together. */
  public TrainingSpec clipGlobalNorm(double clipGlobalNorm) {
    return Changed.with(this, "clipGlobalNorm", Optional.of(clipGlobalNorm));
  }

  /** Sets the largest norm of the weights into each unit. */
  public TrainingSpec maxNorm(double maxNorm) {
    return Changed.with(this, "maxNorm", Optional.of(maxNorm));
  }

  /**
   * Sets the decay of the exponential moving average of the weights, which is used for prediction.
   */
  public TrainingSpec emaDecay(double emaDecay) {
    return Changed.with(this, "emaDecay", Optional.of(emaDecay));
  }

  /** Sets whether the weight decay of the optimizer also applies to biases and scales. */
  public TrainingSpec decayBiases(boolean decayBiases) {
    return Changed.with(this, "decayBiases", decayBiases);
  }

  /** Sets how the weight decay of the optimizer changes during training. */
  public TrainingSpec weightDecaySchedule(Schedule weightDecaySchedule) {
    return Changed.with(
        this,
        "weightDecaySchedule",
        Optional.of(requireNonNull(weightDecaySchedule, "weightDecaySchedule must not be null")));
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

  /** Sets what happens if the loss does not fit the last layer or the target, or rewards errors. */
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

  /** Keeps the weights of the best epoch of the whole run. */
  public TrainingSpec keepBest(KeepBest keepBest) {
    return Changed.with(
        this, "keepBest", Optional.of(requireNonNull(keepBest, "keepBest must not be null")));
  }

  /** Sets how predicted probabilities are calibrated after training. */
  public TrainingSpec calibrate(Calibrate calibrate) {
    return Changed.with(
        this, "calibrate", Optional.of(requireNonNull(calibrate, "calibrate must not be null")));
  }

  /** Sets the probability with which sets or intervals hold the true value. */
  public TrainingSpec conformal(ConformalSpec conformal) {
    return Changed.with(
        this, "conformal", Optional.of(requireNonNull(conformal, "conformal must not be null")));
  }

  /** Sets when the run is saved, so that it can be resumed. */
  public TrainingSpec checkpoint(Checkpoint checkpoint) {
    return Changed.with(
        this, "checkpoint", Optional.of(requireNonNull(checkpoint, "checkpoint must not be null")));
  }
}
