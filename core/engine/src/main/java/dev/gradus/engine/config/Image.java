package dev.gradus.engine.config;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.Locale;

/**
 * Says how the numbers before it make an image; it computes nothing.
 *
 * <p>Pixels follow each other row by row, the channels of a pixel beside each other.
 *
 * @param height in pixels
 * @param width in pixels
 * @param channels the numbers of a pixel
 */
@Plugin(
    name = "image",
    summary =
        "Says how the numbers before it make an image: row by row, the channels of a pixel beside each other.",
    formula = "y = x")
public record Image(
    @Option(value = "the number of rows of pixels", min = 1) int height,
    @Option(value = "the number of pixels in a row", min = 1) int width,
    @Option(value = "the numbers of a pixel: 1 for shades of grey, 3 for colours", min = 1)
        int channels)
    implements LayerSpec {

  /** With one channel. */
  public Image(int height, int width) {
    this(height, width, 1);
  }

  /** Checks the options. */
  public Image {
    Options.check(Image.class, height, width, channels);
    // Below 2^93, so that a double tells it from a number that an array can hold.
    if ((double) height * width * channels > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "height times width times channels must be at most %,d, the most that a row can hold, but is %,.0f",
              Integer.MAX_VALUE,
              (double) height * width * channels));
    }
  }
}
