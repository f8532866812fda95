package dev.gradus.engine.plugin;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Loads plugins in isolation from each other.
 *
 * <p>Jars with a module descriptor become modules in a separate layer, above the layers of the
 * plugins whose modules they require; other jars get a separate class loader that reads {@code
 * META-INF/services}. If the engine itself is on the class path, there are no layers to build on,
 * and the providers that a module descriptor names are loaded by their names.
 */
final class PluginLoader implements AutoCloseable {

  private final ClassLoader interfaces = new SpiClassLoader();
  private final Map<String, ModuleLayer> layers = new LinkedHashMap<>();
  private final List<JarClassLoader> loaders = new ArrayList<>();

  /**
   * The plugin classes of a unit.
   *
   * @throws PluginException or another exception or error, if it cannot be loaded
   */
  Set<Class<?>> load(PluginUnit unit) throws IOException, ClassNotFoundException {
    Module engine = PluginLoader.class.getModule();
    return engine.isNamed() && unit.isModular()
        ? inLayerOfItsOwn(unit, engine.getLayer())
        : inLoaderOfItsOwn(unit);
  }

  /** Whether a class loader belongs to a jar from a plugin folder. */
  static boolean isOne(ClassLoader loader) {
    return loader.getParent() instanceof SpiClassLoader;
  }

  /** Whether a module belongs to a loaded plugin. */
  boolean has(String module) {
    return layers.containsKey(module);
  }

  private Set<Class<?>> inLayerOfItsOwn(PluginUnit unit, ModuleLayer engine) {
    List<ModuleLayer> parents = new ArrayList<>(List.of(engine));
    for (String required : unit.requiredModules()) {
      if (layers.containsKey(required)) {
        parents.add(layers.get(required));
      }
    }
    Set<String> names =
        unit.modules().stream().map(ModuleDescriptor::name).collect(Collectors.toSet());
    Configuration resolved =
        Configuration.resolve(
            ModuleFinder.of(unit.jars().toArray(Path[]::new)),
            parents.stream().map(ModuleLayer::configuration).toList(),
            ModuleFinder.of(),
            names);
    ModuleLayer layer =
        ModuleLayer.defineModulesWithOneLoader(resolved, parents, interfaces).layer();
    names.forEach(name -> layers.put(name, layer));
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

  private Set<Class<?>> inLoaderOfItsOwn(PluginUnit unit)
      throws IOException, ClassNotFoundException {
    JarClassLoader loader = new JarClassLoader(unit.name(), unit.jars(), interfaces);
    loaders.add(loader);
    Set<Class<?>> types = new LinkedHashSet<>();
    for (PluginKind kind : PluginKind.values()) {
      ServiceLoader.load(kind.service(), loader).stream()
          .map(ServiceLoader.Provider::type)
          .filter(type -> type.getClassLoader() == loader)
          .forEach(types::add);
      for (String provider : providersIn(unit, kind)) {
        types.add(loader.loadClass(provider));
      }
    }
    return types;
  }

  private static Set<String> providersIn(PluginUnit unit, PluginKind kind) {
    return unit.modules().stream()
        .flatMap(module -> module.provides().stream())
        .filter(provides -> provides.service().equals(kind.service().getName()))
        .flatMap(provides -> provides.providers().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Releases the jars that were loaded without module layers; the jars of a layer are released with
   * its classes.
   */
  @Override
  public void close() {
    for (JarClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        throw new PluginException("a plugin jar cannot be closed: " + e.getMessage(), e);
      }
    }
  }
}
