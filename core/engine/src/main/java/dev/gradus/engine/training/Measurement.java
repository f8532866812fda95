package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.loss.LossFit;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.loss.Refusal;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.training.update.MonitoredMetrics;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Evaluates a network on examples: computes its predictions and then one metric after the other.
 */
final class Measurement {

  /** What is done, for the message if it is interrupted. */
  static final String DOING = "the network was measured";

  private final Configuration configuration;
  private final MetricNames measures;
  private final Preparation preparation;
  private final Target target;
  private final LossGuard guard;
  private final Examples examples;
  private final Decoding decoding;
  private final ExamplePass pass;
  private final MeanLoss meanLoss;
  private final DecodedTargets decodedTargets;
  private Optional<double[][]> predictions = Optional.empty();
  private Optional<double[][]> targets = Optional.empty();

  /** The classes that were predicted; empty if they were computed elsewhere, or are none. */
  private Optional<ConstantPrediction> classes = Optional.empty();

  /** The quantiles of each example, for one number of the target after the other. */
  private double[][] quantiles = {};

  /**
   * Prepares an evaluation.
   *
   * @param guard fits losses to that network
   * @param decoding turns its outputs into predictions; if it calibrates probabilities, so are
   *     those that losses compare
   * @param team shares the work; used by the thread that owns it
   */
  Measurement(
      Network network,
      Configuration configuration,
      Preparation preparation,
      LossGuard guard,
      Decoding decoding,
      Examples examples,
      Team team) {
    this(
        network,
        configuration,
        preparation,
        guard,
        decoding,
        examples,
        team,
        UnaryOperator.identity());
  }

  /**
   * The same for a network that sees the inputs in another form.
   *
   * @param seen converts rows to that form
   */
  Measurement(
      Network network,
      Configuration configuration,
      Preparation preparation,
      LossGuard guard,
      Decoding decoding,
      Examples examples,
      Team team,
      UnaryOperator<Matrix> seen) {
    this.decoding = decoding;
    this.configuration = configuration;
    this.measures = MetricNames.of(configuration);
    this.preparation = preparation;
    this.target = preparation.target();
    this.guard = guard;
    this.examples = examples;
    this.pass = new ExamplePass(network, examples, team, seen);
    this.meanLoss = new MeanLoss(configuration, decoding, examples, pass);
    this.decodedTargets = new DecodedTargets(preparation.targets());
  }

  /**
   * Computes the predictions in the unit of the data. They are only kept for metrics; a loss is
   * evaluated on the outputs.
   */
  private void predict(IntFunction<String> placeOf) {
    boolean keeps = configuration.metrics().stream().anyMatch(metric -> !isOfOutputs(metric));
    boolean hasQuantiles = keeps && !decoding.quantiles().isEmpty();
    double[][] decoded = new double[keeps ? examples.rows() : 0][];
    double[][] further = new double[hasQuantiles ? examples.rows() : 0][];
    if (preparation.targets() instanceof ClassTarget ofClasses) {
      classes = Optional.of(new ConstantPrediction(ofClasses));
    }
    float[] wanted = new float[examples.targets().columns()];
    int chunk = pass.chunk();
    Pass ofChunks = pass.ofChunks();
    for (int first = 0;
        first < examples.rows();
        first += Math.min(chunk, examples.rows() - first)) {
      CancelledException.check(DOING);
      int from = first;
      int to = from + Math.min(chunk, examples.rows() - from);
      Matrix outputs = ofChunks.outputs(pass.inputs(from, to));
      for (int i = 0; i < to - from; i++) {
        double[] prediction = decoding.restored(outputs.values(), i, outputs.columns());
        Evaluator.checkFinite(
            prediction, outputs, i, preparation, row -> placeOf.apply(from + row));
        if (classes.isPresent()) {
          examples.targets().copyRow(from + i, wanted, 0);
          classes.get().add(prediction, decodedTargets.of(wanted));
        }
        if (keeps) {
          decoded[from + i] = prediction;
        }
        if (hasQuantiles) {
          further[from + i] = quantiles(outputs, i);
        }
      }
    }
    if (keeps) {
      use(decoded, further);
    }
  }

