package dev.gradus.engine.linear;

import dev.gradus.engine.linear.SizedProduct.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a class for each combination of sizes: a hidden copy of {@link #TEMPLATE}, whose constants
 * are these sizes.
 */
final class SizedProducts {

  /** Those of all runs of this process, so that each class is compiled once. */
  static final SizedProducts SHARED = new SizedProducts(64);

  private static final String TEMPLATE = "VectorTileProduct";

  /** The number of terms up to which constant sizes pay. */
  private static final long MOST_TERMS = 400_000;

  /** The terms of a sum that stay in the nearest cache with those of four rows. */
  private static final int MOST_INNER = 256;

  private final int most;
  private final Map<Sizes, SizedProduct> made = new HashMap<>();

  /**
   * Begins without a class.
   *
   * @param most the number of classes, at most; a search over sizes may ask for very many
   */
  SizedProducts(int most) {
    this.most = most;
  }

  /** The product of some sizes; empty if another way is as fast, or if there are too many. */
  synchronized Optional<SizedProduct> of(Sizes sizes) {
    if (!made.containsKey(sizes) && pays(sizes) && made.size() < most) {
      made.put(sizes, make(sizes));
    }
    return Optional.ofNullable(made.get(sizes));
  }

  private static boolean pays(Sizes sizes) {
    return sizes.rows() >= SizedProduct.HEIGHT
        && sizes.inner() > 0
        && sizes.inner() <= MOST_INNER
        && sizes.terms() <= MOST_TERMS;
  }

  private static SizedProduct make(Sizes sizes) {
    try (InputStream template = SizedProducts.class.getResourceAsStream(TEMPLATE + ".class")) {
      if (template == null) {
        throw new IllegalStateException("the class " + TEMPLATE + " is missing");
      }
      return MethodHandles.lookup()
          .defineHiddenClassWithClassData(template.readAllBytes(), sizes, true)
          .lookupClass()
          .asSubclass(SizedProduct.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("the class " + TEMPLATE + " cannot be copied", e);
    }
  }
}
