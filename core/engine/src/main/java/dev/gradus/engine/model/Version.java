package dev.gradus.engine.model;

import dev.gradus.engine.linear.VectorProducts;

/** The version of Gradus, recorded by the build. */
public final class Version {

  private Version() {}

  /** How matrix products, which dominate the time of training, are computed on this Java. */
  public static String products() {
    return VectorProducts.METHOD;
  }

  /** The version of Gradus that is running. */
  public static String current() {
    return dev.gradus.runtime.file.BuildVersion.current();
  }
}
