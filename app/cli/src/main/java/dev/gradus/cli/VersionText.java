package dev.gradus.cli;

import dev.gradus.engine.model.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code gradus --version} prints. */
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
