package dev.gradus.engine.model;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.baseline.LinearModel;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.SeenRange;
import dev.gradus.engine.data.UnseenCell;
import dev.gradus.engine.event.CalibrationReport;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.CommonRows;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.JointLayers;
import dev.gradus.engine.training.Learned;
import dev.gradus.engine.training.Trust;
import dev.gradus.runtime.Predictions;
import dev.gradus.runtime.Thresholds;
import dev.gradus.runtime.column.Calibration;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ejml.data.FMatrixRMaj;

/**
 * A trained network, with everything that it needs to predict from raw data.
 *
 * <p>Immutable; may be used by several threads.
 */
public final class Model {

  /** Lets the engine create models. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final Function<Learned, Model> OF_LEARNED = Model::new;

  /** Lets the engine access the network of a model. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final Function<Model, Network> NETWORK = Model::network;

  /** Lets the engine predict rows that it has prepared. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final Function<Model, Function<Matrix, Predictions>> PREDICTING =
      Model::predicting;

  /** Lets the engine measure predictions. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final Function<Model, Decoding> DECODING = Model::decoding;

  /** Lets the engine explain what a model predicts by gradients. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final Function<Model, Model> EXPLAINED = Model::explained;

  /** Lets the engine fit its loss to its network. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final Function<Model, LossGuard> GUARD =
      model -> model.guard.apply(model.configuration());

  /** Lets the engine measure sets and intervals. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final BiFunction<Model, Examples, Map<String, Double>> COVERAGE = Model::coverage;

  /** Lets the engine keep the networks of folds as one model. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final BiFunction<List<Model>, CommonRows, Model> MERGED = Model::merged;

  /** Lets the engine check before training that it can do so. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final BiConsumer<Experiment, JointLayers> MERGEABLE = Model::checkMergeable;

  /** Lets the engine measure predicted quantiles. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final Function<Predictions, double[][]> QUANTILES = PredictedRows::quantilesOf;

  private final Recipe recipe;
  private final Preparation preparation;
  private final Network network;
  private final Optional<LinearModel> linear;
  private final Provenance provenance;
  private final Trust trust;
  private final Function<Configuration, LossGuard> guard;
  private final Consumer<Warning> outlet;

  /** The model of a network that has just been trained. */
  private Model(Learned learned) {
    this(
        Recipe.of(learned.experiment().configuration()),
        learned.experiment().preparation(),
        learned.experiment().network(),
        learned.linear(),
        Provenance.of(learned.experiment(), learned.scores()),
        learned.experiment().trust(),
        guard(learned.experiment().guard()),
        learned.outlet());
  }

  private static Function<Configuration, LossGuard> guard(LossGuard guard) {
    return configuration -> guard;
  }

  /**
   * Creates a model.
   *
   * @param network must no longer be modified
   * @param linear must no longer be modified
   * @param trust what was fitted to held-out examples
   * @param guard fits losses to that network
   */
  Model(
      Recipe recipe,
      Preparation preparation,
      Network network,
      Optional<LinearModel> linear,
      Provenance provenance,
      Trust trust,
      Function<Configuration, LossGuard> guard,
      Consumer<Warning> outlet) {
    this.recipe = recipe;
    this.preparation = preparation;
    this.network = network;
    this.linear = linear;
    this.provenance = provenance;
    this.trust = trust;
    this.guard = guard;
    this.outlet = outlet;
  }

  /** Turns the outputs of the network into predictions. */
  private Decoding decoding() {
    return trust.in(
        recipe
            .configuration()
            .map(whole -> guard.apply(whole).decoding(whole.loss(), preparation.targets()))
            .or(() -> recipe.loss().map(loss -> Decoding.of(loss, preparation.targets())))
            .orElseGet(() -> Decoding.ofPredictions(preparation.targets())));
  }

