package dev.gradus.spi;

/**
 * The same numbers, taken for another shape.
 *
 * @param input the shape that they had
 * @param output the shape that they have from here on, of as many numbers
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

  /** Copies them; the engine leaves it out where nothing stands behind it. */
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
