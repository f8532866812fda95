package dev.gradus.spi;

/**
 * The same numbers in another shape.
 *
 * @param input the old shape
 * @param output the new shape, with the same number of elements
 */
public record Reshape(Shape input, Shape output) implements LayerFunction {

  @Override
  public long multiplications() {
    return 0;
  }

  @Override
  public boolean isIdentity() {
    return true;
  }

  /** Copies the numbers; the engine skips it if no layer follows. */
  @Override
  public Kernel kernel(Workspace workspace) {
    int columns = input.columns();
    return new Kernel() {

      @Override
      public void forward(float[] x, int from, int to, int thread) {
        copy(x, workspace.y(), from, to);
      }

      @Override
      public void backward(float[] x, float[] dx, int from, int to, int thread) {
        if (dx.length > 0) {
          copy(workspace.gradient(), dx, from, to);
        }
      }

      private void copy(float[] of, float[] into, int from, int to) {
        System.arraycopy(of, from * columns, into, from * columns, (to - from) * columns);
      }
    };
  }

  @Override
  public long kernelBytes(int rows, Direction direction) {
    return 0;
  }
}
