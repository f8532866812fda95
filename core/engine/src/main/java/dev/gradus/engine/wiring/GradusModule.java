package dev.gradus.engine.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.GradusBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Gradus for Guice: an injector with this module has one {@link Gradus}.
 *
 * <pre>{@code
 * install(new GradusModule());
 * install(new GradusModule(gradus -> gradus.plugins(folder).plugin(MyLoss.class)));
 * }</pre>
 *
 * <p>The initial {@link Catalogue} of plugins, and the {@code Consumer<Warning>} of its warnings,
 * are bound too, so an application can replace either of them with {@code Modules.override}; {@link
 * Gradus#catalogue} has the plugins of folders as well. Nothing else is bound, and nothing is
 * created by reflection, so the module works with {@code requireExplicitBindings}, and Guice
 * generates no bytecode for it, which newer JDKs would warn about.
 *
 * <p>If Guice calls constructors of the application, Guice 7 generates bytecode with {@code
 * sun.misc.Unsafe}, which JDK 24 and later warn about; the system property {@code
 * guice_custom_class_loading=CHILD} avoids that.
 *
 * <p>Guice closes nothing: an application that opens plugin folders calls {@link Gradus#close} when
 * it ends.
 */
public final class GradusModule extends AbstractModule {

  private static final Key<Consumer<Warning>> OUTLET = new Key<>() {};

  private final Optional<Catalogue> catalogue;
  private final UnaryOperator<GradusBuilder> options;
  private final Consumer<Warning> outlet;

  /**
   * Uses the plugins on the module path or the class path, which are looked up when a {@link
   * Gradus} is needed, and not at all if an application binds its own {@link Catalogue}.
   */
  public GradusModule() {
    this(builder -> builder);
  }

  /**
   * Configures the builder, for example with plugin folders and plugins of the application.
   *
   * @param options called once, when a {@link Gradus} is needed
   */
  public GradusModule(UnaryOperator<GradusBuilder> options) {
    this.catalogue = Optional.empty();
    this.options = Objects.requireNonNull(options, "options must not be null");
    this.outlet = Warnings::log;
  }

  /** Uses the plugins of a catalogue instead of those on the module path or the class path. */
  public GradusModule(Catalogue catalogue) {
    this(catalogue, Warnings::log);
  }

  /**
   * Uses the plugins of a catalogue instead of those on the module path or the class path.
   *
   * @param outlet receives each warning as it arises, on the thread that works; without it they are
   *     logged
   */
  public GradusModule(Catalogue catalogue, Consumer<Warning> outlet) {
    this.catalogue = Optional.of(Objects.requireNonNull(catalogue, "catalogue must not be null"));
    this.options = builder -> builder;
    this.outlet = Objects.requireNonNull(outlet, "outlet must not be null");
  }

  @Override
  protected void configure() {
    Provider<Catalogue> catalogues = getProvider(Catalogue.class);
    Provider<Consumer<Warning>> outlets = getProvider(OUTLET);
    bind(OUTLET).toInstance(outlet);
    bind(Catalogue.class)
        .toProvider(() -> catalogue.orElseGet(Catalogue::ofInstalled))
        .in(Scopes.SINGLETON);
    bind(Gradus.class)
        .toProvider(
            () ->
                options
                    .apply(Gradus.builder().catalogue(catalogues.get()).onWarning(outlets.get()))
                    .build())
        .in(Scopes.SINGLETON);
  }
}
