package dev.gradus.engine;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.file.CacheFolder;
import dev.gradus.engine.parts.EngineParts;
import dev.gradus.engine.parts.PartsModule;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginFolder;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginReport;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.table.Caching;
import dev.gradus.engine.table.TableCache;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Configures the plugins and permissions of a {@link Gradus}; not thread-safe. */
public final class GradusBuilder {

  private final List<Path> folders = new ArrayList<>();
  private final List<PluginType> plugins = new ArrayList<>();
  private Optional<Catalogue> catalogue = Optional.empty();
  private boolean strict;
  private boolean connects = true;
  private boolean verifies = true;
  private boolean fitsLinearModels;
  private Consumer<Warning> outlet = Warnings::log;
  private Caching caching = Caching.AUTO;
  private Optional<Path> cacheFolder = Optional.empty();

  GradusBuilder() {}

  /**
   * Adds the jars of a folder. They run with all the rights of the application.
   *
   * @throws PluginException from {@link #build} if the folder cannot be read; a broken jar is
   *     skipped with a warning, or an error if {@link #strict}, see {@link Gradus#plugins}
   */
  public GradusBuilder plugins(Path folder) {
    folders.add(requireNonNull(folder, "folder must not be null"));
    return this;
  }

  /**
   * Adds a plugin class of the application, so that configurations can name it and models that use
   * it can be loaded.
   *
   * @throws PluginException if the class violates the plugin rules
   */
  public GradusBuilder plugin(Class<?> type) {
    requireNonNull(type, "type must not be null");
    plugins.add(PluginType.of(type, PluginType.originOf(type)));
    return this;
  }

  /**
   * Starts with the plugins of a catalogue instead of those on the module path or the class path.
   */
  public GradusBuilder catalogue(Catalogue catalogue) {
    this.catalogue = Optional.of(requireNonNull(catalogue, "catalogue must not be null"));
    return this;
  }

  /** Treats a broken plugin jar as an error. */
  public GradusBuilder strict() {
    strict = true;
    return this;
  }

  /**
   * Skips the gradient check of plugins that are not built in, which is otherwise done before
   * training.
   */
  public GradusBuilder withoutVerification() {
    verifies = false;
    return this;
  }

  /**
   * Also fits a linear baseline to the examples of each network that {@link Job#train} trains, for
   * {@link dev.gradus.engine.model.Training#linear} and every later {@link
   * dev.gradus.engine.model.Model#evaluation}. This takes about a second for many examples and
   * inputs. {@link Job#study} always does it.
   */
  public GradusBuilder withLinearModels() {
    fitsLinearModels = true;
    return this;
  }

  /**
   * Sets the consumer of warnings, such as a skipped plugin jar or unknown categories. Results
   * contain their warnings as well. By default they are logged to the {@link System.Logger} {@code
   * dev.gradus}.
   *
   * @param outlet receives each warning when it arises, on the thread that found it
   */
  public GradusBuilder onWarning(Consumer<Warning> outlet) {
    this.outlet = requireNonNull(outlet, "outlet must not be null");
    return this;
  }

  /**
   * Refuses data sources that connect to another program, such as a database: for untrusted
   * configurations.
   */
  public GradusBuilder withoutConnections() {
    connects = false;
    return this;
  }

  /**
   * Says when tables and examples are kept in files instead of memory; {@link Caching#AUTO} if this
   * is not called. Models are the same either way.
   */
  public GradusBuilder caching(Caching caching) {
    this.caching = requireNonNull(caching, "caching must not be null");
    return this;
  }

  /**
   * Sets the folder of those files. Without it, the environment variable {@code GRADUS_CACHE} names
   * it, and otherwise it is {@code gradus} in the folder for caches of the user, such as {@code
   * ~/.cache}.
   *
   * @param folder created when it is needed; tables of CSV files stay there
   */
  public GradusBuilder cacheFolder(Path folder) {
    this.cacheFolder = Optional.of(requireNonNull(folder, "folder must not be null"));
    return this;
  }

  /**
   * Builds the instance.
   *
   * @throws PluginException if a folder cannot be read, two plugins of the application have one
   *     name, or, if strict, a jar is broken
   */
  public Gradus build() {
    boolean asGiven = plugins.isEmpty() && folders.isEmpty() && catalogue.isPresent();
    List<PluginType> existing = asGiven ? List.of() : existing();
    List<PluginFolder> opened = new ArrayList<>();
    try {
      List<PluginReport> arrived = new ArrayList<>();
      for (Path path : folders) {
        PluginFolder folder = PluginFolder.open(path);
        opened.add(folder);
        arrived.addAll(folder.reports());
      }
      Catalogue known = asGiven ? catalogue.get() : Catalogue.of(existing, arrived);
      if (strict) {
        known.requireAllUsable();
      }
      known.broken().forEach(this::warnOf);
      TableCache cache =
          new TableCache(cacheFolder.orElseGet(CacheFolder::ofUser), caching, outlet);
      EngineParts parts = PartsModule.parts(known, outlet, cache);
      DataReader reader = new DataReader(cache, connects);
      return new Gradus(
          new Engine(
              parts, reader, new ModelDataReader(parts, cache, reader), verifies, fitsLinearModels),
          opened,
          Catalogue.reports(existing, arrived));
    } catch (RuntimeException | Error e) {
      opened.forEach(PluginFolder::close);
      throw e;
    }
  }

  private List<PluginType> existing() {
    List<PluginType> existing =
        new ArrayList<>(catalogue.map(GradusBuilder::all).orElseGet(Catalogue::installed));
    existing.addAll(plugins);
    return existing;
  }

  private static List<PluginType> all(Catalogue catalogue) {
    return Arrays.stream(PluginKind.values())
        .flatMap(kind -> catalogue.all(kind).stream())
        .distinct()
        .toList();
  }

  private void warnOf(Catalogue.BrokenJar jar) {
    outlet.accept(
        Warning.of("the plugin jar %s is skipped: %s".formatted(jar.file(), jar.reason())));
  }
}
