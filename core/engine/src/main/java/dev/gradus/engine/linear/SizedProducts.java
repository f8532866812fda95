package dev.gradus.engine.linear;

import dev.gradus.engine.linear.SizedProduct.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a class for each combination of sizes: a hidden copy of {@link #TEMPLATE}, whose constants
 * are these sizes.
 */
final class SizedProducts {

  /** The products that all runs of this process share, so that each class is compiled once. */
  static final SizedProducts SHARED = new SizedProducts(64);

  private static final String TEMPLATE = "VectorTileProduct";

  /** The property that a native image has. */
  private static final String NATIVE = "org.graalvm.nativeimage.imagecode";

  /** The number of terms up to which constant sizes pay. */
  private static final long MOST_TERMS = 400_000;

  /** The terms of a sum that stay in the nearest cache with those of four rows. */
  private static final int MOST_INNER = 256;

  private final int most;
  private final byte[] template;
  private final Map<Sizes, SizedProduct> made = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Begins without a class.
   *
   * @param most the number of classes that are kept, of those that were asked for last; a search
   *     over sizes may ask for very many
   */
  SizedProducts(int most) {
    this(most, template());
  }

  /**
   * Begins without a class.
   *
   * @param template the class file that is copied
   */
  SizedProducts(int most, byte[] template) {
    this.most = most;
    this.template = template;
  }

  /** The class file; empty if this Java gives it to nobody. */
  private static byte[] template() {
    try (InputStream file = SizedProducts.class.getResourceAsStream(TEMPLATE + ".class")) {
      return file == null ? new byte[0] : file.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /**
   * The product of some sizes.
   *
   * @return empty if another way is as fast, or if this Java takes no new classes, as in a native
   *     image
   */
  synchronized Optional<SizedProduct> of(Sizes sizes) {
    if (!pays(sizes.rows(), sizes.inner(), sizes.columns())) {
      return Optional.empty();
    }
    SizedProduct kept = made.get(sizes);
    if (kept != null) {
      return Optional.of(kept);
    }
    Optional<SizedProduct> product = make(sizes);
    if (product.isPresent()) {
      made.put(sizes, product.get());
      if (made.size() > most) {
        made.remove(made.keySet().iterator().next());
      }
    }
    return product;
  }

  /** Whether constant sizes pay for a product of [rows, inner] and [inner, columns]. */
  static boolean pays(int rows, int inner, int columns) {
    return rows >= SizedProduct.HEIGHT
        && inner > 0
        && inner <= MOST_INNER
        && (long) rows * inner * columns <= MOST_TERMS;
  }

  private Optional<SizedProduct> make(Sizes sizes) {
    if (template.length == 0 || System.getProperty(NATIVE) != null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(template, sizes, true)
              .lookupClass()
              .asSubclass(SizedProduct.class)
              .getDeclaredConstructor()
              .newInstance());
    } catch (ReflectiveOperationException
        | LinkageError
        | SecurityException
        | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
