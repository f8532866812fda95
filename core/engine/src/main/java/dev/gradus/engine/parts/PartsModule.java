package dev.gradus.engine.parts;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import com.google.inject.Stage;
import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.model.ModelFiles;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.studies.Comparisons;
import dev.gradus.engine.studies.Studies;
import dev.gradus.engine.table.Caching;
import dev.gradus.engine.table.TableCache;
import dev.gradus.engine.training.Adaptation;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Trainer;
import dev.gradus.runtime.problem.Warning;
import java.util.function.Consumer;

/**
 * Defines how each part is created from others.
 *
 * <p>Everything is bound to a provider, so Guice uses no reflection and generates no bytecode,
 * which newer JDKs would warn about.
 */
public final class PartsModule extends AbstractModule {

  private final Catalogue catalogue;
  private final Consumer<Warning> outlet;
  private final TableCache cache;

  private PartsModule(Catalogue catalogue, Consumer<Warning> outlet, TableCache cache) {
    this.cache = cache;
    this.catalogue = catalogue;
    this.outlet = outlet;
  }

  /**
   * The parts of an engine.
   *
   * @param outlet receives each warning as it arises, on the thread that works
   * @param cache holds data that do not fit into memory
   */
  public static EngineParts parts(Catalogue catalogue, Consumer<Warning> outlet, TableCache cache) {
    return Guice.createInjector(Stage.PRODUCTION, new PartsModule(catalogue, outlet, cache))
        .getInstance(EngineParts.class);
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    Provider<ConfigurationReader> configurations = getProvider(ConfigurationReader.class);
    Provider<NetworkBuilder> networks = getProvider(NetworkBuilder.class);
    Provider<ExperimentBuilder> experiments = getProvider(ExperimentBuilder.class);
    Provider<Trainer> trainers = getProvider(Trainer.class);
    Provider<ModelFiles> models = getProvider(ModelFiles.class);
    Provider<Studies> studies = getProvider(Studies.class);
    Provider<Comparisons> comparisons = getProvider(Comparisons.class);
    single(ConfigurationReader.class, () -> new ConfigurationReader(catalogue));
    single(NetworkBuilder.class, () -> new NetworkBuilder(catalogue));
    single(
        ExperimentBuilder.class,
        () -> {
          ExperimentBuilder all =
              new ExperimentBuilder(
                  networks.get(),
                  configuration -> Models.starts(models.get()).of(configuration),
                  outlet);
          return cache.caching() == Caching.NEVER ? all : all.storingIn(cache.folder());
        });
    single(Trainer.class, () -> new Trainer());
    single(ModelFiles.class, () -> new ModelFiles(catalogue, configurations.get(), outlet));
    single(Studies.class, () -> new Studies(trainers.get(), outlet));
    single(
        Comparisons.class,
        () ->
            new Comparisons(
                new Adaptation(experiments.get(), trainers.get()), trainers.get(), studies.get()));
    single(
        EngineParts.class,
        () ->
            new EngineParts(
                catalogue,
                configurations.get(),
                experiments.get(),
                trainers.get(),
                models.get(),
                new Verifier(catalogue),
                studies.get(),
                comparisons.get(),
                outlet));
  }

  private <T> void single(Class<T> type, Provider<T> provider) {
    bind(type).toProvider(provider).in(Scopes.SINGLETON);
  }
}
