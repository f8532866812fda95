package dev.gradus.cli;

import dev.gradus.engine.model.Version;
import java.util.List;
import picocli.CommandLine.IVersionProvider;

/** The output of {@code gradus --version}. */
final class VersionText implements IVersionProvider {

  /** The lines. */
  static List<String> lines() {
    return List.of(
        "Gradus " + Version.current(),
        "Java " + Runtime.version() + " on " + System.getProperty("os.arch"),
        "Matrix products in " + Version.products());
  }

  @Override
  public String[] getVersion() {
    return lines().toArray(String[]::new);
  }
}
