package dev.gradus.check;

import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/** A layer that subtracts the mean of the training rows from each input, with one slip. */
@Plugin(name = "centring", summary = "A test.")
public record WrongInitialValues(@Option("what is wrong") Slip slip) implements Layer {

  /** What is wrong. */
  enum Slip {
    NONE,
    MODIFIES_ROWS,
    COUNTS_CALLS,
    CHANGES_NOTHING,
    DIVIDES_BY_ZERO,
    NEEDS_SEVERAL_ROWS,
    MOVES_IN_TRAINING
  }

  public WrongInitialValues() {
    this(Slip.NONE);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    return new Centring(
        slip, site.input(), site.constant("centre", Tensor.Role.FIXED, site.input().columns(), 0));
  }

  private record Centring(Slip slip, Shape input, Tensor centre) implements LayerFunction {

    private static int calls;

    @Override
    public Shape output() {
      return input;
    }

    @Override
    public List<Tensor> statistics() {
      return List.of(centre);
    }

    @Override
    public boolean initializesFromData() {
      return true;
    }

    @Override
    public void initialize(float[] x, int rows, RandomGenerator random) {
      if (slip == Slip.CHANGES_NOTHING) {
        return;
      }
      int columns = input.columns();
      for (int k = 0; k < columns; k++) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < rows; i++) {
          sum += x[i * columns + k];
          squares += x[i * columns + k] * x[i * columns + k];
        }
        double variance = squares / rows - sum / rows * (sum / rows);
        double wrong =
            switch (slip) {
              case COUNTS_CALLS -> calls++;
              case DIVIDES_BY_ZERO -> Math.abs(variance) < 1e-6 ? Double.NaN : 0;
              case NEEDS_SEVERAL_ROWS -> 0.0 / (rows - 1);
              default -> 0;
            };
        centre.values()[k] = (float) (sum / rows + wrong);
      }
      if (slip == Slip.MODIFIES_ROWS) {
        x[0] = 0;
      }
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new Kernel() {
        @Override
        public void forward(float[] x, int from, int to, int thread) {
          for (int i = from * input.columns(); i < to * input.columns(); i++) {
            workspace.y()[i] = x[i] - centre.values()[i % input.columns()];
          }
        }

        @Override
        public void backward(float[] x, float[] dx, int from, int to, int thread) {
          for (int i = from * input.columns(); i < Math.min(dx.length, to * input.columns()); i++) {
            dx[i] = workspace.gradient()[i];
          }
          if (slip == Slip.MOVES_IN_TRAINING) {
            centre.values()[0]++;
          }
        }
      };
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      return 0;
    }
  }
}
