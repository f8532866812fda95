package dev.gradus.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link RowLayer} in a network.
 *
 * @param memory the number of values that forward keeps for backward, for each row
 */
record RowFunction(RowLayer layer, Shape input, Shape output, List<Tensor> parameters, int memory)
    implements LayerFunction {

  static RowFunction of(RowLayer layer, LayerSite site) {
    Shape input = site.input();
    int inputs = input.columns();
    int memory = layer.memory(inputs);
    if (memory < 0) {
      throw new IllegalArgumentException(
          "its method memory returns %s; it must be at least 0".formatted(memory));
    }
    List<RowLayer.Learned> learned = answer("learned", layer.learned(inputs));
    learned.forEach(each -> answer("learned", each));
    return new RowFunction(
        layer,
        input,
        answer("output", layer.output(input)),
        RowLayer.Learned.in(site, learned),
        memory);
  }

  @SuppressWarnings("ConstantValue") // The compiler does not enforce this in a plugin.
  private static <T> T answer(String method, T returned) {
    if (returned == null) {
      throw new IllegalArgumentException(
          "its method %s returns null; no result may be null".formatted(method));
    }
    return returned;
  }

  @Override
  public boolean needsBlocks() {
    return !parameters.isEmpty();
  }

  @Override
  public Kernel kernel(Workspace workspace) {
    return new RowKernel(workspace);
  }

  @Override
  public long kernelBytes(int rows, Direction direction) {
    long numbers = parameters.stream().mapToLong(Tensor::size).sum();
    if (!direction.isBack()) {
      return Double.BYTES * numbers;
    }
    return Double.BYTES * (numbers * (1 + Blocks.count(rows)) + (long) rows * memory)
        + Float.BYTES * numbers;
  }

  /**
   * The number of buffers: for a row, its outputs, their gradients, and the memory in prediction.
   */
  @Override
  public long threadBytes() {
    return Double.BYTES * (2L * input.columns() + 2L * output.columns() + memory);
  }

  private double[][] wide() {
    return parameters.stream()
        .map(tensor -> new double[tensor.values().length])
        .toArray(double[][]::new);
  }

  /** The arrays of one thread. */
  private final class Row {

    private final double[] x = new double[input.columns()];
    private final double[] y = new double[output.columns()];
    private final double[] dx = new double[x.length];
    private final double[] dy = new double[y.length];
    private final double[] memory = new double[memory()];
  }

  private final class RowKernel implements Kernel {

    private final Workspace workspace;
    private final boolean learns;
    private final List<Row> rows = new ArrayList<>();
    private final double[][] p = wide();

    /** The memory of each row; empty in prediction. */
    private final double[][] memories;

    /**
     * The gradients of each block of rows, whose sums do not depend on which thread computed them.
     */
    private final double[][][] sums;

    private final List<float[]> gradients;

    RowKernel(Workspace workspace) {
      this.workspace = workspace;
      learns = workspace.direction().isBack();
      for (int thread = 0; thread < workspace.threads(); thread++) {
        rows.add(new Row());
      }
      memories = new double[learns ? workspace.rows() : 0][memory];
      sums = new double[learns ? Blocks.count(workspace.rows()) : 0][][];
      Arrays.setAll(sums, block -> wide());
      gradients =
          parameters.stream()
              .map(tensor -> new float[learns ? tensor.values().length : 0])
              .toList();
    }

    @Override
    public void layOut(int part, int parts) {
      for (int k = 0; k < p.length; k++) {
        float[] values = parameters.get(k).values();
        int to = Kernel.startOf(part + 1, parts, values.length);
        for (int i = Kernel.startOf(part, parts, values.length); i < to; i++) {
          p[k][i] = values[i];
        }
      }
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      Row row = rows.get(thread);
      for (int i = from; i < to; i++) {
        widen(x, i, row.x);
        layer.forward(row.x, p, row.y, learns ? memories[i] : row.memory);
        narrow(row.y, workspace.y(), i);
      }
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      Row row = rows.get(thread);
      for (int i = from; i < to; i++) {
        double[][] dp = sums[i / workspace.block()];
        if (i % workspace.block() == 0) {
          for (double[] sum : dp) {
            Arrays.fill(sum, 0);
          }
        }
        widen(x, i, row.x);
        widen(workspace.gradient(), i, row.dy);
        Arrays.fill(row.dx, 0);
        layer.backward(row.x, p, memories[i], row.dy, row.dx, dp);
        if (dx.length > 0) {
          narrow(row.dx, dx, i);
        }
      }
    }

    @Override
    public void parameterGradients(float[] x, int batch, int part, int parts, int thread) {
      int blocks = (batch + workspace.block() - 1) / workspace.block();
      for (int k = 0; k < p.length; k++) {
        float[] gradient = gradients.get(k);
        int to = Kernel.startOf(part + 1, parts, gradient.length);
        for (int i = Kernel.startOf(part, parts, gradient.length); i < to; i++) {
          double sum = 0;
          for (int block = 0; block < blocks; block++) {
            sum += sums[block][k][i];
          }
          gradient[i] = (float) sum;
        }
      }
    }

    @Override
    public List<float[]> gradients() {
      return gradients;
    }
  }

  private static void widen(float[] rows, int row, double[] into) {
    int at = row * into.length;
    for (int k = 0; k < into.length; k++) {
      into[k] = rows[at + k];
    }
  }

  private static void narrow(double[] row, float[] rows, int index) {
    int at = index * row.length;
    for (int k = 0; k < row.length; k++) {
      rows[at + k] = (float) row[k];
    }
  }
}
