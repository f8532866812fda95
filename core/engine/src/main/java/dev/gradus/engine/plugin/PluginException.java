package dev.gradus.engine.plugin;

import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.util.List;

/** A plugin, or a jar of plugins, violates the plugin rules. */
public final class PluginException extends GradusException {

  private static final long serialVersionUID = 1;

  /** Reports what is wrong in a sentence. */
  public PluginException(String sentence) {
    super(Problem.of(sentence));
  }

  PluginException(Problem problem) {
    super(problem);
  }

  /** Reports a problem, and what caused it. */
  PluginException(Problem problem, Throwable cause) {
    super(problem, cause);
  }

  /** Reports the jars that are broken. */
  PluginException(List<Catalogue.BrokenJar> broken) {
    super(broken.stream().map(jar -> new Problem(jar.file(), jar.reason())).toList());
  }

  /** Reports what is wrong in a sentence, and what caused it. */
  public PluginException(String sentence, Throwable cause) {
    super(Problem.of(sentence), cause);
  }
}
