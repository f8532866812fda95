package dev.gradus.runtime;

import dev.gradus.runtime.file.PluginJson;
import dev.gradus.runtime.file.UnfitPluginException;
import dev.gradus.runtime.network.PluginName;
import dev.gradus.spi.Plugin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the plugins that prediction needs among those that are installed. */
final class InstalledPlugins implements PluginJson.PluginTypes {

  /** The number of failures after which a class loader is abandoned. */
  private static final int MOST_FAULTS = 100;

  private final List<ClassLoader> loaders;
  private final Map<Class<?>, Set<Class<?>>> byKind = new HashMap<>();

  /** Why some plugins could not be loaded, in sentences. */
  private final List<String> faults = new ArrayList<>();

  private InstalledPlugins(List<ClassLoader> loaders) {
    this.loaders = loaders;
  }

  /** The plugins that the thread's class loader and the runtime's class loader find. */
  static InstalledPlugins ofThread() {
    ClassLoader own = InstalledPlugins.class.getClassLoader();
    return of(Optional.ofNullable(Thread.currentThread().getContextClassLoader()).orElse(own));
  }

  /** The plugins that a class loader and the runtime's class loader find. */
  static InstalledPlugins of(ClassLoader loader) {
    ClassLoader own = InstalledPlugins.class.getClassLoader();
    return new InstalledPlugins(loader.equals(own) ? List.of(own) : List.of(loader, own));
  }

  @Override
  public Class<?> find(Class<?> kind, String name) throws UnfitPluginException {
    Set<Class<?>> all = byKind.computeIfAbsent(kind, this::all);
    List<Class<?>> found = those(all, type -> PluginName.ofType(type).equals(name));
    if (found.isEmpty()) {
      found = those(all, type -> aliasesOf(type).contains(name));
    }
    String called = kind.getSimpleName().toLowerCase(Locale.ROOT) + " '" + name + "'";
    if (found.isEmpty()) {
      throw new UnfitPluginException(
          "the model needs the %s, which is not installed; add its jar%s"
              .formatted(called, faults.isEmpty() ? "" : ". " + String.join(". ", faults)));
    }
    if (found.size() > 1) {
      throw new UnfitPluginException(
          "there are several classes for the %s (%s); remove the jars of all but one"
              .formatted(
                  called, found.stream().map(Class::getName).collect(Collectors.joining(", "))));
    }
    return found.get(0);
  }

  private static List<Class<?>> those(Set<Class<?>> all, Predicate<Class<?>> wanted) {
    return all.stream().filter(wanted).toList();
  }

  private static List<String> aliasesOf(Class<?> type) {
    return Optional.ofNullable(type.getAnnotation(Plugin.class))
        .map(plugin -> Arrays.asList(plugin.aliases()))
        .orElse(List.of());
  }

  private Set<Class<?>> all(Class<?> kind) {
    Set<Class<?>> all = new LinkedHashSet<>();
    loaders.forEach(loader -> addAll(ServiceLoader.load(kind, loader), all));
    return all;
  }

  /** A broken jar affects only its own plugins. */
  private <T> void addAll(ServiceLoader<T> loader, Set<Class<?>> all) {
    Iterator<ServiceLoader.Provider<T>> providers = loader.stream().iterator();
    int before = faults.size();
    boolean more = true;
    while (more && faults.size() - before < MOST_FAULTS) {
      try {
        more = providers.hasNext();
        if (more) {
          all.add(providers.next().type());
        }
      } catch (ServiceConfigurationError e) {
        faults.add("A plugin cannot be loaded: " + e.getMessage());
      }
    }
  }
}
