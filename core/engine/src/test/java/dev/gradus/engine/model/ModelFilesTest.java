package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.LeakyRelu;
import dev.gradus.activations.Prelu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.Thorough;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Embedding;
import dev.gradus.layers.Residual;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.Huber;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.file.SafetensorsTensor;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is read back exactly as it was written, or not at all. */
class ModelFilesTest {

  private static final int NETWORKS = 200;

  private static final String CONFIGURATION = "gradus.configuration";

  @TempDir Path folder;
  private final Gradus gradus = Gradus.create();

  @AfterEach
  void close() {
    gradus.close();
  }

  private static Table flowers() {
    return Table.of(
        Column.of("width", 0.2, 1.3, 2.1, 0.3, 1.4, 2.2),
        Column.of("colour", "blue", "red", "red", "white", "blue", "white"),
        Column.of("kind", "a", "b", "ç", "a", "b", "ç"));
  }

  private Model flowersModel() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("kind"))
            .layer(Dense.of(3, new Tanh()))
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(new Adam(0.01))
            .metric(new Accuracy())
            .epochs(2)
            .build();
    return gradus.job(configuration).on(flowers()).train().model();
  }

  private Model savedAndLoaded(Model model, String name) {
    Path file = folder.resolve(name);
    gradus.save(model, file);
    return gradus.load(file);
  }

  @Test
  void aLoadedModelPredictsTheSameBits() {
    Model model = flowersModel();
    Model loaded = savedAndLoaded(model, "m.safetensors");
    assertArrayEquals(model.predictor().predict(flowers()), loaded.predictor().predict(flowers()));
    assertEquals(model.evaluate(flowers()), loaded.evaluate(flowers()));
    assertEquals(List.of("a", "b", "ç"), loaded.predictor().classes());
    assertEquals(model.configuration(), loaded.configuration());
    assertEquals(model.preparation(), loaded.preparation());
    assertEquals(model.parameters(), loaded.parameters());
  }

  @Test
  void randomNetworksComeBackBitByBit() throws IOException {
    long seed = 42;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < Thorough.cases(NETWORKS); i++) {
      String which = "network " + i + " of seed " + seed;
      int columns = random.nextInt(1, 6);
      Table table = numbers(columns + 1, random);
      Model model = gradus.job(randomConfiguration(table, random)).on(table).train().model();
      Model loaded = savedAndLoaded(model, "random.safetensors");
      byte[] once = Files.readAllBytes(folder.resolve("random.safetensors"));
      gradus.save(loaded, folder.resolve("again.safetensors"));
      assertArrayEquals(once, Files.readAllBytes(folder.resolve("again.safetensors")), which);
      assertArrayEquals(model.predictor().predict(table), loaded.predictor().predict(table), which);
    }
  }

  private static Table numbers(int columns, SplittableRandom random) {
    List<String> names = new ArrayList<>();
    for (int k = 0; k < columns; k++) {
      names.add("column " + k + (random.nextBoolean() ? ", \"ü\"\n" : ""));
    }
    double[][] rows = new double[random.nextInt(2, 9)][columns];
    for (double[] row : rows) {
      for (int k = 0; k < columns; k++) {
        row[k] = random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-6, 7));
      }
    }
    return Table.ofRows(names, rows);
  }

  private static Configuration randomConfiguration(Table table, SplittableRandom random) {
    List<Activation> activations =
        List.of(new Tanh(), new Sigmoid(), new LeakyRelu(random.nextDouble()));
    Configuration.Builder builder =
        Configuration.builder()
            .data(DataSpec.of(table.columns().get(table.columns().size() - 1).name()))
            .loss(new Huber(random.nextDouble(0.1, 2)))
            .optimizer(new Sgd(random.nextDouble(1e-4, 1e-2)))
            .epochs(1)
            .batchSize(random.nextInt(1, 5))
            .seed(random.nextLong());
    for (int layer = random.nextInt(4); layer > 0; layer--) {
      builder.layer(
          Dense.of(random.nextInt(1, 8), activations.get(random.nextInt(activations.size()))));
    }
    return builder.layer(Dense.output()).build();
  }

  @Test
  void anEmbeddingComesBackAndKnowsWhatItDoesNotKnow() {
    Table table =
        Table.of(
            List.of(
                Column.of("town", "Aa", "Bo", "Aa", "Ce", "Bo", "Ce"),
                Column.of("size", 1, 2, 3, 4, 5, 6),
                Column.of("price", 10, 20, 30, 25, 50, 45)));
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("price"))
            .layer(new Embedding())
            .layer(new Residual(List.of(Dense.of(3, new Prelu()))))
            .layer(Dense.output())
            .loss(new Huber())
            .optimizer(new Adam(0.01))
            .epochs(3)
            .build();
    Model model = gradus.job(configuration).on(table).train().model();
    Model loaded = savedAndLoaded(model, "m.safetensors");
    Table unknown = Table.of(List.of(Column.of("size", 2, 3), Column.of("town", "Aa", "Nowhere")));
    assertArrayEquals(model.predictor().predict(unknown), loaded.predictor().predict(unknown));
    assertEquals(model.preparation(), loaded.preparation());
    assertTrue(
        Safetensors.read(folder.resolve("m.safetensors"))
            .metadata()
            .getOrDefault("gradus.plugins", "")
            .contains("activation prelu"));
  }

  @Test
  void whatStandsForMissingCellsComesBack() {
    Table table =
        Table.of(
            List.of(
                Column.of("town", "Aa", "", "Aa", "Ce", "Bo", "Ce"),
                Column.of("grade", "low", "high", "", "low", "high", "low"),
                Column.of("size", 1, 2, 3, 4, 5, 6),
                Column.of("price", 10, 20, 30, 25, 50, 45)));
    Configuration configuration =
        Configuration.builder()
            .data(
                DataSpec.of("price")
                    .column(
                        "grade",
                        new CategoricalSpec(
                            CategoricalSpec.Missing.MOST_FREQUENT, List.of("low", "high")))
                    .column(
                        "size",
                        new NumericSpec(ColumnSpec.Scale.LOG, NumericSpec.Missing.MEDIAN, 0, true))
                    .column(
                        "town", new CategoricalSpec(CategoricalSpec.Missing.CATEGORY, List.of())))
            .layer(Dense.output())
            .loss(new Huber())
            .optimizer(new Adam(0.01))
            .epochs(2)
            .build();
    Model model = gradus.job(configuration).on(table).train().model();
    Model loaded = savedAndLoaded(model, "m.safetensors");
    assertEquals(model.preparation(), loaded.preparation());
    assertArrayEquals(model.predictor().predict(table), loaded.predictor().predict(table));
  }

  @Test
  void theFileNamesWhatItHolds() {
    gradus.save(flowersModel(), folder.resolve("m.safetensors"));
    SafetensorsContent content = Safetensors.read(folder.resolve("m.safetensors"));
    assertEquals("1", content.metadata().get("gradus.format"));
    assertTrue(
        content.metadata().getOrDefault("gradus.plugins", "").contains("loss cross-entropy"),
        content.metadata().toString());
    assertEquals(
        List.of(List.of(4, 3), List.of(3), List.of(3, 3), List.of(3)),
        content.tensors().stream().map(SafetensorsTensor::shape).toList());
  }

  @Test
  void theFileSaysNothingOfTheFolderThatItsDataLayIn() throws IOException {
    Path csv = folder.resolve("secret").resolve("flowers.csv");
    Files.createDirectories(csv.getParent());
    Files.writeString(csv, "width,kind\n1,a\n2,b\n3,a\n4,b\n");
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of(csv, "kind"))
            .layer(Dense.output(new Sigmoid()))
            .loss(new CrossEntropy())
            .optimizer(new Sgd(0.1))
            .epochs(1)
            .build();
    Model model = gradus.job(configuration).train().model();
    gradus.save(model, folder.resolve("m.safetensors"));
    String yaml =
        Safetensors.read(folder.resolve("m.safetensors"))
            .metadata()
            .getOrDefault(CONFIGURATION, "");
    assertTrue(yaml.contains("flowers.csv"), yaml);
    assertFalse(yaml.contains("secret"), yaml);
  }

  /** Saves the model of the flowers with other metadata, and reads it. */
  private ModelFileException readWith(UnaryOperator<Map<String, String>> change)
      throws IOException {
    Path file = written(change);
    return assertThrows(ModelFileException.class, () -> gradus.load(file));
  }

  private Path written(UnaryOperator<Map<String, String>> change) throws IOException {
    Path file = folder.resolve("m.safetensors");
    gradus.save(flowersModel(), file);
    SafetensorsContent content = Safetensors.read(file);
    Map<String, String> metadata = change.apply(new LinkedHashMap<>(content.metadata()));
    Files.write(file, Safetensors.encode(new SafetensorsContent(metadata, content.tensors())));
    return file;
  }

  /** The error when the configuration of a model is requested that can only predict. */
  private ModelFileException askedWith(UnaryOperator<Map<String, String>> change)
      throws IOException {
    Model model = gradus.load(written(change));
    assertArrayEquals(
        flowersModel().predictor().predict(flowers()), model.predictor().predict(flowers()));
    return assertThrows(ModelFileException.class, model::configuration);
  }

  private static UnaryOperator<Map<String, String>> with(String key, String value) {
    return metadata -> {
      metadata.put(key, value);
      return metadata;
    };
  }

  private static void assertSays(ModelFileException e, Reason reason, String... parts) {
    String message = String.valueOf(e.getMessage());
    assertEquals(reason, e.reason(), message);
    assertTrue(message.startsWith("m.safetensors: "), message);
    for (String part : parts) {
      assertTrue(message.contains(part), part + " is not in: " + message);
    }
  }

  @Test
  void aModelOfALaterFormatSaysWhichGradusWroteIt() throws IOException {
    ModelFileException e =
        readWith(with("gradus.format", "4").andThen(with("gradus.version", "9.8"))::apply);
    assertSays(e, Reason.TOO_NEW, "format 4", "written by Gradus 9.8", "reads formats 1 to 3");
  }

  @Test
  void aModelOfAnEarlierFormatIsTooOld() throws IOException {
    assertSays(readWith(with("gradus.format", "0")), Reason.TOO_OLD, "format 0");
  }

  @Test
  void anotherSafetensorsFileIsNoModel() throws IOException {
    assertSays(
        readWith(metadata -> Map.of("made", "elsewhere")), Reason.CORRUPT, "not a model of Gradus");
    assertSays(readWith(with("gradus.format", "one")), Reason.CORRUPT, "not a model of Gradus");
  }

  @Test
  void missingMetadataAreNamed() throws IOException {
    for (String key : List.of(CONFIGURATION, "gradus.preparation")) {
      ModelFileException e =
          readWith(
              metadata -> {
                metadata.remove(key);
                return metadata;
              });
      assertSays(e, Reason.CORRUPT, "lacks " + key);
    }
  }

  @Test
  void aPreparationThatIsNoneIsCorrupt() throws IOException {
    for (String broken : List.of("", "{", "[]", "{\"inputs\": [{\"numeric\": \"x\"}]}", "{}")) {
      assertSays(readWith(with("gradus.preparation", broken)), Reason.CORRUPT, "preparation");
    }
  }

  @Test
  void aNetworkOfAnotherShapeThanItsTensorsIsCorrupt() throws IOException {
    ModelFileException e =
        readWith(
            metadata ->
                with(
                        CONFIGURATION,
                        metadata.getOrDefault(CONFIGURATION, "").replace("units: 3", "units: 4"))
                    .apply(metadata));
    assertSays(e, Reason.CORRUPT, "layers.0.weight", "[4, 4]");
  }

  @Test
  void aModelThatNeedsAnotherPluginNamesIt() throws IOException {
    ModelFileException e =
        askedWith(
            metadata -> {
              metadata.replaceAll((key, value) -> value.replace("cross-entropy", "home-made"));
              return metadata;
            });
    assertSays(e, Reason.UNKNOWN_PLUGIN, "loss home-made (", "add their jars");
  }

  @Test
  void aPluginOfAnotherVersionIsNamedWhereTheConfigurationDoesNotFitIt() throws IOException {
    ModelFileException e =
        askedWith(
            metadata -> {
              metadata.computeIfPresent(
                  CONFIGURATION, (key, value) -> value.replace("label-smoothing", "sharpness"));
              metadata.computeIfPresent(
                  "gradus.plugins",
                  (key, value) ->
                      value.replaceAll("(loss cross-entropy) .*", "$1 (their.losses@7.1)"));
              return metadata;
            });
    assertSays(
        e,
        Reason.UNKNOWN_PLUGIN,
        "loss cross-entropy (their.losses@7.1), and here is loss cross-entropy (",
        "sharpness");
  }

  @Test
  void aConfigurationThatCannotBeReadThoughAllPluginsAreHereIsCorrupt() throws IOException {
    for (String broken : List.of("", "{", "network: 7", "\u0000")) {
      assertSays(readWith(with(CONFIGURATION, broken)), Reason.CORRUPT, "configuration");
    }
  }

  @Test
  void aPluginThatTheApplicationBringsIsFoundAgain() {
    try (Gradus own = Gradus.builder().plugin(PublicLoss.class).build()) {
      Configuration configuration =
          Configuration.builder()
              .data(DataSpec.of("width"))
              .layer(Dense.output())
              .loss(new PublicLoss(2))
              .optimizer(new Sgd(0.1))
              .epochs(1)
              .build();
      Path file = folder.resolve("own.safetensors");
      own.save(own.job(configuration).on(flowers()).train().model(), file);
      assertEquals(new PublicLoss(2), own.load(file).configuration().loss());
      ModelFileException e =
          assertThrows(ModelFileException.class, () -> gradus.load(file).configuration());
      assertEquals(Reason.UNKNOWN_PLUGIN, e.reason());
    }
  }

  @Test
  void theFileSaysWhereItsBitsAreTheSame() {
    Path file = folder.resolve("bits.safetensors");
    try (Gradus own = Gradus.builder().plugin(PublicLoss.class).plugin(MarkedLoss.class).build()) {
      for (Loss loss : List.of(new Huber(), new MarkedLoss(), new PublicLoss(2))) {
        Configuration configuration =
            Configuration.builder()
                .data(DataSpec.of("width"))
                .layer(Dense.output())
                .loss(loss)
                .optimizer(new Sgd(0.1))
                .epochs(1)
                .build();
        Model model = own.job(configuration).on(flowers()).train().model();
        String expected =
            loss instanceof PublicLoss ? "of this machine: loss brought" : "everywhere";
        assertEquals(Optional.of(expected), model.bits());
        own.save(model, file);
        assertEquals(expected, Safetensors.read(file).metadata().get("gradus.bits"));
        assertEquals(Optional.of(expected), own.load(file).bits());
      }
    }
  }

  @Test
  void whatCouldNotBeReadAgainIsRefusedBeforeTraining() {
    Configuration.Builder unfinished =
        Configuration.builder()
            .data(DataSpec.of("width"))
            .layer(Dense.output())
            .optimizer(new Sgd(0.1))
            .epochs(1);
    Configuration unregistered = unfinished.loss(new PublicLoss(2)).build();
    AtomicInteger steps = new AtomicInteger();
    TrainingListener counting =
        new TrainingListener() {
          @Override
          public void stepDone(int epoch, int step, double loss) {
            steps.incrementAndGet();
          }
        };
    String message =
        String.valueOf(
            assertThrows(
                    GradusException.class,
                    () -> gradus.job(unregistered).on(flowers()).listener(counting).train())
                .getMessage());
    assertTrue(message.endsWith("register it: Gradus.builder().plugin(PublicLoss.class)"), message);
    Configuration nameless = unfinished.loss(new Huber(1)).schedule((base, step) -> base).build();
    String ofLambda =
        String.valueOf(
            assertThrows(
                    GradusException.class,
                    () -> gradus.job(nameless).on(flowers()).listener(counting).train())
                .getMessage());
    assertTrue(ofLambda.contains("a lambda cannot be written in YAML"), ofLambda);
    assertEquals(0, steps.get());
  }

  @Test
  void savingAModelReplacesTheOldOne() throws IOException {
    Path file = folder.resolve("m.safetensors");
    Files.writeString(file, "something else");
    gradus.save(flowersModel(), file);
    assertEquals(3 * 4 + 3 + 3 * 3 + 3, gradus.load(file).parameters());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList(), "nothing else is left behind");
    }
  }
}
