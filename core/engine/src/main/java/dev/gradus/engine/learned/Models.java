package dev.gradus.engine.learned;

import dev.gradus.engine.baseline.LinearModel;
import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.ModelFiles;
import dev.gradus.engine.model.Resumption;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.CommonRows;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.HeldOutFit;
import dev.gradus.engine.training.JointLayers;
import dev.gradus.engine.training.KeptRun;
import dev.gradus.engine.training.Learned;
import dev.gradus.engine.training.Start;
import dev.gradus.engine.training.Starts;
import dev.gradus.engine.training.Trainer;
import dev.gradus.runtime.Predictions;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.object.Friend;
import dev.gradus.runtime.problem.Warning;
import java.lang.invoke.MethodHandles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Makes models of trained networks, returns their networks, and stores runs in files. */
public final class Models {

  private static final Function<Learned, Model> OF_LEARNED =
      Friend.of(MethodHandles.lookup(), Model.class, "OF_LEARNED");

  private static final Function<Model, Network> NETWORK =
      Friend.of(MethodHandles.lookup(), Model.class, "NETWORK");

  private static final Function<Model, Function<Matrix, Predictions>> PREDICTING =
      Friend.of(MethodHandles.lookup(), Model.class, "PREDICTING");

  private static final Function<Model, Decoding> DECODING =
      Friend.of(MethodHandles.lookup(), Model.class, "DECODING");

  private static final Function<Model, Model> EXPLAINED =
      Friend.of(MethodHandles.lookup(), Model.class, "EXPLAINED");

  private static final Function<Model, LossGuard> GUARD =
      Friend.of(MethodHandles.lookup(), Model.class, "GUARD");

  private static final BiFunction<Model, Examples, Map<String, Double>> COVERAGE =
      Friend.of(MethodHandles.lookup(), Model.class, "COVERAGE");

  private static final BiFunction<List<Model>, CommonRows, Model> MERGED =
      Friend.of(MethodHandles.lookup(), Model.class, "MERGED");

  private static final BiConsumer<Experiment, JointLayers> MERGEABLE =
      Friend.of(MethodHandles.lookup(), Model.class, "MERGEABLE");

  private static final Function<Predictions, double[][]> QUANTILES =
      Friend.of(MethodHandles.lookup(), Model.class, "QUANTILES");

  private static final BiFunction<ModelFiles, KeptRun<Resumption>, CheckpointStore> KEEPER =
      Friend.of(MethodHandles.lookup(), ModelFiles.class, "KEEPER");

  private static final Function<ModelFiles, Starts> STARTS =
      Friend.of(MethodHandles.lookup(), ModelFiles.class, "STARTS");

  private static final BiFunction<ModelFiles, KeptRun<Resumption>, Starts> STARTS_OF_RUN =
      Friend.of(MethodHandles.lookup(), ModelFiles.class, "STARTS_OF_RUN");

  private static final Function<Model, Start> START_OF =
      Friend.of(MethodHandles.lookup(), ModelFiles.class, "START_OF");

  private Models() {}

  /**
   * The model that an experiment has just trained.
   *
   * @param outlet receives warnings for users of the model, such as unknown categories
   * @param linear the linear baseline of the same inputs and examples, if one was fitted
   * @param scores its metrics, by split, then by name
   */
  public static Model of(
      Experiment experiment,
      Consumer<Warning> outlet,
      Optional<LinearModel> linear,
      Map<String, Map<String, Double>> scores) {
    return OF_LEARNED.apply(new Learned(experiment, outlet, linear, scores));
  }

  /**
   * The loss and the metrics of a split of a trained experiment, or of a fold, and how often the
   * sets or intervals that it makes hold the true value.
   *
   * @param trainer evaluates
   * @return by name, the loss first
   */
  public static Map<String, Double> measure(
      Trainer trainer, Experiment experiment, Examples examples) {
    Map<String, Double> measured = new LinkedHashMap<>(trainer.evaluate(experiment, examples));
    measured.putAll(coverage(experiment, examples));
    return measured;
  }

  /**
   * How often the sets or intervals that an experiment makes hold the true value, and how large
   * they are.
   *
   * @return by name, see {@link ConformalSpec#SHARE}; empty if it makes none. Of rows that they
   *     were fitted to, their size alone: the share that is covered was chosen
   */
  public static Map<String, Double> coverage(Experiment experiment, Examples examples) {
    if (experiment.trust().conformal().isEmpty()) {
      return Map.of();
    }
    Map<String, Double> measured =
        new LinkedHashMap<>(
            COVERAGE.apply(of(experiment, unused -> {}, Optional.empty(), Map.of()), examples));
    if (HeldOutFit.isFittedTo(experiment, examples)) {
      measured.keySet().removeIf(name -> name.startsWith(ConformalSpec.SHARE));
    }
    return measured;
  }

  /**
   * One model that predicts the mean of several, which were trained on other rows.
   *
   * @param members at least two, with the same configuration
   * @throws dev.gradus.runtime.problem.GradusException with the reason, if that is not possible
   */
  public static Model merged(List<Model> members, CommonRows common) {
    return MERGED.apply(members, common);
  }

  /**
   * Checks, before the first is trained, that models can be merged, as far as that depends on their
   * layers.
   *
   * @throws dev.gradus.runtime.problem.GradusException with the reason, if they cannot
   */
  public static void checkMergeable(Experiment experiment, JointLayers layers) {
    MERGEABLE.accept(experiment, layers);
  }

  /** The network of a model; not to be modified. */
  public static Network networkOf(Model model) {
    return NETWORK.apply(model);
  }

  /** Predicts rows that are prepared as inputs of a model, one after the other or concurrently. */
  public static Function<Matrix, Predictions> predictorOf(Model model) {
    return PREDICTING.apply(model);
  }

  /** Turns the outputs of the network of a model into its predictions. */
  public static Decoding decodingOf(Model model) {
    return DECODING.apply(model);
  }

  /**
   * The same model, which predicts what gradients can explain: calibrated by a temperature, but not
   * by a curve with corners, and without limits.
   */
  public static Model explained(Model model) {
    return EXPLAINED.apply(model);
  }

  /**
   * Fits losses to the network of a model.
   *
   * @throws dev.gradus.runtime.problem.ModelFileException as {@link Model#configuration}
   */
  public static LossGuard guardOf(Model model) {
    return GUARD.apply(model);
  }

  /**
   * The quantiles of predictions.
   *
   * @return for each row, for one number of the target after the other, level by level; empty if
   *     none are predicted
   */
  public static double[][] quantilesOf(Predictions predictions) {
    return QUANTILES.apply(predictions);
  }

  /**
   * Stores a run in a folder.
   *
   * @param models writes and reads its files
   */
  public static CheckpointStore store(ModelFiles models, KeptRun<Resumption> run) {
    return KEEPER.apply(models, run);
  }

  /**
   * Finds the models that configurations start from.
   *
   * @param models reads their files
   */
  public static Starts starts(ModelFiles models) {
    return STARTS.apply(models);
  }

  /**
   * Finds the model that a run starts from, which may be resumed from its checkpoints.
   *
   * @param models reads its file
   */
  public static Starts starts(ModelFiles models, KeptRun<Resumption> run) {
    return STARTS_OF_RUN.apply(models, run);
  }

  /** A model to start from. */
  public static Start startOf(Model model) {
    return START_OF.apply(model);
  }
}