  /** Without what is flat or has corners: limits, and the curve of isotonic regression. */
  private Model explained() {
    TargetColumns unlimited =
        preparation.targets() instanceof NumericTarget numeric
            ? new NumericTarget(numeric.columns())
            : preparation.targets();
    return new Model(
        recipe,
        new Preparation(preparation.inputs(), unlimited, preparation.whitening()),
        network,
        linear,
        provenance,
        new Trust(
            trust.calibration().filter(each -> each.from().isEmpty()),
            Optional.empty(),
            Optional.empty()),
        guard,
        outlet);
  }

  private Model with(Provenance other) {
    return new Model(recipe, preparation, network, linear, other, trust, guard, outlet);
  }

  /**
   * The configuration that it was trained with, without an initial model, because a run that
   * continues from this model starts from its weights.
   *
   * @throws ModelFileException if the model was loaded without a plugin that it was trained with;
   *     the message names it and the jar that it came from. {@link #layers} and {@link #data} are
   *     always there
   */
  public Configuration configuration() {
    Configuration whole = recipe.orThrow();
    TrainingSpec training = whole.training();
    return training.equals(training.withoutStart())
        ? whole
        : whole.withTraining(training.withoutStart());
  }

  /** The layers, from input to output. */
  public List<Layer> layers() {
    return recipe.layers();
  }

  /** The columns of the training data, and the format of their file. */
  public Optional<DataSpec> data() {
    return recipe.data();
  }

  Recipe recipe() {
    return recipe;
  }

  /** The preparation that turns raw columns into network inputs. */
  public Preparation preparation() {
    return preparation;
  }

  Provenance provenance() {
    return provenance;
  }

  /**
   * How the model was trained: the version of Gradus, the number of rows, the scores, and the time,
   * if recorded.
   */
  public About about() {
    return provenance.about();
  }

  /**
   * The same model with the time of its training, which its file then records. Without it the same
   * data, configuration and seed give a file with the same bytes.
   *
   * @param when the end of training
   * @param took the duration of training
   */
  public Model dated(Instant when, Duration took) {
    requireNonNull(when, "when must not be null");
    requireNonNull(took, "took must not be null");
    return with(provenance.with(about().dated(when, Optional.of(took))));
  }

  /** The same without a duration, for a time that is not taken from the clock. */
  public Model dated(Instant when) {
    requireNonNull(when, "when must not be null");
    return with(provenance.with(about().dated(when, Optional.empty())));
  }

  /** The metadata of the application, see {@link #withMetadata}; may be empty. */
  public Map<String, String> metadata() {
    return provenance.metadata();
  }

  /**
   * The same model with other metadata of the application, such as a name or the version of its
   * data. Its file contains them, each under its key with the prefix {@code application.}, so that
   * other programs find them too.
   *
   * @param metadata replaces the existing metadata; keys must not be empty
   * @throws IllegalArgumentException if a key is empty
   */
  public Model withMetadata(Map<String, String> metadata) {
    requireNonNull(metadata, "metadata must not be null");
    metadata.forEach(
        (key, value) -> {
          requireNonNull(key, "metadata must not have a key that is null");
          requireNonNull(value, () -> "metadata: the value of '" + key + "' must not be null");
          if (key.isEmpty()) {
            throw new IllegalArgumentException("metadata has an empty key; give it a name");
          }
        });
    return with(provenance.with(Map.copyOf(metadata)));
  }

  /**
   * The plugins that it was trained with, such as {@code loss huber (dev.gradus.losses@1.0)}: kind,
   * name and origin. They need not be installed, except layers, activations, and a loss that
   * decodes the outputs.
   */
  public List<String> plugins() {
    return recipe
        .kept()
        .map(kept -> kept.plugins().lines().toList())
        .orElseGet(
            () ->
                List.copyOf(
                    RequiredPlugins.of(configuration(), new Catalogue(List.of(), List.of()))));
  }

  /**
   * Whether training it again gives the same bits on every machine: {@code everywhere}, or {@code
   * of this machine: } and the plugins that are not marked as {@link dev.gradus.spi.SameBits}.
   *
   * @return empty if the version of Gradus that wrote its file did not record it
   */
  public Optional<String> bits() {
    return provenance.bits();
  }

  /** What calibrates its probabilities; empty if they are those of the network. */
  public Optional<Calibration> calibration() {
    return trust.calibration();
  }

