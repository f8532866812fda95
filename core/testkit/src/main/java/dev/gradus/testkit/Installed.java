package dev.gradus.testkit;

import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The plugins that {@link ServiceLoader} finds, with their defaults. */
public final class Installed {

  private Installed() {}

  /**
   * One instance of each plugin of a kind, so that a new plugin is tested as soon as it is listed.
   *
   * @param kind an interface of {@link dev.gradus.spi}, such as {@code Loss.class}
   */
  public static <T> Stream<T> all(Class<T> kind) {
    return ServiceLoader.load(kind, kind.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get);
  }
}
