package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import dev.gradus.spi.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Each channel of every rectangle of an image becomes one number: the largest, or the mean. */
final class PoolLayer implements Layer {

  private final Windows windows;
  private final Kind kind;

  PoolLayer(Windows windows, Kind kind) {
    this.windows = windows;
    this.kind = kind;
  }

  /** What becomes of a rectangle. */
  enum Kind {
    /** The largest number; of several, the first. */
    LARGEST,
    /** The mean. */
    MEAN
  }

  @Override
  public int inputs() {
    return windows.image().columns();
  }

  @Override
  public int outputs() {
    return windows.count() * windows.image().channels();
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Optional<Activation> activation() {
    return Optional.empty();
  }

  @Override
  public Memory newMemory(int rows, Way way, List<Products> products) {
    return new PoolMemory(rows, way, products.size());
  }

  @Override
  public long memoryBytes(int rows, Way way) {
    return Float.BYTES * (ActivatedMemory.size(rows, outputs(), false, way) + places(rows, way));
  }

  private long places(int rows, Way way) {
    return way == Way.FORWARD || kind == Kind.MEAN ? 0 : (long) rows * outputs();
  }

  private final class PoolMemory extends ActivatedMemory {

    private final int channels = windows.image().channels();

    /** Where in its image the largest number was, for each output. */
    private final int[] chosen;

    PoolMemory(int rows, Way way, int members) {
      super(
          rows,
          windows.count(),
          windows.image().channels(),
          Optional.empty(),
          Coefficients.NONE,
          way,
          members);
      chosen = new int[Math.toIntExact(places(rows, way))];
    }

    @Override
    public void preActivate(Matrix x, int from, int to, int member) {
      for (int i = from; i < to; i++) {
        for (int window = 0; window < windows.count(); window++) {
          int at = (i * windows.count() + window) * channels;
          for (int c = 0; c < channels; c++) {
            z.values()[at + c] =
                kind == Kind.MEAN
                    ? mean(x.values(), i, window, c)
                    : largest(x.values(), i, window, c, at + c);
          }
        }
      }
    }

    private float mean(float[] x, int image, int window, int channel) {
      double sum = 0;
      for (int k = 0; k < windows.tall(); k++) {
        int pixel = firstPixel(image, window, k) + channel;
        for (int l = 0; l < windows.wide(); l++) {
          sum += x[pixel + l * channels];
        }
      }
      return (float) (sum / (windows.tall() * windows.wide()));
    }

    private float largest(float[] x, int image, int window, int channel, int output) {
      int best = firstPixel(image, window, 0) + channel;
      for (int k = 0; k < windows.tall(); k++) {
        int pixel = firstPixel(image, window, k) + channel;
        for (int l = 0; l < windows.wide(); l++) {
          // A number that is none goes on as it is, so that it is found.
          if (x[pixel + l * channels] > x[best] || Float.isNaN(x[pixel + l * channels])) {
            best = pixel + l * channels;
          }
        }
      }
      if (chosen.length > 0) {
        chosen[output] = best;
      }
      return x[best];
    }

    private int firstPixel(int image, int window, int k) {
      return windows.pixel(image, windows.imageRow(window, k), windows.imageColumn(window));
    }

    @Override
    public void inputGradient(Matrix into, int from, int to, int member) {
      Arrays.fill(into.values(), from * inputs(), to * inputs(), 0);
      for (int i = from; i < to; i++) {
        for (int window = 0; window < windows.count(); window++) {
          int at = (i * windows.count() + window) * channels;
          for (int c = 0; c < channels; c++) {
            if (kind == Kind.MEAN) {
              spread(into.values(), i, window, c, gradient.values()[at + c]);
            } else {
              into.values()[chosen[at + c]] += gradient.values()[at + c];
            }
          }
        }
      }
    }

    private void spread(float[] into, int image, int window, int channel, float gradient) {
      float share = gradient / (windows.tall() * windows.wide());
      for (int k = 0; k < windows.tall(); k++) {
        int pixel = firstPixel(image, window, k) + channel;
        for (int l = 0; l < windows.wide(); l++) {
          into[pixel + l * channels] += share;
        }
      }
    }

    @Override
    void ownParameterGradients(Matrix x, int part, int parts, int member) {}

    @Override
    List<Matrix> ownGradients() {
      return List.of();
    }
  }
}
