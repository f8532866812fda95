package dev.gradus.engine.model;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.training.JointLayers;
import dev.gradus.runtime.column.CategoryColumn;
import dev.gradus.runtime.column.CellEncoder;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.spi.Layer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The first layer of networks that become one, if it is an {@code embedding}.
 *
 * <p>The vector of a category consists of those that it has in each of the networks, one after
 * another, and each network has weights for its own part only. A category that the training rows of
 * a fold lack has, in that part, what its network sees instead: the vector of {@code (other)}, or
 * zeros. Where a network encodes a column one-hot, because it has few categories there, the vector
 * is the encoded one. A column with few categories in all rows stays one-hot encoded.
 */
final class MergedEmbedding {

  /** What a network makes of its columns. */
  private record Member(List<PreparedColumn> columns, Map<String, Matrix> tables) {

    /** The vectors of the categories of a column, if it has any. */
    Optional<Matrix> table(int column) {
      return Optional.ofNullable(tables.get(nameOf(columns, column)));
    }

    /** How many numbers a category becomes. */
    int width(int column) {
      return table(column).map(Matrix::columns).orElse(columns.get(column).codes());
    }

    /** The numbers that a category becomes; zeros if it is unknown. */
    double[] numbers(int column, int place) {
      double[] numbers = new double[width(column)];
      Optional<Matrix> table = table(column);
      for (int k = 0; place >= 0 && k < numbers.length; k++) {
        numbers[k] = table.isPresent() ? table.get().get(place, k) : k == place ? 1 : 0;
      }
      return numbers;
    }
  }

  private final List<Member> members;
  private final List<PreparedColumn> common;

  /** The number of categories from which on a column has vectors. */
  private final int minCategories;

  /** The widest part of a vector, which all of them have room for. */
  private final int widest;

  private MergedEmbedding(List<Member> members, List<PreparedColumn> common) {
    this.members = members;
    this.common = common;
    this.minCategories =
        IntStream.range(0, common.size())
            .filter(i -> members.stream().anyMatch(member -> member.table(i).isPresent()))
            .map(i -> common.get(i).codes())
            .min()
            .orElse(1 + common.stream().mapToInt(PreparedColumn::codes).max().orElse(0));
    this.widest =
        IntStream.range(0, common.size())
            .filter(this::hasVectors)
            .flatMap(i -> members.stream().mapToInt(member -> member.width(i)))
            .max()
            .orElse(1);
  }

  /** Whether networks with these layers begin with an embedding. */
  static boolean isFirst(List<Layer> layers) {
    return layers.size() > 1 && PluginType.nameOf(layers.get(0)).equals("embedding");
  }

  /**
   * The embedding of trained networks.
   *
   * @param members with the same columns
   * @param common the columns of all rows
   */
  static MergedEmbedding of(List<Model> members, List<PreparedColumn> common) {
    return new MergedEmbedding(
        members.stream().map(each -> member(each.preparation().inputs(), each.network())).toList(),
        common);
  }

  /** The embedding of networks that are all like one of them, which need not have any values. */
  static MergedEmbedding planned(int count, Network network, List<PreparedColumn> columns) {
    Member member = member(columns, network);
    return new MergedEmbedding(IntStream.range(0, count).mapToObj(i -> member).toList(), columns);
  }

  private static Member member(List<PreparedColumn> columns, Network network) {
    Map<String, Matrix> tables = new HashMap<>();
    for (Parameter each : network.tensorsByLayer().get(0)) {
      tables.put(each.name(), each.matrix());
    }
    return new Member(columns, tables);
  }

  /** The name of the tensor with the vectors of a column. */
  private static String nameOf(List<PreparedColumn> columns, int column) {
    int input = columns.subList(0, column).stream().mapToInt(PreparedColumn::width).sum();
    return "layers.0." + input + ".weight";
  }

  private boolean hasVectors(int column) {
    return common.get(column).codes() >= minCategories;
  }

  /** The layer, with vectors for all networks. */
  Layer layer(JointLayers.Embedding embedding) {
    return embedding.of(members.size() * widest, minCategories);
  }

  /**
   * The linear functions from the numbers that this layer makes of a column to those that the
   * networks make of it.
   *
   * @param column the index of a column of codes
   * @return for each network a matrix as that of {@link ColumnMaps.Linear}
   * @throws dev.gradus.runtime.problem.GradusException if a network has other categories
   */
  List<double[][]> maps(int column) {
    return IntStream.range(0, members.size()).mapToObj(m -> map(column, m)).toList();
  }

  private double[][] map(int column, int index) {
    Member member = members.get(index);
    int width = member.width(column);
    int[] places = places(common.get(column), member.columns().get(column));
    if (!hasVectors(column)) {
      double[][] map = new double[places.length + 1][width];
      for (int c = 0; c < places.length; c++) {
        map[c] = member.numbers(column, places[c]);
      }
      return map;
    }
    double[][] map = new double[members.size() * widest + 1][width];
    for (int k = 0; k < width; k++) {
      map[index * widest + k][k] = 1;
    }
    return map;
  }

  /** Writes the vectors into the network that has this layer. */
  void fill(Network merged) {
    Map<String, Matrix> tables = member(common, merged).tables();
    for (int i = 0; i < common.size(); i++) {
      Matrix table = tables.get(nameOf(common, i));
      for (int m = 0; table != null && m < members.size(); m++) {
        int[] places = places(common.get(i), members.get(m).columns().get(i));
        for (int c = 0; c < places.length; c++) {
          double[] numbers = members.get(m).numbers(i, places[c]);
          for (int k = 0; k < numbers.length; k++) {
            table.set(c, m * widest + k, (float) numbers[k]);
          }
        }
      }
    }
  }

  /** For each category of all rows, the one that a network takes it for, or -1. */
  private static int[] places(PreparedColumn all, PreparedColumn own) {
    Set<String> known = new HashSet<>(all.categories());
    known.addAll(List.of(CategoryColumn.MISSING, CategoryColumn.OTHER));
    if (!known.containsAll(own.categories())) {
      throw MergedMembers.refusal(MergedMembers.whyDifferent(all, own));
    }
    CellEncoder cells = own.cells();
    float[] code = new float[1];
    int[] places = new int[all.codes()];
    for (int c = 0; c < places.length; c++) {
      String name = all.categories().get(c);
      if (name.equals(CategoryColumn.MISSING) && own.fill().isPresent()) {
        cells.missing(code, 0);
      } else {
        cells.text(name, code, 0);
      }
      places[c] = (int) code[0];
    }
    return places;
  }
}
