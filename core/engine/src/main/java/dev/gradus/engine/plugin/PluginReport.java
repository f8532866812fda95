package dev.gradus.engine.plugin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The report on an entry of a plugin folder: a jar, or a folder of jars that belong together.
 *
 * @param name of the jar or of the folder
 * @param sha256 of each jar, in hexadecimal, by its path in the plugin folder
 * @param version of the plugin, if it has one
 * @param spiVersion the version of the interfaces that it declares, if any
 * @param plugins the plugins that it provides; empty if it cannot be used
 * @param problem why it cannot be used, and what to do; empty if it can be used
 */
public record PluginReport(
    String name,
    Map<String, String> sha256,
    Optional<String> version,
    Optional<String> spiVersion,
    List<PluginType> plugins,
    Optional<String> problem) {

  public PluginReport {
    sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
    plugins = List.copyOf(plugins);
  }

  /**
   * Throws if it cannot be used.
   *
   * @throws PluginException if it cannot, with the reason
   */
  public void requireUsable() {
    if (problem.isPresent()) {
      throw new PluginException(List.of(new Catalogue.BrokenJar(name, problem.get())));
    }
  }

  /** The same report with a problem. */
  PluginReport refused(String reason) {
    return new PluginReport(name, sha256, version, spiVersion, List.of(), Optional.of(reason));
  }
}
