package dev.gradus.engine.plugin;

import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.util.List;

/** A plugin, or a jar of plugins, violates the plugin rules. */
public final class PluginException extends GradusException {

  private static final long serialVersionUID = 1;

  /** Reports a problem in a sentence. */
  public PluginException(String sentence) {
    super(Problem.of(sentence));
  }

  PluginException(Problem problem) {
    super(problem);
  }

  /** Reports a problem and its cause. */
  PluginException(Problem problem, Throwable cause) {
    super(problem, cause);
  }

  /** Reports broken jars. */
  PluginException(List<Catalogue.BrokenJar> broken) {
    super(broken.stream().map(jar -> new Problem(jar.file(), jar.reason())).toList());
  }

  /** Reports a problem in a sentence, and its cause. */
  public PluginException(String sentence, Throwable cause) {
    super(Problem.of(sentence), cause);
  }
}
