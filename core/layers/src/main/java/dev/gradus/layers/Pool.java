package dev.gradus.layers;

import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Shape;
import java.util.Arrays;

/**
 * Pooling: each channel of every window of an image becomes one number, the maximum or the mean.
 *
 * @param isLine whether the result is a vector, not an image
 */
record Pool(Patches windows, Kind kind, boolean isLine) implements LayerFunction {

  /** The kinds of pooling. */
  enum Kind {
    /** The maximum; of several, the first. */
    LARGEST,
    /** The mean. */
    MEAN
  }

  @Override
  public Shape input() {
    return windows.image();
  }

  @Override
  public Shape output() {
    Shape image = Shape.image(windows.rows(), windows.columns(), windows.image().channels());
    return isLine ? Shape.line(image.columns()) : image;
  }

  @Override
  public Kernel kernel(Workspace workspace) {
    return new PoolKernel(workspace);
  }

  @Override
  public long kernelBytes(int rows, Direction direction) {
    return Float.BYTES * places(rows, direction);
  }

  private long places(int rows, Direction direction) {
    return direction.isBack() && kind == Kind.LARGEST
        ? (long) rows * windows.count() * windows.image().channels()
        : 0;
  }

  private final class PoolKernel implements Kernel {

    private final int channels = windows.image().channels();
    private final int inputs = windows.image().columns();
    private final float[] y;
    private final float[] gradient;

    /** The position of the maximum in its image, for each output. */
    private final int[] chosen;

    PoolKernel(Workspace workspace) {
      y = workspace.y();
      gradient = workspace.gradient();
      chosen = new int[Math.toIntExact(places(workspace.rows(), workspace.direction()))];
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      for (int i = from; i < to; i++) {
        for (int window = 0; window < windows.count(); window++) {
          int at = (i * windows.count() + window) * channels;
          for (int c = 0; c < channels; c++) {
            y[at + c] =
                kind == Kind.MEAN ? mean(x, i, window, c) : largest(x, i, window, c, at + c);
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
          // NaN is passed on, so that it is noticed.
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
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      if (dx.length == 0) {
        return;
      }
      Arrays.fill(dx, from * inputs, to * inputs, 0);
      for (int i = from; i < to; i++) {
        for (int window = 0; window < windows.count(); window++) {
          int at = (i * windows.count() + window) * channels;
          for (int c = 0; c < channels; c++) {
            if (kind == Kind.MEAN) {
              spread(dx, i, window, c, gradient[at + c]);
            } else {
              dx[chosen[at + c]] += gradient[at + c];
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
  }
}
