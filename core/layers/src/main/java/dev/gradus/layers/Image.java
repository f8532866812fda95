package dev.gradus.layers;

import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Reshape;
import dev.gradus.spi.Shape;
import java.util.Locale;

/**
 * Interprets its input as an image; it computes nothing.
 *
 * <p>Pixels follow each other row by row, the channels of a pixel next to each other.
 *
 * @param height in pixels
 * @param width in pixels
 * @param channels the number of values of a pixel
 */
@Plugin(
    name = "image",
    summary =
        "Interprets its input as an image: row by row, the channels of a pixel next to each other.",
    formula = "y = x")
public record Image(
    @Option(value = "the number of rows of pixels", min = 1, required = true) int height,
    @Option(value = "the number of pixels in a row", min = 1, required = true) int width,
    @Option(value = "the number of values of a pixel: 1 for greyscale, 3 for colour", min = 1)
        int channels)
    implements Layer {

  /** An example: 28 by 28 pixels of one channel. */
  public Image() {
    this(28, 28);
  }

  /** Creates a layer with one channel. */
  public Image(int height, int width) {
    this(height, width, 1);
  }

  public Image {
    Options.check(Image.class, height, width, channels);
    // Below 2^93, so a double is accurate enough to compare it with the largest array.
    if ((double) height * width * channels > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "height times width times channels must be at most %,d, the most that a row can hold, but is %,.0f",
              Integer.MAX_VALUE,
              (double) height * width * channels));
    }
  }

  @Override
  public LayerFunction build(LayerSite site) {
    Shape image = Shape.image(height, width, channels);
    int columns = site.input().columns();
    if (image.columns() != columns) {
      throw new IllegalArgumentException(
          "%s is %s numbers, but there are %s; set height, width and channels to what the columns of the data are"
              .formatted(image, image.columns(), columns));
    }
    return new Reshape(site.input(), image);
  }
}
