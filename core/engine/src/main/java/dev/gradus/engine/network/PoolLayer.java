package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import java.util.Arrays;

/** Each channel of every rectangle of an image becomes one number: the largest, or the mean. */
record PoolLayer(Windows windows, Kind kind) implements Layer {

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
  public Kernel kernel(Room room) {
    return new PoolKernel(room);
  }

  @Override
  public long kernelBytes(int rows, Way way) {
    return Float.BYTES * places(rows, way);
  }

  private long places(int rows, Way way) {
    return way.isBack() && kind == Kind.LARGEST ? (long) rows * outputs() : 0;
  }

  private final class PoolKernel implements Kernel {

    private final int channels = windows.image().channels();
    private final float[] y;
    private final float[] gradient;

    /** Where in its image the largest number was, for each output. */
    private final int[] chosen;

    PoolKernel(Room room) {
      y = room.y().values();
      gradient = room.gradient().values();
      chosen = new int[Math.toIntExact(places(room.rows(), room.way()))];
    }

    @Override
    public void forward(Matrix x, int from, int to, int member) {
      for (int i = from; i < to; i++) {
        for (int window = 0; window < windows.count(); window++) {
          int at = (i * windows.count() + window) * channels;
          for (int c = 0; c < channels; c++) {
            y[at + c] =
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
    public void backward(Matrix x, Matrix into, int from, int to, int member) {
      if (into.size() == 0) {
        return;
      }
      Arrays.fill(into.values(), from * inputs(), to * inputs(), 0);
      for (int i = from; i < to; i++) {
        for (int window = 0; window < windows.count(); window++) {
          int at = (i * windows.count() + window) * channels;
          for (int c = 0; c < channels; c++) {
            if (kind == Kind.MEAN) {
              spread(into.values(), i, window, c, gradient[at + c]);
            } else {
              into.values()[chosen[at + c]] += gradient[at + c];
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
