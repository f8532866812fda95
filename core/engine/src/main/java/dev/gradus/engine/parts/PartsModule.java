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

  private final ConfigurationReader configurations;
  private final ModelFiles models;
  private final Catalogue catalogue;
  private final Consumer<Warning> outlet;
  private final TableCache cache;

  private PartsModule(Catalogue catalogue, Consumer<Warning> outlet, TableCache cache) {
    this.cache = cache;
    this.catalogue = catalogue;
    this.outlet = outlet;
    this.configurations = new ConfigurationReader(catalogue);
    this.models = new ModelFiles(catalogue, configurations, outlet);
  }

  /**
   * The parts of an engine. Guice is asked for those that train when one of them is needed, since a
   * prediction takes less time than its start.
   *
   * @param outlet receives each warning as it arises, on the thread that works
   * @param cache holds data that do not fit into memory
   */
  public static EngineParts parts(Catalogue catalogue, Consumer<Warning> outlet, TableCache cache) {
    PartsModule module = new PartsModule(catalogue, outlet, cache);
    return new EngineParts(
        catalogue,
        module.configurations,
        module.models,
        outlet,
        () ->
            Guice.createInjector(Stage.PRODUCTION, module).getInstance(EngineParts.Training.class));
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    Provider<NetworkBuilder> networks = getProvider(NetworkBuilder.class);
    Provider<ExperimentBuilder> experiments = getProvider(ExperimentBuilder.class);
    Provider<Trainer> trainers = getProvider(Trainer.class);
    Provider<Studies> studies = getProvider(Studies.class);
    Provider<Comparisons> comparisons = getProvider(Comparisons.class);
    single(NetworkBuilder.class, () -> new NetworkBuilder(catalogue));
    single(
        ExperimentBuilder.class,
        () -> {
          ExperimentBuilder all =
              new ExperimentBuilder(
                  networks.get(), configuration -> Models.starts(models).of(configuration), outlet);
          return cache.caching() == Caching.NEVER ? all : all.storingIn(cache.folder());
        });
    single(Trainer.class, () -> new Trainer());
    single(Studies.class, () -> new Studies(trainers.get(), outlet));
    single(
        Comparisons.class,
        () ->
            new Comparisons(
                new Adaptation(experiments.get(), trainers.get()), trainers.get(), studies.get()));
    single(
        EngineParts.Training.class,
        () ->
            new EngineParts.Training(
                experiments.get(),
                trainers.get(),
                new Verifier(catalogue),
                studies.get(),
                comparisons.get()));
  }

  private <T> void single(Class<T> type, Provider<T> provider) {
    bind(type).toProvider(provider).in(Scopes.SINGLETON);
  }
}
