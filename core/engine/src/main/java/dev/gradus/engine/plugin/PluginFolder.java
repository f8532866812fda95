package dev.gradus.engine.plugin;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * The jars of a folder, each loaded by itself.
 *
 * <p>A jar with a module descriptor becomes a module in a layer of its own; one without, a class
 * loader of its own that reads {@code META-INF/services}. So two jars never get in each other's
 * way, and a broken one is reported while the others load. Where the engine itself is on the class
 * path there are no layers to build on; the providers that a module descriptor names are then found
 * by their names.
 *
 * <p>What a jar contains runs with all the rights of the application: only jars that are trusted
 * belong into the folder.
 */
public final class PluginFolder implements AutoCloseable {

  private final List<PluginType> plugins = new ArrayList<>();
  private final List<Catalogue.BrokenJar> broken = new ArrayList<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();

  private PluginFolder() {}

  /**
   * Loads all the jars of a folder, in the order of their names.
   *
   * @throws PluginException if the folder cannot be read
   */
  public static PluginFolder open(Path folder) {
    PluginFolder opened = new PluginFolder();
    for (Path jar : jarsOf(folder)) {
      opened.load(jar);
    }
    return opened;
  }

  private static List<Path> jarsOf(Path folder) {
    List<Path> jars = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      throw new PluginException(
          "the plugin folder " + folder + " is not a folder; give one that holds plugin jars");
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.jar")) {
      stream.forEach(jars::add);
    } catch (IOException e) {
      throw new PluginException(
          "the plugin folder %s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
    jars.sort(null);
    return jars;
  }

  /** What was found in the jars that could be used. */
  public List<PluginType> plugins() {
    return List.copyOf(plugins);
  }

  /** The jars that could not be used. */
  public List<Catalogue.BrokenJar> broken() {
    return List.copyOf(broken);
  }

  private void load(Path jar) {
    String file = String.valueOf(jar.getFileName());
    try {
      List<PluginType> found =
          classesOf(jar).stream().map(type -> PluginType.of(type, file)).toList();
      found.forEach(PluginFolder::tryDefaults);
      if (found.isEmpty()) {
        throw new PluginException(
            "it provides no plugin; list its classes in META-INF/services, and in 'provides' of its module-info if it has one");
      }
      plugins.addAll(found);
    } catch (PluginException e) {
      broken.add(new Catalogue.BrokenJar(file, String.valueOf(e.getMessage())));
    } catch (IOException | FindException | ResolutionException | LayerInstantiationException e) {
      broken.add(new Catalogue.BrokenJar(file, "it cannot be read as a plugin: " + e));
    } catch (ServiceConfigurationError | LinkageError e) {
      broken.add(new Catalogue.BrokenJar(file, "a class in it cannot be loaded: " + e));
    }
  }

  private static void tryDefaults(PluginType plugin) {
    try {
      plugin.options().defaults();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new PluginException(
          "%s refuses its own defaults: %s".formatted(plugin.type().getName(), e.getMessage()), e);
    }
  }

  private Set<Class<?>> classesOf(Path jar) throws IOException {
    Module engine = PluginFolder.class.getModule();
    return engine.isNamed() && hasModuleDescriptor(jar)
        ? inLayerOfItsOwn(jar, engine.getLayer())
        : inLoaderOfItsOwn(jar);
  }

  private static boolean hasModuleDescriptor(Path jar) throws IOException {
    try (JarFile file =
        new JarFile(jar.toFile(), true, JarFile.OPEN_READ, JarFile.runtimeVersion())) {
      return file.getJarEntry("module-info.class") != null;
    }
  }

  private static Set<Class<?>> inLayerOfItsOwn(Path jar, ModuleLayer parent) {
    ModuleFinder finder = ModuleFinder.of(jar);
    Set<String> names =
        finder.findAll().stream()
            .map(module -> module.descriptor().name())
            .collect(Collectors.toSet());
    Configuration resolved = parent.configuration().resolve(finder, ModuleFinder.of(), names);
    ModuleLayer layer =
        parent.defineModulesWithOneLoader(resolved, PluginFolder.class.getClassLoader());
    Set<Class<?>> types = new LinkedHashSet<>();
    for (PluginKind kind : PluginKind.values()) {
      // The layer lists its parents' providers again, and a provider method hides the class behind
      // the interface.
      ServiceLoader.load(layer, kind.service()).stream()
          .filter(
              provider ->
                  provider.type().getModule().getLayer() == layer
                      || provider.type() == kind.service())
          .map(provider -> provider.get().getClass())
          .filter(type -> type.getModule().getLayer() == layer)
          .forEach(types::add);
    }
    return types;
  }

  private Set<Class<?>> inLoaderOfItsOwn(Path jar) throws IOException {
    URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, PluginFolder.class.getClassLoader());
    loaders.add(loader);
    Set<Class<?>> types = new LinkedHashSet<>();
    for (PluginKind kind : PluginKind.values()) {
      ServiceLoader.load(kind.service(), loader).stream()
          .map(ServiceLoader.Provider::type)
          .filter(type -> type.getClassLoader() == loader)
          .forEach(types::add);
    }
    return types;
  }

  /** Lets go of the jars; plugins from them must not be used any more. */
  @Override
  public void close() {
    for (URLClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        throw new PluginException("a plugin jar cannot be closed: " + e.getMessage(), e);
      }
    }
  }
}
