package dev.gradus.runtime.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Gradus, recorded by the build. */
public final class BuildVersion {

  private BuildVersion() {}

  /** The version of Gradus that is running. */
  public static String current() {
    try (InputStream in = BuildVersion.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "of unknown version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
