package dev.gradus.engine.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import com.google.inject.Stage;
import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.model.ModelFiles;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.study.Comparisons;
import dev.gradus.engine.study.Studies;
import dev.gradus.engine.training.Adaptation;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Trainer;
import java.util.function.Consumer;

/**
 * The engine for Guice: after {@code install(new GradusModule(catalogue))}, a {@code Gradus} can be
 * injected.
 *
 * <p>Everything is bound to a provider that says how it is made, so that nothing is looked up by
 * reflection, and Guice has no bytecode to make, which a newer JDK would warn of. The parts ask
 * Guice for the {@link Catalogue} and for the {@code Consumer<Warning>}, so an application replaces
 * either of them with {@code Modules.override}.
 */
public final class GradusModule extends AbstractModule {

  private static final String LOGGER = "dev.gradus.engine";
  private static final Key<Consumer<Warning>> OUTLET = new Key<>() {};

  private final Provider<Catalogue> catalogue;
  private final Consumer<Warning> outlet;

  /**
   * The engine with the plugins that lie beside it, which are looked for when the catalogue is
   * needed: not at all where an application brings its own.
   */
  public GradusModule() {
    this(Catalogue::beside, GradusModule::log);
  }

  /** The engine with the plugins of a catalogue. */
  public GradusModule(Catalogue catalogue) {
    this(catalogue, GradusModule::log);
  }

  /**
   * The engine with the plugins of a catalogue.
   *
   * @param outlet is given each warning as it arises, on the thread that works; without it they are
   *     logged
   */
  public GradusModule(Catalogue catalogue, Consumer<Warning> outlet) {
    this(() -> catalogue, outlet);
  }

  private GradusModule(Provider<Catalogue> catalogue, Consumer<Warning> outlet) {
    this.catalogue = catalogue;
    this.outlet = outlet;
  }

  /** Logs a warning to the {@link System.Logger} {@code dev.gradus.engine}. */
  public static void log(Warning warning) {
    System.getLogger(LOGGER).log(System.Logger.Level.WARNING, warning.message());
  }

  /** The parts of an engine, put together by Guice, for those who do not use it. */
  public static EngineParts parts(Catalogue catalogue, Consumer<Warning> outlet) {
    return Guice.createInjector(Stage.PRODUCTION, new GradusModule(catalogue, outlet))
        .getInstance(EngineParts.class);
  }

  @Override
  protected void configure() {
    single(Catalogue.class, catalogue);
    bind(OUTLET).toInstance(outlet);
    Provider<Catalogue> plugins = getProvider(Catalogue.class);
    Provider<Consumer<Warning>> outlets = getProvider(OUTLET);
    Provider<ConfigurationReader> configurations = getProvider(ConfigurationReader.class);
    Provider<NetworkBuilder> networks = getProvider(NetworkBuilder.class);
    Provider<ExperimentBuilder> experiments = getProvider(ExperimentBuilder.class);
    Provider<Trainer> trainers = getProvider(Trainer.class);
    Provider<ModelFiles> models = getProvider(ModelFiles.class);
    Provider<Studies> studies = getProvider(Studies.class);
    Provider<Comparisons> comparisons = getProvider(Comparisons.class);
    single(ConfigurationReader.class, () -> new ConfigurationReader(plugins.get()));
    single(NetworkBuilder.class, () -> new NetworkBuilder(plugins.get()));
    single(
        ExperimentBuilder.class,
        () ->
            new ExperimentBuilder(
                networks.get(), configuration -> models.get().start(configuration), outlets.get()));
    single(Trainer.class, () -> new Trainer());
    single(
        ModelFiles.class,
        () -> new ModelFiles(plugins.get(), configurations.get(), networks.get(), outlets.get()));
    single(Studies.class, () -> new Studies(trainers.get(), outlets.get()));
    single(
        Comparisons.class,
        () ->
            new Comparisons(
                new Adaptation(experiments.get(), trainers.get()), trainers.get(), studies.get()));
    single(
        EngineParts.class,
        () ->
            new EngineParts(
                plugins.get(),
                configurations.get(),
                experiments.get(),
                trainers.get(),
                models.get(),
                new Verifier(plugins.get()),
                studies.get(),
                comparisons.get(),
                outlets.get()));
  }

  private <T> void single(Class<T> type, Provider<T> provider) {
    bind(type).toProvider(provider).in(Scopes.SINGLETON);
  }
}
