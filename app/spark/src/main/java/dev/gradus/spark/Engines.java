package dev.gradus.spark;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.GradusBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import java.util.HashSet;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Engines that also find the plugins of the jars of a Spark application, as with {@code --jars}.
 */
final class Engines {

  private Engines() {}

  /** An engine with the plugins next to it, and those that the class loader of the thread finds. */
  static Gradus create() {
    return builder().build();
  }

  /** The same for trials, whose warnings are in their results. */
  static Gradus forTrials() {
    return builder().onWarning(warning -> {}).build();
  }

  private static GradusBuilder builder() {
    Set<Class<?>> known = new HashSet<>();
    Catalogue.installed().forEach((PluginType type) -> known.add(type.type()));
    GradusBuilder builder = Gradus.builder().withLinearModels();
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    for (PluginKind kind : PluginKind.values()) {
      ServiceLoader.load(kind.service(), ofThread).stream()
          .map(ServiceLoader.Provider::type)
          .filter(known::add)
          .forEach(builder::plugin);
    }
    return builder;
  }
}