  /** What calibration has gained, on the examples that it was fitted to. */
  public Optional<CalibrationReport> calibrationReport() {
    return trust.report();
  }

  /** How its probabilities are calibrated, and what that has gained, in half a sentence. */
  public Optional<String> calibrated() {
    return trust
        .report()
        .flatMap(report -> trust.calibration().map(each -> TrustSentences.of(each, report)));
  }

  /** What makes sets of classes or intervals of numbers; empty if it was trained without. */
  public Optional<Conformal> conformal() {
    return trust.conformal();
  }

  /** What its sets or intervals guarantee, in half a sentence. */
  public Optional<String> guarantee() {
    return trust.conformal().map(made -> TrustSentences.of(made, preparation.targets()));
  }

  /** What was fitted to held-out examples. */
  Trust trust() {
    return trust;
  }

  /**
   * The initial model of its training: the SHA-256 of its preparation and tensors in hexadecimal
   * digits, and after a space the name of its file, if it was read from one.
   *
   * @return empty if training started from initial weights
   */
  public Optional<String> start() {
    return provenance.start();
  }

  /**
   * The ranges of its input columns in the rows that it was trained on, by column: of numbers, and
   * of dates as days since 1970-01-01, unless the network only sees their place in a cycle. If
   * training started from another model, its ranges are in them.
   *
   * @return empty if the version of Gradus that wrote its file did not record them
   */
  public Map<String, SeenRange> ranges() {
    return provenance.seen().byColumn();
  }

  /**
   * The cells of a table that are unlike those that the model was trained on, so that its
   * prediction is a guess: numbers and dates outside of the {@link #ranges}, and names that it does
   * not know, or counts among {@code (other)}. A number whose range is not known counts if it is
   * more than 20 spreads from the centre of the training data.
   *
   * <p>An unusual combination of usual cells is not found.
   *
   * @param table with the input columns, in any order; others are ignored
   * @return for each row, in the order of the inputs; empty for a row without such cells
   * @throws DataException if a column is missing
   */
  public List<List<UnseenCell>> unseen(Table table) {
    requireNonNull(table, "table must not be null");
    return provenance.seen().unseen(preparation, table);
  }

  /** Describes the target. */
  public Target target() {
    return preparation.target();
  }

  /** The number of its trained parameters. */
  public long parameters() {
    return network.size();
  }

  /** The number of members of an ensemble, whose mean it predicts; 1 without one. */
  public int members() {
    return network.members();
  }

  /**
   * The same model with the first members of its ensemble only, which predicts in less time and
   * often hardly worse: 8 of 32 that were trained together are usually better than 8 that were
   * trained alone. It has no scores, so evaluate it; and its predictions are not calibrated and
   * have no coverage, because both were measured with all members.
   *
   * @param count the number of members that stay, from 2 to {@link #members}
   * @throws IllegalArgumentException if there are fewer members
   * @throws ModelFileException as {@link #configuration}
   */
  public Model withFirstMembers(int count) {
    if (count < 2 || count > members()) {
      throw new IllegalArgumentException(
          members() == 1
              ? "the model is not an ensemble, so it has no members to choose from"
              : "count must be from 2 to %s, the number of members, but is %s"
                  .formatted(members(), count));
    }
    Configuration whole = configuration();
    Configuration fewer = whole.withNetwork(FewerMembers.layers(whole.network(), count));
    Network first = FewerMembers.of(network, fewer.network(), preparation);
    return new Model(
        Recipe.of(fewer),
        preparation,
        first,
        linear,
        provenance.with(about().withoutScores()),
        Trust.NONE,
        configuration -> guard.apply(configuration).of(first),
        outlet);
  }

  private static Model merged(List<Model> members, CommonRows common) {
    Model first = members.get(0);
    Configuration whole = first.configuration();
    MergedMembers joined = new MergedMembers(members, common);
    Network merged = joined.network();
    return new Model(
        Recipe.of(whole.withNetwork(joined.layers())),
        common.preparation(),
        merged,
        Optional.empty(),
        first.provenance.with(first.about().onRows(common.rows().rows()), common.seen()),
        Trust.NONE,
        configuration -> first.guard.apply(configuration).of(merged),
        first.outlet);
  }

