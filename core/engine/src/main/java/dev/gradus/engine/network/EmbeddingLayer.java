package dev.gradus.engine.network;

import dev.gradus.engine.data.CodeColumn;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import dev.gradus.spi.Activation;
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
  public Optional<Activation> activation() {
    return Optional.empty();
  }

  @Override
  public Memory newMemory(int rows, Way way, List<Products> products) {
    return new EmbeddingMemory(rows, way, products.size());
  }

  @Override
  public long memoryBytes(int rows, Way way) {
    long gradients =
        way == Way.FORWARD
            ? 0
            : parameters().stream().mapToLong(table -> table.matrix().size()).sum();
    return Float.BYTES * (ActivatedMemory.size(rows, outputs, false, way) + gradients);
  }

  private final class EmbeddingMemory extends ActivatedMemory {

    /** One for each input; empty for numbers. */
    private final List<Matrix> tableGradients;

    EmbeddingMemory(int rows, Way way, int members) {
      super(rows, 1, outputs, Optional.empty(), Coefficients.NONE, way, members);
      tableGradients =
          tables.stream()
              .map(table -> table.map(Parameter::matrix).orElse(Matrix.zeros(0, 1)))
              .map(table -> Matrix.zeros(way == Way.FORWARD ? 0 : table.rows(), table.columns()))
              .toList();
    }

    @Override
    public void preActivate(Matrix x, int from, int to, int member) {
      for (int i = from; i < to; i++) {
        int at = i * units;
        for (int j = 0; j < tables.size(); j++) {
          float value = x.values()[i * tables.size() + j];
          if (tables.get(j).isEmpty()) {
            z.values()[at] = value;
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
        Arrays.fill(z.values(), at, at + table.columns(), 0);
      } else {
        System.arraycopy(table.values(), code * table.columns(), z.values(), at, table.columns());
      }
    }

    @Override
    public void inputGradient(Matrix into, int from, int to, int member) {
      throw new IllegalStateException("codes have no gradient; an embedding is the first layer");
    }

    @Override
    void ownParameterGradients(Matrix x, int part, int parts, int member) {
      int column = 0;
      for (int j = 0; j < tables.size(); j++) {
        Matrix sums = tableGradients.get(j);
        if (sums.rows() > 0 && j % parts == part) {
          Arrays.fill(sums.values(), 0);
          for (int i = 0; i < x.rows(); i++) {
            addRow(sums, (int) x.values()[i * tables.size() + j], i * units + column);
          }
        }
        column += sums.columns();
      }
    }

    private void addRow(Matrix sums, int code, int from) {
      if (code != CodeColumn.UNKNOWN) {
        for (int k = 0; k < sums.columns(); k++) {
          sums.values()[code * sums.columns() + k] += gradient.values()[from + k];
        }
      }
    }

    @Override
    List<Matrix> ownGradients() {
      return tableGradients.stream().filter(sums -> sums.rows() > 0).toList();
    }
  }
}
