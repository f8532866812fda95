package dev.gradus.spi;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of the interfaces in this package, and the plugins that it can run.
 *
 * <p>The manifest of a jar states which version it was built for: {@code Gradus-SPI: 1.2}. A jar is
 * compatible if its first number is the same, and its second number is not above that of the
 * installed version: a higher second number has added something, a higher first number has changed
 * or removed something. A jar that states no version is accepted.
 *
 * @param major the first number, not below 0
 * @param minor the second number, not below 0
 */
public record SpiVersion(int major, int minor) {

  /** The name of the entry in the manifest of a jar. */
  public static final String ATTRIBUTE = "Gradus-SPI";

  /**
   * The version of this package. 1.1 has added layers, data sources that recognise files, and
   * functions with the same bits everywhere; 1.2 auxiliary columns, decoded outputs and quantiles,
   * optimizers that see all tensors, a second gradient or the layer of a tensor, regularizers that
   * see shapes, schedules that count epochs, ranges of trainable values, and metrics with several
   * values; 1.3 derivatives as lines of numpy; 1.4 layers whose initial values depend on the data,
   * ensembles, the indices of inputs that are numbers, tensors with the role {@code FIXED},
   * schedules of layers, and learned activations that compute rows in float.
   */
  public static final SpiVersion CURRENT = new SpiVersion(1, 4);

  private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

  public SpiVersion {
    if (major < 0 || minor < 0) {
      throw new IllegalArgumentException("the numbers of a version must not be negative");
    }
  }

  /**
   * Reads a version.
   *
   * @param text such as {@code 1.0}
   * @return empty if it is not a version
   */
  public static Optional<SpiVersion> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
            new SpiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** Whether a plugin that was built for another version runs with this one. */
  public boolean runs(SpiVersion madeFor) {
    return major == madeFor.major && minor >= madeFor.minor;
  }

  /** The version as text, such as {@code 1.0}. */
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
