package dev.gradus.cli;

import dev.gradus.engine.model.Version;
import picocli.CommandLine.IVersionProvider;

/** The output of {@code gradus --version}. */
final class VersionText implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {
      "Gradus " + Version.current(),
      "Java " + Runtime.version() + " on " + System.getProperty("os.arch"),
      "Matrix products in " + Version.products()
    };
  }
}
