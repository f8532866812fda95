package dev.gradus.spark;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.GradusBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.Utils;

/**
 * Engines that also find the plugins of the jars of a Spark application, as with {@code --jars},
 * and keep what does not fit into memory in a local folder of Spark.
 */
final class Engines {

  /** Names the folder, also for other applications of Gradus; then that of Spark is not used. */
  private static final String VARIABLE = "GRADUS_CACHE";

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
    return folder(Optional.ofNullable(System.getenv(VARIABLE)))
        .map(builder::cacheFolder)
        .orElse(builder);
  }

  /**
   * The folder for what does not fit into memory: in one of {@code spark.local.dir}, or of those
   * that the cluster gives to this process, which removes it when it ends.
   *
   * @param named the folder that the user has named
   * @return empty if the user has named one, or Spark does not run
   */
  static Optional<Path> folder(Optional<String> named) {
    return named.filter(name -> !name.isBlank()).isPresent()
        ? Optional.empty()
        : Optional.ofNullable(SparkEnv.get())
            .map(env -> Path.of(Utils.getLocalDir(env.conf()), "gradus"));
  }
}