  private static void checkMergeable(Experiment experiment, JointLayers layers) {
    MergedMembers.check(
        experiment.configuration().network(),
        experiment.network(),
        experiment.preparation(),
        layers);
  }

  /**
   * The parameters and statistics of the layers, as EJML matrices.
   *
   * @return for each layer of the configuration, in its order, its tensors by their names: those of
   *     {@code dense} are {@code weight} [inputs, units] and {@code bias} [1, units]; those of a
   *     layer within another begin with its position, such as {@code layers.0.weight}; empty for a
   *     layer without tensors. Copies, so changing them changes no prediction
   */
  public List<Map<String, FMatrixRMaj>> weights() {
    // Layers that compute nothing, such as image and flatten, are not in the network.
    List<Map<String, FMatrixRMaj>> weights =
        new ArrayList<>(Collections.nCopies(layers().size(), Map.of()));
    List<List<Parameter>> tensors = network.tensorsByLayer();
    for (int i = 0; i < tensors.size(); i++) {
      int index = network.indexes().get(i);
      String before = "layers." + index + ".";
      Map<String, FMatrixRMaj> byName = new LinkedHashMap<>();
      tensors
          .get(i)
          .forEach(
              tensor ->
                  byName.put(tensor.name().substring(before.length()), tensor.matrix().copy()));
      weights.set(index, Collections.unmodifiableMap(byName));
    }
    return List.copyOf(weights);
  }

  /** The network itself; must not be modified. */
  Network network() {
    return network;
  }

  /** Predicts prepared rows, on any number of threads at the same time, without warnings. */
  private Function<Matrix, Predictions> predicting() {
    Predictor predictor = predictor();
    return inputs ->
        predictor.predictions(inputs, row -> "row " + (row + 1), new Warnings(unused -> {}));
  }

  /** The linear model that was fitted to the same examples, if one was. */
  Optional<LinearModel> linear() {
    return linear;
  }

  /** Creates a predictor, which can be shared by threads. */
  public Predictor predictor() {
    return predictor(Thresholds.NONE);
  }

  /**
   * Creates a predictor that decides on classes and labels by the given thresholds.
   *
   * @throws dev.gradus.runtime.problem.GradusException if a threshold makes no sense for the target
   */
  public Predictor predictor(Thresholds thresholds) {
    requireNonNull(thresholds, "thresholds must not be null");
    return new Predictor(
        preparation, network, decoding(), recipe.layers(), recipe.loss(), thresholds, outlet);
  }

  /**
   * Evaluates the model on data with its columns, including the target. Rows without a value in the
   * target, or in an auxiliary column of the loss or a metric, are excluded, and so are those with
   * a missing input, if the model was trained without such rows ({@code missing: drop}).
   *
   * <p>Every example counts the same: weights of examples and classes only apply in training. The
   * loss of a numeric target that is scaled is in the unit that the network sees, as in training,
   * and metrics are in the unit of the data. The number of a metric that fails is NaN, with a
   * warning.
   *
   * <p>Predictions and targets are in memory, about 80 bytes for each row if the target is one
   * number; prepared inputs only if there is room for them.
   *
   * @throws dev.gradus.runtime.problem.DataException if a column is missing or not what it was, no
   *     row has a target, a prediction is not finite, or there is not enough memory
   * @throws ModelFileException as {@link #configuration}
   */
  public Evaluation evaluation(Table table) {
    return evaluation(table, Thresholds.NONE);
  }

  /**
   * The same, but thresholds determine the {@link Evaluation#classes} and {@link
   * Evaluation#labels}; metrics always use ½.
   *
   * @throws dev.gradus.runtime.problem.GradusException likewise, or if a threshold makes no sense
   *     for the target
   */
  public Evaluation evaluation(Table table, Thresholds thresholds) {
    requireNonNull(table, "table must not be null");
    return evaluation(table, thresholds, Runtime.getRuntime().maxMemory());
  }

