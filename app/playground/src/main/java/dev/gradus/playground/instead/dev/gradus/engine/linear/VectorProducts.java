package dev.gradus.playground.instead.dev.gradus.engine.linear;

import dev.gradus.runtime.linear.Products;

/** The plain loops alone: a browser has no Vector API, so the page leaves out all that uses it. */
public final class VectorProducts {

  /** How products are computed, in words. */
  public static final String METHOD = Products.METHOD;

  private VectorProducts() {}

  /**
   * The plain loops.
   *
   * @param multiplications of no account
   */
  public static Products fastest(double multiplications) {
    return new Products();
  }
}
