package dev.gradus.engine.file;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where Gradus keeps data that do not fit into memory, unless an application names a folder. */
public final class CacheFolder {

  /** The environment variable that names the folder. */
  public static final String VARIABLE = "GRADUS_CACHE";

  private CacheFolder() {}

  /**
   * The folder of this user: that of {@value #VARIABLE}; otherwise {@code gradus} in the folder
   * that the operating system has for caches.
   */
  public static Path ofUser() {
    return of(
        System.getenv(), System.getProperty("user.home", ""), System.getProperty("os.name", ""));
  }

  static Path of(Map<String, String> environment, String home, String system) {
    Optional<Path> named = named(environment, VARIABLE);
    if (named.isPresent()) {
      return named.get();
    }
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return named(environment, "LOCALAPPDATA")
          .orElse(Path.of(home, "AppData", "Local"))
          .resolve("gradus");
    }
    if (name.startsWith("mac")) {
      return Path.of(home, "Library", "Caches", "gradus");
    }
    return named(environment, "XDG_CACHE_HOME").orElse(Path.of(home, ".cache")).resolve("gradus");
  }

  private static Optional<Path> named(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isBlank())
        .map(value -> Path.of(value).toAbsolutePath());
  }
}
