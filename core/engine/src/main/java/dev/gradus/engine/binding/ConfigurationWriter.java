package dev.gradus.engine.binding;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.yaml.NodeWriter;
import dev.gradus.runtime.problem.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Writes configurations as YAML that {@link ConfigurationReader} reads back to equal
 * configurations.
 *
 * <p>The text is canonical: every option is written out, including defaults, in the order of the
 * components; plugins have their names, not their aliases; numbers have the fewest digits that keep
 * them exact. Equal configurations give equal text. Empty optional values are omitted.
 *
 * <p>Safe for use by several threads.
 */
public final class ConfigurationWriter {

  public ConfigurationWriter() {}

  /**
   * Writes a configuration with its paths as they are.
   *
   * @throws ConfigurationException if a plugin has no name, because its class lacks the annotation
   *     {@link dev.gradus.spi.Plugin}, or has an option that YAML cannot express
   */
  public String write(Configuration configuration) {
    return NodeWriter.write(new Unbinder(path -> path, false).unbind(configuration));
  }

  /**
   * Writes a configuration as a file in a folder.
   *
   * @param folder paths that begin with it are written without it, others as they are
   * @throws ConfigurationException as {@link #write(Configuration)} does
   */
  public String write(Configuration configuration, Path folder) {
    UnaryOperator<Path> paths = path -> path.startsWith(folder) ? folder.relativize(path) : path;
    return NodeWriter.write(new Unbinder(paths, false).unbind(configuration));
  }

  /**
   * Writes a configuration for humans, to a file in a folder: options with their default are
   * omitted, and paths are relative to the folder.
   *
   * @param folder of the file
   * @throws ConfigurationException as {@link #write(Configuration)} does
   */
  public String writeBriefly(Configuration configuration, Path folder) {
    Path start = real(folder);
    UnaryOperator<Path> paths =
        path -> {
          Path end = real(path);
          boolean sameRoot = Objects.equals(start.getRoot(), end.getRoot());
          return sameRoot ? start.relativize(end) : end;
        };
    return NodeWriter.write(new Unbinder(paths, true).unbind(configuration));
  }

  /**
   * Writes a part of a configuration, such as {@code loss} with its plugin: every option is written
   * out.
   *
   * @param key its key in the YAML
   * @param value a plugin, a section, or a list or map of them
   * @throws ConfigurationException as {@link #write(Configuration)} does
   */
  public String writePart(String key, Object value) {
    return NodeWriter.write(new Unbinder(path -> path, false).unbind(key, value));
  }

  /** Resolves symbolic links, because {@code ..} does not go back through them. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
