package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.Checkpoints;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.parts.EngineParts;
import dev.gradus.engine.parts.PartsModule;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.table.Caching;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TableCache;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.GaussianNll;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.Quantiles;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.losses.regularizers.L2;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.initializers.Normal;
import dev.gradus.optimizers.schedules.Cosine;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import dev.gradus.runtime.problem.Warning;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Prediction needs the layers and activations of a model, and no other plugins. */
class WithoutPluginsTest {

  private static final Set<PluginKind> PREDICTING = Set.of(PluginKind.LAYER, PluginKind.ACTIVATION);

  private static final Table TABLE =
      Table.of(
          Column.of("width", 0.2, 1.3, 2.1, 0.3, 1.4, 2.2),
          Column.of("colour", "blue", "red", "red", "white", "blue", "white"),
          Column.of("kind", "a", "b", "c", "a", "b", "c"));

  private final Gradus gradus = Gradus.builder().withLinearModels().build();
  private final List<Warning> warnings = new ArrayList<>();

  @AfterEach
  void close() {
    gradus.close();
  }

  private Model model() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("kind"))
            .layer(
                new Dense(
                    Optional.of(3),
                    Optional.of(new Tanh()),
                    Optional.of(new Normal()),
                    Optional.empty(),
                    true))
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(new Adam(0.01))
            .schedule(new Cosine())
            .regularizer(new L2(0.01))
            .metric(new Accuracy())
            .metric(new MeanSquaredError())
            .epochs(2)
            .build();
    return gradus.job(configuration).on(TABLE).train().model();
  }

  private byte[] bytes(Model model) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    gradus.save(model, out);
    return out.toByteArray();
  }

  /** An engine that has only some of the plugins. */
  private ModelFiles having(Predicate<PluginType> here) {
    List<PluginType> plugins = Catalogue.installed().stream().filter(here).toList();
    EngineParts parts =
        PartsModule.parts(
            new Catalogue(plugins, List.of()),
            warnings::add,
            new TableCache(Path.of("unused"), Caching.NEVER, warnings::add));
    return parts.models();
  }

  private ModelFiles having(Set<PluginKind> kinds) {
    return having(type -> type.kinds().stream().anyMatch(kinds::contains));
  }

  @Test
  void aModelPredictsWithLayersAndActivationsAlone() {
    Model model = model();
    Model loaded = having(PREDICTING).read(bytes(model));
    assertArrayEquals(model.predictor().predict(TABLE), loaded.predictor().predict(TABLE));
    assertEquals(
        model.predictor().predictAll(TABLE).get(2).className(),
        loaded.predictor().predictAll(TABLE).get(2).className());
    assertEquals(List.of("a", "b", "c"), loaded.predictor().classes());
    assertEquals(List.of("kind"), loaded.data().orElseThrow().target());
    assertEquals(2, loaded.layers().size());
    assertEquals(model.plugins(), loaded.plugins());
    assertEquals(model.bits(), loaded.bits());
    assertEquals(model.about(), loaded.about());
    assertEquals(List.of(), warnings);
  }

  @Test
  void whatElseIsWantedSaysWhichPluginsAreMissing() {
    Model loaded = having(PREDICTING).read(bytes(model()));
    for (ModelFileException e :
        List.of(
            assertThrows(ModelFileException.class, () -> loaded.evaluation(TABLE)),
            assertThrows(ModelFileException.class, loaded::configuration))) {
      assertEquals(Reason.UNKNOWN_PLUGIN, e.reason());
      String message = String.valueOf(e.getMessage());
      assertTrue(
          message.startsWith("the bytes: the model needs plugins that are not installed: "),
          message);
      assertTrue(
          message.endsWith("; add their jars (only prediction works without them)"), message);
      for (Object plugin :
          List.of(
              new CrossEntropy(),
              new Adam(0.01),
              new Cosine(),
              new L2(0.01),
              new Accuracy(),
              new MeanSquaredError(),
              new Normal())) {
        PluginType type = PluginType.of(plugin);
        String named = type.name() + " (" + PluginType.identityOf(plugin.getClass()) + ")";
        assertTrue(message.contains(named), () -> named + " is not in " + message);
      }
    }
  }

  /** One kind alone may be lost, too. */
  @ParameterizedTest
  @EnumSource(
      value = PluginKind.class,
      names = {"LOSS", "OPTIMIZER", "SCHEDULE", "REGULARIZER", "METRIC", "INITIALIZER"})
  void noneOfTheseKindsIsNeeded(PluginKind lost) {
    Model model = model();
    Model loaded = having(type -> !type.kinds().contains(lost)).read(bytes(model));
    assertArrayEquals(model.predictor().predict(TABLE), loaded.predictor().predict(TABLE));
    String message =
        String.valueOf(assertThrows(ModelFileException.class, loaded::configuration).getMessage());
    assertTrue(message.contains("not installed: " + lost + " "), message);
  }

  @ParameterizedTest
  @EnumSource(
      value = PluginKind.class,
      names = {"LAYER", "ACTIVATION"})
  void theseKindsAreNeeded(PluginKind lost) {
    byte[] bytes = bytes(model());
    ModelFileException e =
        assertThrows(
            ModelFileException.class,
            () -> having(type -> !type.kinds().contains(lost)).read(bytes));
    assertEquals(Reason.UNKNOWN_PLUGIN, e.reason());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("not installed: " + lost + " "), message);
    assertTrue(!message.contains("loss "), message);
  }

  @Test
  void savingAgainForgetsNothing() {
    byte[] bytes = bytes(model());
    ModelFiles few = having(PREDICTING);
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    few.write(few.read(bytes), again);
    assertArrayEquals(bytes, again.toByteArray());
    Model whole = gradus.load(again.toByteArray());
    assertEquals(model().evaluate(TABLE), whole.evaluate(TABLE));
  }

  @Test
  void aLossThatMakesThePredictionsIsNeeded() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.output())
            .loss(new Quantiles())
            .optimizer(new Adam(0.01))
            .epochs(2)
            .build();
    Table table = Table.of(Column.of("x", 1, 2, 3), Column.of("y", 2, 5, 4));
    byte[] bytes = bytes(gradus.job(configuration).on(table).train().model());
    ModelFileException e =
        assertThrows(ModelFileException.class, () -> having(PREDICTING).read(bytes));
    assertEquals(Reason.UNKNOWN_PLUGIN, e.reason());
    assertTrue(
        String.valueOf(e.getMessage()).contains("cannot predict without")
            && String.valueOf(e.getMessage()).contains("loss quantiles ("),
        e.getMessage());
  }

  @Test
  void furtherOutputsOfALossThatIsNotHereAreLeftOutAndSaid() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.of(3, new Tanh()))
            .layer(Dense.output())
            .loss(new GaussianNll(1, true))
            .optimizer(new Adam(0.01))
            .epochs(2)
            .build();
    Table table = Table.of(Column.of("x", 1, 2, 3), Column.of("y", 2, 5, 4));
    Model model = gradus.job(configuration).on(table).train().model();
    byte[] bytes = bytes(model);
    ModelFiles few = having(PREDICTING);
    Model loaded = few.read(bytes);
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    few.write(loaded, again);
    assertArrayEquals(bytes, again.toByteArray());
    assertArrayEquals(model.predictor().predict(table), loaded.predictor().predict(table));
    assertEquals(Optional.empty(), loaded.deviations(table));
    assertTrue(loaded.predictor().prediction(2).deviation("y").isEmpty());
    assertEquals(1, warnings.size());
    assertTrue(
        warnings.get(0).message().contains("loss gaussian-nll (")
            && warnings
                .get(0)
                .message()
                .endsWith(
                    "; without its loss it does not predict the standard deviation of a target"),
        warnings.get(0).message());
    Model withLoss =
        having(Set.of(PluginKind.LAYER, PluginKind.ACTIVATION, PluginKind.LOSS)).read(bytes);
    assertArrayEquals(
        model.deviations(table).orElseThrow(), withLoss.deviations(table).orElseThrow());
    assertEquals(1, warnings.size());
  }

  @Test
  void aCheckpointPredictsButTrainingDoesNotGoOnFromIt(@TempDir Path folder) {
    gradus
        .job(
            Configuration.builder()
                .data(DataSpec.of("kind"))
                .layer(Dense.output(new Softmax()))
                .loss(new CrossEntropy())
                .optimizer(new Adam(0.01))
                .training(training -> training.epochs(2).checkpoint(new Checkpoint()))
                .build())
        .on(TABLE)
        .checkpoints(Checkpoints.in(folder))
        .train();
    Path file = folder.resolve("epoch-000002.safetensors");
    ModelFiles few = having(PREDICTING);
    assertArrayEquals(
        gradus.load(file).predictor().predict(TABLE), few.read(file).predictor().predict(TABLE));
    String message =
        String.valueOf(
            assertThrows(ModelFileException.class, () -> new CheckpointFiles(few).read(file))
                .getMessage());
    assertTrue(
        message.contains("not installed: loss cross-entropy (")
            && message.contains("optimizer adam ("),
        message);
  }
}
