package dev.gradus.cli;

import dev.gradus.engine.model.Version;
import java.util.List;
import picocli.CommandLine.IVersionProvider;

/** The output of {@code gradus --version}. */
final class VersionText implements IVersionProvider {

  /** Set by the start script if it gives the Vector API to commands that train. */
  private static final String VECTORS = "gradus.vectors";

  /** The lines. */
  static List<String> lines() {
    return List.of(
        "Gradus " + Version.current(),
        "Java "
            + System.getProperty("java.runtime.version")
            + " on "
            + System.getProperty("os.arch"),
        "Matrix products in "
            + Version.products()
            + (Boolean.getBoolean(VECTORS) ? "; in long trainings by the Vector API" : ""));
  }

  @Override
  public String[] getVersion() {
    return lines().toArray(String[]::new);
  }
}
