package dev.gradus.layers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A first layer that maps every category of a categorical column to a trainable vector; numeric
 * columns pass through unchanged.
 *
 * @param dimensions the length of each vector; empty for half the number of categories of the
 *     column, at most 50
 * @param weights the initializer of the vectors; empty for normal
 * @param minCategories the number of categories from which on a column has such vectors; one with
 *     fewer is one-hot encoded
 */
@Plugin(
    name = "embedding",
    summary =
        "A trainable vector for each category of the categorical inputs. The first layer, for columns of many categories; numeric columns pass through.",
    formula = "y = row c of E for category c of a column, zeros for an unknown category",
    reference = "C. Guo, F. Berkhahn, Entity Embeddings of Categorical Variables, 2016")
public record Embedding(
    @Option(
            value =
                "the length of each vector; if left out, half the number of categories of a column, at most 50",
            min = 1)
        Optional<Integer> dimensions,
    @Option("the initializer of the vectors; if left out, normal with standard deviation 0.05")
        Optional<Initializer> weights,
    @Option(
            value =
                "the number of categories from which on a column has vectors; a column with fewer becomes one number per category, 1 where it applies and 0 elsewhere",
            min = 1)
        int minCategories)
    implements Layer {

  /** The default length of the vectors of a column. */
  private static final int MOST_DIMENSIONS = 50;

  private static final float[] NONE = {};

  /** Creates a layer with the default dimensions for each column. */
  public Embedding() {
    this(Optional.empty(), Optional.empty());
  }

  /** Creates a layer with vectors for every column. */
  public Embedding(Optional<Integer> dimensions, Optional<Initializer> weights) {
    this(dimensions, weights, 1);
  }

  public Embedding {
    Options.check(Embedding.class, dimensions, weights, minCategories);
  }

  @Override
  public boolean takesCodes() {
    return true;
  }

  @Override
  public LayerFunction build(LayerSite site) {
    List<Integer> categories = site.categories();
    if (categories.isEmpty()) {
      throw new IllegalArgumentException(
          "takes the columns of the data, so it must be the first layer");
    }
    if (categories.stream().allMatch(count -> count == 0)) {
      throw new IllegalArgumentException(
          "no input is categorical; leave the layer out, or declare a column categorical");
    }
    checkDimensions(site);
    List<Optional<Tensor>> tables = new ArrayList<>();
    for (int i = 0; i < categories.size(); i++) {
      int count = categories.get(i);
      tables.add(
          count < minCategories
              ? Optional.empty()
              : Optional.of(
                  site.weights(
                      i + ".weight",
                      count,
                      dimensions.orElse(Math.min(MOST_DIMENSIONS, (count + 1) / 2)),
                      Optional.of(weights.orElseGet(() -> site.initializer("normal"))))));
    }
    return new Lookup(tables, categories, site.numbers());
  }

  /**
   * Refuses dimensions with which a column, or all columns together, would not fit into an array.
   */
  private void checkDimensions(LayerSite site) {
    int given = dimensions.orElse(1);
    List<Integer> counts =
        site.categories().stream().filter(count -> count >= minCategories).toList();
    if (counts.isEmpty()) {
      return;
    }
    int numbers =
        site.categories().stream()
            .filter(count -> count < minCategories)
            .mapToInt(count -> Math.max(1, count))
            .sum();
    int most =
        counts.stream()
            .mapToInt(count -> LayerSite.MOST_NUMBERS / count)
            .reduce((LayerSite.MOST_NUMBERS - numbers) / counts.size(), Math::min);
    if (given > most) {
      throw site.tooLarge(
          "dimensions",
          given,
          most,
          "each gives a number for every categorical column, and has one for every category");
    }
  }

  /**
   * Replaces each code by a row of a table, or encodes it one-hot; numbers stay unchanged.
   *
   * @param tables for each input, [categories, dimensions] if its code has vectors
   * @param categories for each input, the number of its categories; 0 for a number
   * @param numbersIn the indices of the inputs that are quantities
   */
  private record Lookup(
      List<Optional<Tensor>> tables, List<Integer> categories, List<Integer> numbersIn)
      implements LayerFunction {

    /** How many numbers an input becomes. */
    private int width(int input) {
      return tables.get(input).map(Tensor::columns).orElse(Math.max(1, categories.get(input)));
    }

    private int[] widths() {
      return IntStream.range(0, tables.size()).map(this::width).toArray();
    }

    @Override
    public Shape input() {
      return Shape.line(tables.size());
    }

    @Override
    public Shape output() {
      return Shape.line(IntStream.of(widths()).sum());
    }

    @Override
    public List<Integer> numbers() {
      int[] widths = widths();
      return numbersIn.stream().map(i -> IntStream.of(widths).limit(i).sum()).toList();
    }

    @Override
    public List<Tensor> parameters() {
      return tables.stream().flatMap(Optional::stream).toList();
    }

    @Override
    public long multiplications() {
      return 0;
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new LookupKernel(this, workspace);
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      return direction.isBack()
          ? Float.BYTES * parameters().stream().mapToLong(Tensor::size).sum()
          : 0;
    }
  }

  private static final class LookupKernel implements LayerFunction.Kernel {

    private final List<Optional<Tensor>> tables;
    private final List<Integer> categories;
    private final int[] widths;
    private final int inputs;
    private final int outputs;
    private final float[] y;
    private final float[] gradient;

    /** One table for each input; empty for numbers. */
    private final List<float[]> tableGradients;

    LookupKernel(Lookup layer, LayerFunction.Workspace workspace) {
      boolean learns = workspace.direction().isBack();
      tables = layer.tables();
      inputs = tables.size();
      categories = layer.categories();
      widths = layer.widths();
      outputs = layer.output().columns();
      y = workspace.y();
      gradient = workspace.gradient();
      tableGradients =
          tables.stream()
              .map(table -> learns ? table.map(Tensor::values).orElse(NONE).length : 0)
              .map(float[]::new)
              .toList();
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      for (int i = from; i < to; i++) {
        int at = i * outputs;
        for (int j = 0; j < inputs; j++) {
          float value = x[i * inputs + j];
          if (tables.get(j).isPresent()) {
            copyRow(tables.get(j).get(), (int) value, at);
          } else if (categories.get(j) > 0) {
            Arrays.fill(y, at, at + widths[j], 0);
            if (value >= 0) {
              y[at + (int) value] = 1;
            }
          } else {
            y[at] = value;
          }
          at += widths[j];
        }
      }
    }

    private void copyRow(Tensor table, int code, int at) {
      if (code < 0) {
        Arrays.fill(y, at, at + table.columns(), 0);
      } else {
        System.arraycopy(table.values(), code * table.columns(), y, at, table.columns());
      }
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      if (dx.length > 0) {
        throw new IllegalStateException("codes have no gradient; an embedding is the first layer");
      }
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      int column = 0;
      for (int j = 0; j < inputs; j++) {
        float[] sums = tableGradients.get(j);
        int width = widths[j];
        if (sums.length > 0 && j % parts == part) {
          Arrays.fill(sums, 0);
          for (int i = 0; i < rows; i++) {
            addRow(sums, width, (int) x[i * inputs + j], i * outputs + column);
          }
        }
        column += width;
      }
    }

    private void addRow(float[] sums, int width, int code, int from) {
      if (code >= 0) {
        for (int k = 0; k < width; k++) {
          sums[code * width + k] += gradient[from + k];
        }
      }
    }

    @Override
    public List<float[]> gradients() {
      return tableGradients.stream().filter(sums -> sums.length > 0).toList();
    }
  }
}
