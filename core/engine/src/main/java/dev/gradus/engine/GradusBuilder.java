package dev.gradus.engine;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.parts.EngineParts;
import dev.gradus.engine.parts.PartsModule;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginFolder;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginReport;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Says which plugins a {@link Gradus} has, and what it may do; not for several threads at once. */
public final class GradusBuilder {

  private final List<Path> folders = new ArrayList<>();
  private final List<PluginType> plugins = new ArrayList<>();
  private Optional<Catalogue> catalogue = Optional.empty();
  private boolean strict;
  private boolean connects = true;
  private boolean verifies = true;
  private boolean fitsLinearModels;
  private Consumer<Warning> outlet = Warnings::log;

  GradusBuilder() {}

  /**
   * Adds the jars of a folder. They run with all the rights of the application.
   *
   * @throws PluginException from {@link #build} if the folder cannot be read; a broken jar is left
   *     out with a warning, or an error if {@link #strict}, see {@link Gradus#plugins}
   */
  public GradusBuilder plugins(Path folder) {
    folders.add(requireNonNull(folder, "folder must not be null"));
    return this;
  }

  /**
   * Adds a plugin of the application, so that a YAML can name it and a model that used it can be
   * loaded.
   *
   * @throws PluginException if the class does not keep to the rules
   */
  public GradusBuilder plugin(Class<?> type) {
    requireNonNull(type, "type must not be null");
    plugins.add(PluginType.of(type, PluginType.originOf(type)));
    return this;
  }

  /** Begins with the plugins of a catalogue, and not with those that lie beside the engine. */
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
   * Leaves out what is otherwise done before training: comparing the gradients of plugins that are
   * not built in with their values.
   */
  public GradusBuilder withoutVerification() {
    verifies = false;
    return this;
  }

  /**
   * Also fits a linear model to the examples of each network that {@link Job#train} trains, when it
   * is trained, so that {@link dev.gradus.engine.model.Training#linear} and every later {@link
   * dev.gradus.engine.model.Model#evaluation} say what the network is worth. That takes a second or
   * so where there are many examples and inputs. {@link Job#study} does it anyway.
   */
  public GradusBuilder withLinearModels() {
    fitsLinearModels = true;
    return this;
  }

  /**
   * Says where warnings go: what was done all the same, but must be known, such as a plugin jar
   * that is left out, or categories that a model has not learned. Results hold theirs as well.
   * Without this they are logged, to the {@link System.Logger} {@code dev.gradus}.
   *
   * @param outlet is given each as it arises, on the thread that works
   */
  public GradusBuilder onWarning(Consumer<Warning> outlet) {
    this.outlet = requireNonNull(outlet, "outlet must not be null");
    return this;
  }

  /**
   * Refuses data sources that reach out to another program, such as a database: for configurations
   * that come from others.
   */
  public GradusBuilder withoutConnections() {
    connects = false;
    return this;
  }

  /**
   * Opens it.
   *
   * @throws PluginException if a folder cannot be read, two plugins of the application have one
   *     name, or, if strict, a jar is broken
   */
  public Gradus build() {
    List<PluginType> residents = residents();
    List<PluginFolder> opened = new ArrayList<>();
    try {
      List<PluginReport> arrived = new ArrayList<>();
      for (Path path : folders) {
        PluginFolder folder = PluginFolder.open(path);
        opened.add(folder);
        arrived.addAll(folder.reports());
      }
      Catalogue known =
          plugins.isEmpty() && folders.isEmpty() && catalogue.isPresent()
              ? catalogue.get()
              : Catalogue.of(residents, arrived);
      if (strict) {
        known.requireAllUsable();
      }
      known.broken().forEach(this::warnOf);
      EngineParts parts = PartsModule.parts(known, outlet);
      return new Gradus(
          new Engine(parts, new DataReader(parts, connects), verifies, fitsLinearModels),
          opened,
          Catalogue.reports(residents, arrived));
    } catch (RuntimeException | Error e) {
      opened.forEach(PluginFolder::close);
      throw e;
    }
  }

  private List<PluginType> residents() {
    List<PluginType> residents =
        new ArrayList<>(catalogue.map(GradusBuilder::all).orElseGet(Catalogue::installed));
    residents.addAll(plugins);
    return residents;
  }

  private static List<PluginType> all(Catalogue catalogue) {
    return Arrays.stream(PluginKind.values())
        .flatMap(kind -> catalogue.all(kind).stream())
        .distinct()
        .toList();
  }

  private void warnOf(Catalogue.BrokenJar jar) {
    outlet.accept(
        Warning.of("the plugin jar %s is left out: %s".formatted(jar.file(), jar.reason())));
  }
}