  /** The same in a process with so much memory, in bytes. */
  Evaluation evaluation(Table table, Thresholds thresholds, long heapBytes) {
    return measuring(thresholds).of(table, heapBytes);
  }

  private ModelEvaluation measuring(Thresholds thresholds) {
    return new ModelEvaluation(this, predictor(thresholds), decoding(), guard, outlet);
  }

  /** How often sets or intervals hold the true value of examples, and their size, by name. */
  private Map<String, Double> coverage(Examples examples) {
    return measuring(Thresholds.NONE).coverage(examples);
  }

  /**
   * The unit of its loss, if it differs from that of the data, which metrics use: {@code scaled},
   * that of a scaled numeric target.
   *
   * @return empty if the loss has the unit of the data, or no unit, as for classes; also empty if
   *     plugins of the training are not installed
   */
  public Optional<String> lossUnit() {
    return recipe
        .configuration()
        .flatMap(
            whole ->
                guard.apply(whole).fit(whole.loss()) instanceof FittedLoss fitted
                    ? fitted.unit()
                    : Optional.empty());
  }

  /**
   * The loss and the metrics of {@link #evaluation}, by name.
   *
   * @throws dev.gradus.runtime.problem.DataException as {@link #evaluation}
   */
  public Map<String, Double> evaluate(Table table) {
    requireNonNull(table, "table must not be null");
    return evaluation(table).metrics();
  }

  /**
   * The confusion matrix, as in {@link #evaluation}.
   *
   * @return empty if the target is numeric, or labels
   * @throws dev.gradus.runtime.problem.DataException as {@link #evaluation}
   */
  public Optional<ClassReport> classReport(Table table) {
    requireNonNull(table, "table must not be null");
    return evaluation(table).classes();
  }

  /**
   * The report of each label, as in {@link #evaluation}.
   *
   * @return empty if the target is not labels
   * @throws dev.gradus.runtime.problem.DataException as {@link #evaluation}
   */
  public Optional<LabelReport> labelReport(Table table) {
    requireNonNull(table, "table must not be null");
    return evaluation(table).labels();
  }

  /**
   * The rows of one split of the table that the model was trained on.
   *
   * @param all the whole table, as it was trained on; not modified
   * @param part {@link Training#TRAINING_PART}, {@link Training#VALIDATION_PART}, {@link
   *     Training#CALIBRATION_PART} or {@link Training#TEST_PART}
   * @throws dev.gradus.runtime.problem.DataException if there is no such split, or it has another
   *     number of rows than in training, so this is another table
   * @throws ModelFileException as {@link #configuration}
   */
  public Table part(Table all, String part) {
    requireNonNull(all, "all must not be null");
    requireNonNull(part, "part must not be null");
    return new TrainedSplit(this, all).rows(part);
  }

  /**
   * The predicted standard deviation of each numeric target; see {@link Predictions#deviations}.
   *
   * @throws dev.gradus.runtime.problem.DataException if a column is missing or not what it was
   */
  public Optional<double[][]> deviations(Table table) {
    requireNonNull(table, "table must not be null");
    return predictor().predictions(table).deviations();
  }

  /**
   * A one-line description: the target, the number of columns, the size, and the version that
   * trained it.
   */
  @Override
  public String toString() {
    List<String> names =
        preparation.targets() instanceof ClassTarget target ? target.classes() : target().outputs();
    String outputs =
        target().kind() == Target.Kind.NUMERIC ? "" : " (%s)".formatted(ColumnNames.list(names));
    return String.format(
        Locale.ROOT,
        "model of %s%s from %,d columns, %,d parameters, %s%s",
        String.join(", ", preparation.targets().names()),
        outputs,
        preparation.inputs().size(),
        parameters(),
        about().version().equals(About.ELSEWHERE)
            ? About.ELSEWHERE
            : "trained by Gradus " + about().version(),
        about()
            .trainingRows()
            .map(rows -> String.format(Locale.ROOT, " on %,d rows", rows))
            .orElse(""));
  }
}
