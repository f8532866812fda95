package dev.gradus.engine.model;

import dev.gradus.engine.linear.Products;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Gradus, as the build wrote it down. */
public final class Version {

  private Version() {}

  /** How matrix products, which training spends its time on, are computed on this Java. */
  public static String products() {
    return Products.METHOD;
  }

  /** The version of Gradus that is running. */
  public static String current() {
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "of unknown version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
