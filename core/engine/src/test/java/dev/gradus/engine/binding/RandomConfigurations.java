package dev.gradus.engine.binding;

import dev.gradus.engine.binding.TestPlugins.Accuracy;
import dev.gradus.engine.binding.TestPlugins.Adam;
import dev.gradus.engine.binding.TestPlugins.Band;
import dev.gradus.engine.binding.TestPlugins.Constant;
import dev.gradus.engine.binding.TestPlugins.Cosine;
import dev.gradus.engine.binding.TestPlugins.Huber;
import dev.gradus.engine.binding.TestPlugins.Kitchen;
import dev.gradus.engine.binding.TestPlugins.L2;
import dev.gradus.engine.binding.TestPlugins.Mode;
import dev.gradus.engine.binding.TestPlugins.Relu;
import dev.gradus.engine.binding.TestPlugins.Sgd;
import dev.gradus.engine.binding.TestPlugins.Softmax;
import dev.gradus.engine.binding.TestPlugins.SquaredError;
import dev.gradus.engine.binding.TestPlugins.Tanh;
import dev.gradus.engine.binding.TestPlugins.TopK;
import dev.gradus.engine.config.Calibrate;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.Domain;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.KeepBest;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.ParameterGroup;
import dev.gradus.engine.config.RandomSearch;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.config.SuccessiveHalving;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.config.TuneSpec;
import dev.gradus.engine.config.YamlValue;
import dev.gradus.engine.data.BooleanSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.DateSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.Image;
import dev.gradus.layers.MaxPool;
import dev.gradus.layers.Residual;
import dev.gradus.runtime.column.DatePart;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Optimizer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Random configurations in which every part varies; the same seed draws the same. */
final class RandomConfigurations {

  private static final String LETTERS =
      "abcXYZ019 .,:;#-_/\\'\"?!&*|>%@`{}[]~\n\t\u0001éß日\u2028\uFEFF";

  private final Random random;

  RandomConfigurations(long seed) {
    random = new Random(seed);
  }

  Configuration next() {
    Optional<Integer> epochs = maybe(() -> 1 + random.nextInt(Integer.MAX_VALUE));
    List<Layer> layers = some(1, this::layer);
    Optional<EarlyStopping> early =
        maybe(
            () ->
                new EarlyStopping(
                    text(),
                    1 + random.nextInt(9),
                    Math.abs(number()),
                    random.nextBoolean(),
                    ties()));
    return new Configuration(
        maybe(this::data),
        layers,
        loss(),
        optimizer(),
        maybe(() -> new Cosine(1 + random.nextInt(1000))),
        some(0, () -> new L2(Math.abs(number()))),
        some(0, this::metric),
        new TrainingSpec(
            epochs,
            epochs.isPresent()
                ? Optional.empty()
                : maybe(() -> 1 + random.nextInt(Integer.MAX_VALUE)),
            maybe(random::nextDouble).filter(value -> value > 0),
            maybe(() -> 1 + random.nextInt(512)),
            1 + random.nextInt(3),
            random.nextBoolean(),
            random.nextLong(),
            maybe(() -> 1 + random.nextInt(9)),
            maybe(random::nextDouble).filter(value -> value > 0),
            maybe(random::nextDouble).filter(value -> value > 0),
            maybe(random::nextDouble).filter(value -> value > 0),
            maybe(random::nextDouble).filter(value -> value > 0),
            maybe(random::nextDouble),
            random.nextBoolean(),
            maybe(() -> new Cosine(1 + random.nextInt(1000))),
            oneOf(
                ClassWeights::none,
                ClassWeights::balanced,
                () -> ClassWeights.of(Map.of("a", 2.0, "b c", 0.5))),
            oneOf(() -> TrainingSpec.Guard.REFUSE, () -> TrainingSpec.Guard.WARN),
            early,
            early.isPresent() ? Optional.empty() : maybe(() -> new KeepBest(text(), ties())),
            maybe(
                () ->
                    new Checkpoint(
                        1 + random.nextInt(99), 1 + random.nextInt(9), random.nextBoolean())),
            maybe(() -> Path.of("models", "start-%s.safetensors".formatted(random.nextInt(99)))),
            random.nextBoolean() ? List.of() : List.of(place(random.nextInt(layers.size()))),
            oneOf(() -> TrainingSpec.NewClasses.REFUSE, () -> TrainingSpec.NewClasses.ADD),
            random.nextBoolean() ? List.of() : List.of(place(layers.size() - 1)),
            random.nextBoolean() || layers.size() == 1
                ? List.of()
                : List.of(
                    new ParameterGroup(
                        random.nextBoolean() ? List.of() : List.of(place(0)),
                        List.of(
                            oneOf(
                                () -> ParameterGroup.Kind.WEIGHTS,
                                () -> ParameterGroup.Kind.SCALES)),
                        Double.MIN_VALUE + Math.abs(number()),
                        random.nextBoolean())),
            maybe(() -> oneOf(() -> Calibrate.TEMPERATURE, () -> Calibrate.ISOTONIC)),
            maybe(
                () ->
                    new ConformalSpec(
                        (1 + random.nextInt(98)) / 99.0,
                        maybe(
                            () ->
                                oneOf(
                                    () -> ConformalSpec.Method.LAC,
                                    () -> ConformalSpec.Method.APS))))),
        random.nextInt(8) == 0 ? Optional.of(tune()) : Optional.empty());
  }

  private EarlyStopping.Ties ties() {
    return oneOf(() -> EarlyStopping.Ties.FIRST, () -> EarlyStopping.Ties.LAST);
  }

  private String place(int layer) {
    return (random.nextBoolean() ? "network.%s" : "network[%s]").formatted(layer);
  }

