package dev.gradus.engine.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.Binding;
import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import com.google.inject.spi.Elements;
import com.google.inject.spi.InstanceBinding;
import com.google.inject.util.Modules;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginReport;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.Huber;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that uses Guice replaces parts of the engine. */
class GradusModuleTest {

  @TempDir private Path folder;

  private static Gradus gradus(Module other) {
    return Guice.createInjector(Modules.override(new GradusModule()).with(other))
        .getInstance(Gradus.class);
  }

  private Configuration read(Gradus gradus, String loss) throws IOException {
    Path file = folder.resolve("network.yaml");
    Files.writeString(
        file, "data: {target: y}\nnetwork: [dense]\nloss: %s\noptimizer: sgd\n".formatted(loss));
    return gradus.read(file);
  }

  @Test
  void allPartsUseTheCatalogueOfTheApplication() throws IOException {
    Catalogue own =
        new Catalogue(
            List.of(type(Dense.class), type(MeanSquaredError.class), type(Sgd.class)), List.of());
    try (Gradus gradus = gradus(binder -> binder.bind(Catalogue.class).toInstance(own))) {
      assertSame(own, gradus.catalogue());
      assertEquals(new MeanSquaredError(), read(gradus, "mse").loss());
      String refusal =
          String.valueOf(
              assertThrows(ConfigurationException.class, () -> read(gradus, "huber")).getMessage());
      assertTrue(refusal.contains("huber"), refusal);
    }
    try (Gradus usual = gradus(binder -> {})) {
      assertEquals(new Huber(), read(usual, "huber").loss());
    }
  }

  /** Looking for plugins takes time, and fails if one next to the engine is listed wrongly. */
  @Test
  void noPluginsAreLookedForBeforeACatalogueIsNeeded() {
    List<Binding<?>> catalogues =
        Elements.getElements(new GradusModule()).stream()
            .filter(Binding.class::isInstance)
            .<Binding<?>>map(element -> (Binding<?>) element)
            .filter(binding -> binding.getKey().equals(Key.get(Catalogue.class)))
            .toList();
    assertEquals(1, catalogues.size());
    assertFalse(catalogues.get(0) instanceof InstanceBinding, "it is there already");
    try (Gradus gradus = gradus(binder -> {})) {
      assertSame(gradus.catalogue(), gradus.catalogue());
    }
  }

  private static PluginType type(Class<?> plugin) {
    return PluginType.of(plugin, "the application");
  }

  @Test
  void warningsGoWhereTheApplicationWantsThem() {
    List<Warning> said = new ArrayList<>();
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.output())
            .loss(new Huber())
            .optimizer(new Sgd(0.1))
            .epochs(1)
            .build();
    try (Gradus gradus =
        gradus(
            binder -> binder.bind(new TypeLiteral<Consumer<Warning>>() {}).toInstance(said::add))) {
      List<Warning> warnings =
          gradus
              .job(configuration)
              .on(Table.ofRows(List.of("x", "y"), new double[][] {{1, 1e6}, {2, 2e6}, {3, 9e6}}))
              .train()
              .warnings();
      assertEquals(1, said.size(), said::toString);
      assertEquals(said, warnings);
    }
  }

  /** Closes over what it is given. */
  static final class Service {

    private final Gradus gradus;

    @Inject
    Service(Gradus gradus) {
      this.gradus = gradus;
    }
  }

  @Test
  void anInjectorHasOneGradus() {
    Injector injector = Guice.createInjector(new GradusModule());
    try (Gradus gradus = injector.getInstance(Gradus.class)) {
      assertSame(gradus, injector.getInstance(Gradus.class));
      assertSame(gradus, injector.getInstance(Service.class).gradus);
      assertNotSame(gradus, Guice.createInjector(new GradusModule()).getInstance(Gradus.class));
    }
  }

  @Test
  void explicitBindingsSuffice() {
    Injector injector =
        Guice.createInjector(
            Stage.PRODUCTION,
            new GradusModule(),
            binder -> {
              binder.requireExplicitBindings();
              binder.requireExactBindingAnnotations();
              binder.disableCircularProxies();
              binder.bind(Service.class);
            });
    try (Gradus gradus = injector.getInstance(Service.class).gradus) {
      assertEquals(new Huber(), gradus.plugin(Loss.class, "huber"));
    }
  }

  /** A loss of the application. */
  @Plugin(name = "of-the-application", summary = "A loss of the application.")
  public record Own() implements PointwiseLoss {

    @Override
    public double value(double prediction, double target) {
      return (prediction - target) * (prediction - target);
    }

    @Override
    public double derivative(double prediction, double target) {
      return 2 * (prediction - target);
    }
  }

  @Test
  void pluginFoldersAndOwnPluginsCanBeGiven() throws IOException {
    Files.writeString(folder.resolve("broken.jar"), "this is no jar");
    List<Warning> said = new ArrayList<>();
    GradusModule module =
        new GradusModule(builder -> builder.plugins(folder).plugin(Own.class).onWarning(said::add));
    try (Gradus gradus = Guice.createInjector(module).getInstance(Gradus.class)) {
      assertEquals(new Own(), read(gradus, "of-the-application").loss());
      assertEquals(
          List.of("broken.jar"), gradus.plugins().stream().map(PluginReport::name).toList());
      assertEquals(1, said.size(), said::toString);
      assertTrue(
          said.get(0).message().startsWith("the plugin jar broken.jar is skipped: "),
          said::toString);
    }
  }

  @Test
  void folderPluginsJoinTheCatalogueOfTheApplication() {
    Catalogue own = new Catalogue(List.of(type(Dense.class), type(Sgd.class)), List.of());
    GradusModule module = new GradusModule(builder -> builder.catalogue(own).plugin(Own.class));
    try (Gradus gradus = Guice.createInjector(module).getInstance(Gradus.class)) {
      assertEquals(List.of("of-the-application"), gradus.catalogue().names(PluginKind.LOSS));
      assertEquals(List.of("sgd"), gradus.catalogue().names(PluginKind.OPTIMIZER));
    }
  }
}