  private double[] quantiles(Matrix outputs, int row) {
    return Arrays.stream(
            decoding.quantiles(outputs.values(), row * outputs.columns(), outputs.columns()))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  /**
   * Uses predictions that were computed elsewhere.
   *
   * @param predicted for each example, in the unit of the data
   * @param further the quantiles of each example, for one number of the target after the other;
   *     empty if none are predicted
   */
  void use(double[][] predicted, double[][] further) {
    predictions = Optional.of(predicted);
    quantiles = further;
    targets = Optional.of(decodedTargets.of(examples.targets()));
  }

  /**
   * The loss and the metrics, by name.
   *
   * @param learned the training loss, if it is to include the weights of classes and examples
   * @param placeOf names an example in the message if its prediction is not finite
   * @param refused receives a metric that makes no sense for the target or the outputs
   * @param warnings receives warnings about a metric that fails, or is not a number for the
   *     examples; its value is NaN then
   * @throws DataException naming the first example whose prediction is not finite
   */
  Map<String, Double> all(
      Optional<FittedLoss> learned,
      IntFunction<String> placeOf,
      Consumer<Refusal> refused,
      Consumer<Warning> warnings) {
    return Verifier.naming(
        configuration,
        "while " + DOING,
        () -> {
          if (predictions.isEmpty()) {
            predict(placeOf);
          }
          Map<String, Double> results = new LinkedHashMap<>();
          results.put(
              EpochReport.LOSS,
              learned
                  .map(
                      loss ->
                          meanLoss.of(
                              loss.ofPredictions(),
                              examples.weights(),
                              new NothingCompared(loss.loss(), warnings)))
                  .orElseGet(() -> loss(configuration.loss(), Refusal::orThrow, warnings)));
          for (Metric metric : configuration.metrics()) {
            boolean done = measure(metric, results, refused, warnings);
            String name = measures.nameOf(metric);
            // A training run issues its own warning when a monitored value is not a number.
            boolean said = learned.isPresent() && MonitoredMetrics.isMonitored(configuration, name);
            if (done && !said && Double.isNaN(results.getOrDefault(name, 0.0))) {
              warnings.accept(noValue(name));
            }
          }
          return results;
        });
  }

  /** A warning if the measured predictions are all the same class. */
  Optional<Warning> constantPrediction() {
    return classes.isPresent()
        ? classes.get().warning()
        : predictions.flatMap(
            given -> ConstantPrediction.in(preparation, given, targets.orElseThrow()));
  }

  /**
   * The loss and the metrics that make sense for the network and are finite, by name. A metric that
   * fails is left out.
   *
   * @throws DataException if a prediction is not finite
   */
  Map<String, Double> sensible() {
    return Verifier.naming(
        configuration,
        "while " + DOING,
        () -> {
          predict(row -> "");
          Map<String, Double> results = new LinkedHashMap<>();
          results.put(EpochReport.LOSS, loss(configuration.loss(), refusal -> {}, warning -> {}));
          for (Metric metric : configuration.metrics()) {
            measure(metric, results, refusal -> {}, warning -> {});
          }
          results.values().removeIf(value -> !Double.isFinite(value));
          return results;
        });
  }

  /**
   * The metrics alone, by name.
   *
   * @param warnings receives warnings about a metric that fails; its value is NaN then
   * @throws dev.gradus.engine.event.TrainingException if one makes no sense for the target or the
   *     outputs
   */
  Map<String, Double> metrics(Consumer<Warning> warnings) {
    return Verifier.naming(
        configuration,
        "while " + DOING,
        () -> {
          Map<String, Double> results = new LinkedHashMap<>();
          for (Metric metric : configuration.metrics()) {
            measure(metric, results, Refusal::orThrow, warnings);
          }
          return results;
        });
  }

  /** The mean loss over the examples, without weights. */
  double loss() {
    return loss(configuration.loss(), Refusal::orThrow, warning -> {});
  }

  private double loss(Loss loss, Consumer<Refusal> refused, Consumer<Warning> warnings) {
    LossFit fit =
        lacking(loss.columns(), () -> PluginType.nameOf(loss), "loss")
            .<LossFit>map(refusal -> refusal)
            .orElseGet(() -> guard.fit(loss));
    if (fit instanceof Refusal refusal) {
      refused.accept(refusal);
      return Double.NaN;
    }
    FittedLoss fitted = fit.orThrow();
    return meanLoss.of(
        decoding.calibration().isPresent() ? fitted.reportedOnOutputs() : fitted.reported(),
        Optional.empty(),
        new NothingCompared(loss, warnings));
  }

  /** The message about a required column that the examples do not have. */
  private Optional<Refusal> lacking(
      List<AuxiliaryColumn> wanted, Supplier<String> name, String place) {
    return wanted.stream()
        .filter(column -> !examples.auxiliary().columns().contains(column))
        .findFirst()
        .map(
            column ->
                new Refusal(
                    "%s: %s needs the column '%s', which these examples do not have"
                        .formatted(place, name.get(), column.name())));
  }

  /**
   * Adds the number of a metric and its further values.
   *
   * @return whether the metric was evaluated and all its numbers are there; a loss reports its own
   *     problems
   */
  private boolean measure(
      Metric metric,
      Map<String, Double> results,
      Consumer<Refusal> refused,
      Consumer<Warning> warnings) {
    CancelledException.check(DOING);
    String name = measures.nameOf(metric);
    results.put(name, Double.NaN);
    boolean isLoss = isOfOutputs(metric);
    Optional<Metric> suited = isLoss ? Optional.of(metric) : suited(metric, refused);
    if (suited.isEmpty()) {
      return false;
    }
    try {
      if (isLoss && metric instanceof LossAsMetric reported) {
        results.put(name, loss(reported.loss(), refused, warnings));
        return false;
      }
      List<String> names = namesOf(metric);
      names.forEach(each -> results.put(each, Double.NaN));
      double[] numbers = numbers(suited.get(), predictions.orElseThrow(), names.size(), warnings);
      for (int i = 0; i < numbers.length; i++) {
        results.put(names.get(i), numbers[i]);
      }
      return true;
    } catch (GradusException e) {
      throw e;
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      String failure =
          Verifier.faultIn(e, metric, "while " + DOING)
              .map(fault -> String.valueOf(fault.getMessage()))
              .orElseGet(
                  () ->
                      "%s failed (%s)"
                          .formatted(name, e instanceof WrongNumbers ? e.getMessage() : e));
      warnings.accept(
          Warning.of(
              "metrics: %s; its value is missing, but other results are not affected"
                  .formatted(failure)));
      return false;
    }
  }

  /** A metric that returns another number of values than it names. */
  static final class WrongNumbers extends IllegalStateException {
    private static final long serialVersionUID = 1;

    WrongNumbers(String message) {
      super(message);
    }
  }

  private Warning noValue(String name) {
    return new Warning(
        String.format(
            Locale.ROOT,
            "metrics: %s is NaN for the %,d evaluated examples; they may not contain events, pairs or classes that it compares",
            name,
            examples.rows()),
        examples.rows());
  }

  private List<String> namesOf(Metric metric) {
    return measures.namesOf(metric, target.inUnitOfData());
  }

  private boolean isOfOutputs(Metric metric) {
    return metric instanceof LossAsMetric reported && isOfOutputs(reported.loss());
  }

  /** Whether a loss takes something other than predictions in the unit of the data. */
  private boolean isOfOutputs(Loss loss) {
    return target.kind() != Target.Kind.NUMERIC
        || !guard.decoding(loss, preparation.targets()).isPlain();
  }

  /**
   * The result of a metric for predictions that equal the targets, by name.
   *
   * @return including its further values
   */
  Map<String, Double> ofPerfection(Metric metric) {
    double[][] perfect = decodedTargets.of(examples.targets());
    int levels = decoding.quantiles().size();
    quantiles =
        Arrays.stream(levels == 0 ? new double[0][] : perfect)
            .map(
                row ->
                    IntStream.range(0, levels * row.length)
                        .mapToDouble(i -> row[i % row.length])
                        .toArray())
            .toArray(double[][]::new);
    Metric suited = suited(metric, Refusal::orThrow).orElseThrow();
    List<String> names = namesOf(metric);
    double[] numbers = numbers(suited, perfect, names.size(), warning -> {});
    Map<String, Double> results = new LinkedHashMap<>();
    for (int i = 0; i < numbers.length; i++) {
      results.put(names.get(i), numbers[i]);
    }
    return results;
  }

  private Optional<Metric> suited(Metric metric, Consumer<Refusal> refused) {
    Optional<Refusal> lacking =
        lacking(metric.columns(), () -> measures.nameOf(metric), "metrics")
            .or(() -> lackingQuantile(metric));
    if (lacking.isPresent()) {
      refused.accept(lacking.get());
      return Optional.empty();
    }
    try {
      return Optional.of(metric.forTarget(target.inUnitOfData()));
    } catch (IllegalArgumentException e) {
      refused.accept(new Refusal("metrics: " + e.getMessage(), Optional.of(e)));
      return Optional.empty();
    }
  }

  private Optional<Refusal> lackingQuantile(Metric metric) {
    return metric.quantiles().stream()
        .filter(level -> !decoding.quantiles().contains(level))
        .findFirst()
        .map(
            level ->
                new Refusal(
                    decoding.quantiles().isEmpty()
                        ? "metrics: %s needs quantiles, which this network does not predict; train it with a loss for quantiles, such as quantiles"
                            .formatted(measures.nameOf(metric))
                        : "metrics: %s needs the quantile %s, but the network predicts those of %s"
                            .formatted(
                                measures.nameOf(metric),
                                level,
                                decoding.quantiles().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", ")))));
  }

  /**
   * The number of a metric, followed by its further values.
   *
   * @param count the number of results according to their names
   */
  private double[] numbers(
      Metric metric, double[][] predicted, int count, Consumer<Warning> warnings) {
    return new JudgedExamples(
            configuration,
            examples,
            target.width(),
            predicted,
            decoding.quantiles(),
            quantiles,
            targets.orElseGet(() -> decodedTargets.of(examples.targets())))
        .by(metric, count, warnings);
  }
}
