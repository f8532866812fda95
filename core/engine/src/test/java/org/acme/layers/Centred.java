package org.acme.layers;

import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/** y = x - the mean of the training rows. */
@Plugin(name = "centred", summary = "Subtracts the mean of the training rows from each input.")
public record Centred() implements Layer {

  @Override
  public LayerFunction build(LayerSite site) {
    int columns = site.input().columns();
    return new Shift(site.input(), site.constant("mean", Tensor.Role.FIXED, columns, 0));
  }

  private record Shift(Shape input, Tensor mean) implements LayerFunction {

    @Override
    public Shape output() {
      return input;
    }

    @Override
    public List<Tensor> statistics() {
      return List.of(mean);
    }

    @Override
    public boolean initializesFromData() {
      return true;
    }

    @Override
    public void initialize(float[] x, int rows, RandomGenerator random) {
      int columns = input.columns();
      for (int k = 0; k < columns; k++) {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
          sum += x[i * columns + k];
        }
        mean.values()[k] = (float) (sum / rows);
      }
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new Kernel() {
        @Override
        public void forward(float[] x, int from, int to, int thread) {
          for (int i = from * input.columns(); i < to * input.columns(); i++) {
            workspace.y()[i] = x[i] - mean.values()[i % input.columns()];
          }
        }

        @Override
        public void backward(float[] x, float[] dx, int from, int to, int thread) {
          int first = from * input.columns();
          int size = dx.length == 0 ? 0 : (to - from) * input.columns();
          System.arraycopy(workspace.gradient(), first, dx, size == 0 ? 0 : first, size);
        }
      };
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      return 0;
    }
  }
}
