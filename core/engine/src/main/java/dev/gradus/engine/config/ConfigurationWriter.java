package dev.gradus.engine.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes configurations as YAML that {@link ConfigurationReader} reads back to the same.
 *
 * <p>The text is canonical: every option is written out, defaults included, in the order of the
 * components, plugins under their names and not their aliases, numbers with as few digits as keep
 * them exact. Equal configurations give equal text. Optional parts that are empty are left out.
 *
 * <p>Safe for use by several threads.
 */
public final class ConfigurationWriter {

  /** Makes a writer. */
  public ConfigurationWriter() {}

  /**
   * Writes a configuration with its paths as they are.
   *
   * @throws ConfigurationException if a plugin has no name, because its class lacks the annotation
   *     {@link dev.gradus.spi.Plugin}, or has an option that YAML cannot express
   */
  public String write(Configuration configuration) {
    return NodeWriter.write(new Unbinder(Optional.empty()).unbind(configuration));
  }

  /**
   * Writes a configuration as it would stand in a file in some folder.
   *
   * @param folder paths that begin with it are written without it, others as they are
   * @throws ConfigurationException as {@link #write(Configuration)} does
   */
  public String write(Configuration configuration, Path folder) {
    return NodeWriter.write(new Unbinder(Optional.of(folder)).unbind(configuration));
  }
}
