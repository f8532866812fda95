package dev.gradus.check;

import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.LayerFunction.Factor;
import dev.gradus.spi.LayerFunction.Workspace;

/** The workspace of a kernel in a trial; its products are plain loops by definition. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TrialWorkspace(int rows, Direction direction, int threads, float[] y, float[] gradient)
    implements Workspace {

  static TrialWorkspace of(int rows, Direction direction, int threads, int outputs) {
    return new TrialWorkspace(
        rows,
        direction,
        threads,
        new float[rows * outputs],
        new float[direction.isBack() ? rows * outputs : 0]);
  }

  /** The same with other arrays. */
  TrialWorkspace with(float[] otherY, float[] otherGradient) {
    return new TrialWorkspace(rows, direction, threads, otherY, otherGradient);
  }

  @Override
  public Factor factor(float[] b, int inner, int columns, int height) {
    return new Plain(b, inner, columns, columns, 1);
  }

  @Override
  public Factor transposed(float[] b, int rowsOf, int columns, int height) {
    return new Plain(b, columns, rowsOf, 1, columns);
  }

  @Override
  public Workspace inner(int outputs) {
    return of(rows, direction, threads, outputs);
  }

  /** Element (q, j) is at {@code q * rowStep + j * columnStep} of b. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Plain(float[] b, int inner, int columns, int rowStep, int columnStep)
      implements Factor {

    @Override
    public void layOut(int from, int to) {
      // The factor is read as it is.
    }

    @Override
    public void multiply(float[] a, float[] start, float[] c, int from, int to, int thread) {
      for (int i = from; i < to; i++) {
        for (int j = 0; j < columns; j++) {
          float sum = start.length == 0 ? 0 : start[j];
          for (int q = 0; q < inner; q++) {
            sum += a[i * inner + q] * b[q * rowStep + j * columnStep];
          }
          c[i * columns + j] = sum;
        }
      }
    }

    @Override
    public void multiplyTransposed(
        float[] a, int rowsOf, int width, float[] c, int from, int to, int thread) {
      for (int i = from; i < to; i++) {
        for (int j = 0; j < columns; j++) {
          float sum = 0;
          for (int q = 0; q < rowsOf; q++) {
            sum += a[q * width + i] * b[q * rowStep + j * columnStep];
          }
          c[i * columns + j] = sum;
        }
      }
    }
  }
}
