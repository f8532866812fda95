package dev.gradus.runtime;

import dev.gradus.runtime.file.MissingPluginException;
import dev.gradus.runtime.file.PluginJson;
import dev.gradus.runtime.network.PluginName;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Finds the plugins that predicting needs among those that are installed. */
final class InstalledPlugins implements PluginJson.PluginTypes {

  private final List<Class<?>> layers = all(Layer.class);
  private final List<Class<?>> activations = all(Activation.class);
  private final List<Class<?>> losses = all(Loss.class);

  private static <T> List<Class<?>> all(Class<T> kind) {
    ClassLoader own = InstalledPlugins.class.getClassLoader();
    ClassLoader ofThread =
        Optional.ofNullable(Thread.currentThread().getContextClassLoader()).orElse(own);
    return Stream.of(ofThread, own)
        .distinct()
        .flatMap(loader -> ServiceLoader.load(kind, loader).stream())
        .<Class<?>>map(ServiceLoader.Provider::type)
        .distinct()
        .toList();
  }

  @Override
  public Class<?> find(Class<?> kind, String name) throws MissingPluginException {
    List<Class<?>> all =
        kind == Layer.class ? layers : kind == Activation.class ? activations : losses;
    return all.stream()
        .filter(type -> isCalled(type, name))
        .findFirst()
        .orElseThrow(
            () ->
                new MissingPluginException(
                    "the model needs the %s '%s', which is not here"
                        .formatted(kind.getSimpleName().toLowerCase(Locale.ROOT), name)));
  }

  private static boolean isCalled(Class<?> type, String name) {
    return PluginName.ofType(type).equals(name)
        || Optional.ofNullable(type.getAnnotation(Plugin.class))
            .filter(plugin -> Arrays.asList(plugin.aliases()).contains(name))
            .isPresent();
  }
}
