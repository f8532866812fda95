package dev.gradus.engine.network;

import dev.gradus.engine.data.CodeColumn;
import dev.gradus.engine.linear.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Each code becomes a row of a table, each number stays what it is. */
final class EmbeddingLayer implements Layer {

  private final List<Optional<Parameter>> tables;
  private final int outputs;

  /**
   * Makes a layer.
   *
   * @param tables for each input, [categories, dimensions] if it is a code
   */
  EmbeddingLayer(List<Optional<Parameter>> tables) {
    this.tables = List.copyOf(tables);
    outputs = tables.stream().mapToInt(EmbeddingLayer::width).sum();
  }

  private static int width(Optional<Parameter> table) {
    return table.map(parameter -> parameter.matrix().columns()).orElse(1);
  }

  @Override
  public int inputs() {
    return tables.size();
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public List<Parameter> parameters() {
    return tables.stream().flatMap(Optional::stream).toList();
  }

  @Override
  public long multiplications() {
    return 0;
  }

  @Override
  public Kernel kernel(Room room) {
    return new EmbeddingKernel(room);
  }

  @Override
  public long kernelBytes(int rows, Way way) {
    return way.isBack()
        ? Float.BYTES * parameters().stream().mapToLong(table -> table.matrix().size()).sum()
        : 0;
  }

  private final class EmbeddingKernel implements Kernel {

    private final float[] y;
    private final float[] gradient;

    /** One for each input; empty for numbers. */
    private final List<Matrix> tableGradients;

    EmbeddingKernel(Room room) {
      y = room.y().values();
      gradient = room.gradient().values();
      tableGradients =
          tables.stream()
              .map(table -> table.map(Parameter::matrix).orElse(Matrix.zeros(0, 1)))
              .map(table -> Matrix.zeros(room.way().isBack() ? table.rows() : 0, table.columns()))
              .toList();
    }

    @Override
    public void forward(Matrix x, int from, int to, int member) {
      for (int i = from; i < to; i++) {
        int at = i * outputs;
        for (int j = 0; j < tables.size(); j++) {
          float value = x.values()[i * tables.size() + j];
          if (tables.get(j).isEmpty()) {
            y[at] = value;
            at++;
          } else {
            Matrix table = tables.get(j).get().matrix();
            copyRow(table, (int) value, at);
            at += table.columns();
          }
        }
      }
    }

    private void copyRow(Matrix table, int code, int at) {
      if (code == CodeColumn.UNKNOWN) {
        Arrays.fill(y, at, at + table.columns(), 0);
      } else {
        System.arraycopy(table.values(), code * table.columns(), y, at, table.columns());
      }
    }

    @Override
    public void backward(Matrix x, Matrix into, int from, int to, int member) {
      if (into.size() > 0) {
        throw new IllegalStateException("codes have no gradient; an embedding is the first layer");
      }
    }

    @Override
    public void parameterGradients(Matrix x, int part, int parts, int member) {
      int column = 0;
      for (int j = 0; j < tables.size(); j++) {
        Matrix sums = tableGradients.get(j);
        if (sums.rows() > 0 && j % parts == part) {
          Arrays.fill(sums.values(), 0);
          for (int i = 0; i < x.rows(); i++) {
            addRow(sums, (int) x.values()[i * tables.size() + j], i * outputs + column);
          }
        }
        column += sums.columns();
      }
    }

    private void addRow(Matrix sums, int code, int from) {
      if (code != CodeColumn.UNKNOWN) {
        for (int k = 0; k < sums.columns(); k++) {
          sums.values()[code * sums.columns() + k] += gradient[from + k];
        }
      }
    }

    @Override
    public List<Matrix> gradients() {
      return tableGradients.stream().filter(sums -> sums.rows() > 0).toList();
    }
  }
}