  private TuneSpec tune() {
    List<YamlValue> seeds = some(1, () -> YamlValue.of(Long.toString(random.nextLong())));
    YamlValue low = YamlValue.of(Integer.toString(1 + random.nextInt(9)));
    YamlValue high = YamlValue.of(Integer.toString(10 + random.nextInt(9)));
    Optional<List<YamlValue>> ends = Optional.of(List.of(low, high));
    Map<String, Domain> over = new LinkedHashMap<>();
    over.put("training.seed", new Domain(Optional.of(seeds), Optional.empty(), Optional.empty()));
    over.put("training.batch-size", new Domain(Optional.empty(), Optional.empty(), ends));
    over.put("training.accumulate-batches", new Domain(Optional.empty(), ends, Optional.empty()));
    return new TuneSpec(
        over,
        oneOf(RandomSearch::new, () -> new SuccessiveHalving(2 + random.nextInt(3), 1)),
        1 + random.nextInt(99),
        2 + random.nextInt(9),
        "loss",
        random.nextLong());
  }

  private DataSpec data() {
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    some(0, this::text).forEach(name -> columns.put(name, column()));
    columns.values().removeIf(column -> random.nextInt(10) == 0);
    List<String> targets =
        new TreeSet<>(some(1, this::text))
            .stream().filter(name -> !(columns.get(name) instanceof IgnoredSpec)).toList();
    return new DataSpec(
        maybe(() -> Path.of("x" + text().replace('\u0000', 'x'))),
        targets.isEmpty() ? List.of("the target") : targets,
        columns,
        scale(),
        split());
  }

  private SplitSpec split() {
    SplitSpec split = new SplitSpec(random.nextDouble() / 2, maybe(random::nextBoolean));
    return random.nextBoolean() ? split : split.calibration(random.nextDouble() / 2);
  }

  private ColumnSpec column() {
    return oneOf(
        IgnoredSpec::new,
        CategoricalSpec::new,
        () -> new NumericSpec(scale()),
        BooleanSpec::new,
        DateSpec::new,
        () ->
            new DateSpec(
                "dd/MM/yyyy HH:mm",
                List.of(DatePart.DAY_OF_YEAR, DatePart.HOUR),
                DateSpec.Missing.MEDIAN,
                random.nextBoolean()),
        this::words);
  }

  private ColumnSpec words() {
    return new BooleanSpec(
        List.of("y" + text()),
        List.of("n" + text()),
        BooleanSpec.Missing.NEGATIVE,
        random.nextBoolean());
  }

  private ColumnSpec.Scale scale() {
    return oneOf(() -> ColumnSpec.Scale.NONE, () -> ColumnSpec.Scale.STANDARD);
  }

  private Layer layer() {
    return switch (random.nextInt(6)) {
      case 0 -> new Image(1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(3));
      case 1 ->
          new MaxPool(
              2 + random.nextInt(3),
              maybe(() -> 1 + random.nextInt(3)),
              maybe(
                  () ->
                      Stream.generate(() -> random.nextInt(2))
                          .limit(1 << random.nextInt(3))
                          .toList()));
      case 2 -> new Residual(some(1, this::dense), maybe(this::activation));
      case 3 -> new Flatten();
      default -> dense();
    };
  }

  private Layer dense() {
    boolean bias = random.nextBoolean();
    return new Dense(
        maybe(() -> 1 + random.nextInt(100)),
        maybe(this::activation),
        maybe(this::initializer),
        bias ? maybe(this::initializer) : Optional.empty(),
        bias);
  }

  private Activation activation() {
    return oneOf(Tanh::new, Softmax::new, () -> new Relu(Math.abs(number())));
  }

  private Initializer initializer() {
    return new Constant(number());
  }

  private Loss loss() {
    return oneOf(
        SquaredError::new,
        () -> new Huber(Math.abs(number()) + Double.MIN_VALUE),
        () -> new Band(-Math.abs(number()), Math.abs(number())));
  }

  private Metric metric() {
    return oneOf(
        Accuracy::new, () -> new TopK(1 + random.nextInt(9)), () -> new LossAsMetric(loss()));
  }

  private Optimizer optimizer() {
    return oneOf(
        () -> new Sgd(number()),
        () -> new Adam(random.nextDouble() + 1e-9, some(0, random::nextDouble)),
        this::kitchen);
  }

  private Kitchen kitchen() {
    return new Kitchen(
        number(),
        random.nextInt(11) - 5,
        random.nextLong(),
        random.nextBoolean(),
        text(),
        oneOf(() -> Mode.PLAIN, () -> Mode.VERY_SLOW),
        some(0, this::number),
        some(0, this::text),
        activation(),
        some(0, this::loss),
        initializer());
  }

  /** Numbers of any size, from subnormal to nearly infinite, and simple ones. */
  private double number() {
    double number =
        random.nextBoolean()
            ? Double.longBitsToDouble(random.nextLong())
            : random.nextInt(2000) / 1000.0 - 1;
    return Double.isFinite(number) ? number : 0;
  }

  private String text() {
    if (random.nextInt(4) == 0) {
      return oneOf(() -> "7", () -> "true", () -> "no", () -> "null", () -> "species", () -> "");
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  private <T> Optional<T> maybe(Supplier<T> supplier) {
    return random.nextBoolean() ? Optional.of(supplier.get()) : Optional.empty();
  }

  private <T> List<T> some(int least, Supplier<T> supplier) {
    return Stream.generate(supplier).limit(least + random.nextInt(4)).toList();
  }

  @SafeVarargs
  private <T> T oneOf(Supplier<? extends T>... suppliers) {
    return suppliers[random.nextInt(suppliers.length)].get();
  }
}
