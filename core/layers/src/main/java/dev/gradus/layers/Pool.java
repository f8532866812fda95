package dev.gradus.layers;

import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Shape;
import java.util.Arrays;

/**
 * Pooling: each channel of every window of an image becomes one number, the maximum or the mean.
 * Outside the image a maximum sees nothing, and a mean counts zeros.
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
          if (kind == Kind.LARGEST) {
            largest(x, i, window, at);
          } else {
            for (int c = 0; c < channels; c++) {
              y[at + c] = mean(x, i, window, c);
            }
          }
        }
      }
    }

    private float mean(float[] x, int image, int window, int channel) {
      double sum = 0;
      int first = windows.firstColumn(window);
      int wide = windows.endColumn(window) - first;
      int end = windows.endRow(window);
      for (int row = windows.firstRow(window); row < end; row++) {
        int pixel = windows.pixel(image, row, first) + channel;
        for (int l = 0; l < wide; l++) {
          sum += x[pixel + l * channels];
        }
      }
      return (float) (sum / (windows.tall() * windows.wide()));
    }

    /**
     * The maximum of each channel of a window. There is no branch in it that depends on the pixels:
     * it would go the wrong way half of the time, which takes longer than everything else.
     */
    private void largest(float[] x, int image, int window, int at) {
      int below = windows.image().width() * channels;
      int row = windows.firstRow(window);
      int column = windows.firstColumn(window);
      int tall = windows.endRow(window) - row;
      int wide = windows.endColumn(window) - column;
      int corner = windows.pixel(image, row, column);
      for (int c = 0; c < channels; c++) {
        int best = corner + c;
        float most = x[best];
        for (int k = 0; k < tall; k++) {
          int pixel = corner + c + k * below;
          for (int l = 0; l < wide; l++) {
            float value = x[pixel];
            // All ones if the value is larger: the difference is negative. Without the 0, it would
            // also be if it is -0.
            int mask = Float.floatToRawIntBits(most - value + 0) >> 31;
            best ^= (best ^ pixel) & mask;
            most = Math.max(most, value);
            pixel += channels;
          }
        }
        // Of infinities there is no difference, and NaN is passed on, so that it is noticed.
        if (!Float.isFinite(most)) {
          best = largestOfAny(x, corner + c, tall, wide);
        }
        if (chosen.length > 0) {
          chosen[at + c] = best;
        }
        y[at + c] = x[best];
      }
    }

    /** The position of the maximum of one channel of a window; of NaN, if there is one. */
    private int largestOfAny(float[] x, int corner, int tall, int wide) {
      int best = corner;
      for (int k = 0; k < tall; k++) {
        for (int l = 0; l < wide; l++) {
          int pixel = corner + (k * windows.image().width() + l) * channels;
          if (x[pixel] > x[best] || Float.isNaN(x[pixel])) {
            best = pixel;
          }
        }
      }
      return best;
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
      int first = windows.firstColumn(window);
      int wide = windows.endColumn(window) - first;
      int end = windows.endRow(window);
      for (int row = windows.firstRow(window); row < end; row++) {
        int pixel = windows.pixel(image, row, first) + channel;
        for (int l = 0; l < wide; l++) {
          into[pixel + l * channels] += share;
        }
      }
    }
  }
}
