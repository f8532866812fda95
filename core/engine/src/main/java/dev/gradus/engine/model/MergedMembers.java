package dev.gradus.engine.model;

import dev.gradus.engine.data.Quantities;
import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.CategoryColumn;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes one ensemble of networks with the same layers, each of which was trained on other rows.
 *
 * <p>Its members have dense layers of their own, side by side, and one preparation of the columns
 * in common. Where a network was trained with another one, its first layer makes up for that: the
 * numbers that it was trained on are a linear function of those that it gets, so its weights are
 * multiplied by the coefficients of that function. The last layer makes up for another scale of the
 * target likewise. The ensemble predicts the mean of what its members predict; of a target with a
 * logarithmic scale, the mean of the logarithms.
 */
final class MergedMembers {

  /** The largest difference of a prepared number around 1; floats are accurate to a hundredth. */
  private static final double SAME = 1e-5;

  /** Keeps equations solvable whose columns depend on each other, and changes nothing else. */
  private static final double RIDGE = 1e-12;

  private static final String DIFFERENT_COLUMNS =
      "the folds differ in their input columns; declare their types in data.columns";

  private final List<Model> members;
  private final Preparation common;
  private final Table rows;

  /**
   * Prepares the ensemble.
   *
   * @param members with the same layers
   * @param common the preparation of all rows, which knows the categories of each member
   * @param rows all rows
   */
  MergedMembers(List<Model> members, Preparation common, Table rows) {
    this.members = members;
    this.common = common;
    this.rows = rows;
  }

  private static GradusException refusal(String sentence) {
    return new GradusException(
        Problem.of("the networks of the folds cannot be kept as one model: " + sentence));
  }

  /**
   * Checks before training that networks with these layers and columns can be merged, as far as
   * that is known then.
   *
   * @param layers their layers
   * @param network one of them, whatever its weights
   * @param ensemble makes the members
   * @throws GradusException with the layer or the column that is in the way
   */
  static void check(
      List<Layer> layers, Network network, Preparation preparation, EnsembleLayer ensemble) {
    if (layers.stream().anyMatch(EnsembleLayer.class::isInstance)) {
      throw refusal("each of them is an ensemble already, whose members share weights");
    }
    if (preparation.whitening().isPresent()) {
      throw refusal(
          "their inputs are whitened, differently for each fold; choose another scale, such as standard");
    }
    for (PreparedColumn column : preparation.inputs()) {
      Optional<String> scale = Quantities.nonlinearScale(column);
      if (scale.isPresent()) {
        throw refusal(
            "column '%s' has scale: %s, which no layer can make up for where the folds differ; choose another scale for it, such as standard"
                .formatted(column.name(), scale.get()));
      }
    }
    checkFirst(network);
    List<List<Parameter>> tensors = network.tensorsByLayer();
    for (int i = 0; i < tensors.size(); i++) {
      int index = network.indexes().get(i);
      String before = "layers." + index + ".";
      boolean dense =
          tensors.get(i).stream()
              .allMatch(
                  each ->
                      each.name().equals(before + "weight") || each.name().equals(before + "bias"));
      if (!tensors.get(i).isEmpty()
          && !(dense && PluginType.nameOf(layers.get(index)).equals("dense"))) {
        throw refusal(
            "network[%s].%s has parameters of its own in each of them, and members of one network can only have dense layers without a learned activation of their own"
                .formatted(index, PluginType.nameOf(layers.get(index))));
      }
    }
    try {
      builder()
          .plan(
              behind(ensemble, layers),
              preparation.inputColumns(),
              preparation.target(),
              network.outputs());
    } catch (NetworkException e) {
      throw refusal(String.valueOf(e.getMessage()));
    }
  }

  /** The first layer that computes anything must have weights, which make up for the scales. */
  private static void checkFirst(Network network) {
    for (Network.Part part : network.computing()) {
      if (!part.function().parameters().isEmpty()) {
        return;
      }
      if (!part.function().isIdentity() || part.layer().activation().isPresent()) {
        throw refusal(
            "%s computes something before the first dense layer, which makes up for the scales of the folds; begin the network with a dense layer, or with layers that do nothing in prediction, such as dropout"
                .formatted(part.path()));
      }
    }
  }

  private static NetworkBuilder builder() {
    return new NetworkBuilder(new Catalogue(List.of(), List.of()));
  }

  /** Layers that each member computes. */
  static List<Layer> behind(EnsembleLayer ensemble, List<Layer> layers) {
    List<Layer> all = new ArrayList<>(List.of(ensemble));
    all.addAll(layers);
    return all;
  }

  /**
   * The network of the ensemble.
   *
   * @param layers those of each member, behind an ensemble of separate members
   */
  Network network(List<Layer> layers) {
    Network merged =
        builder()
            .blank(
                layers, common.inputColumns(), common.target(), members.get(0).network().outputs());
    for (int m = 0; m < members.size(); m++) {
      put(tensorsOf(members.get(m)), merged.tensors(), m);
    }
    return merged;
  }

  private void put(List<Matrix> of, List<Parameter> into, int member) {
    for (int i = 0; i < of.size(); i++) {
      Matrix own = of.get(i);
      Matrix all = into.get(i).matrix();
      for (int row = 0; row < own.rows(); row++) {
        System.arraycopy(
            own.values(),
            row * own.columns(),
            all.values(),
            row * all.columns() + member * own.columns(),
            own.columns());
      }
    }
  }

  /** The tensors of a member as they are for inputs and targets of the common preparation. */
  private List<Matrix> tensorsOf(Model member) {
    Preparation own = member.preparation();
    if (!own.targets().names().equals(common.targets().names())
        || !own.target().outputs().equals(common.target().outputs())) {
      throw refusal(
          "the training rows of a fold lack a class, so its network does not predict it; use more folds, or a stratified split (data.split.stratified: true)");
    }
    if (!namesOf(own).equals(namesOf(common))) {
      throw refusal(DIFFERENT_COLUMNS);
    }
    List<Matrix> tensors = new ArrayList<>();
    member.network().tensors().forEach(each -> tensors.add(copy(each.matrix())));
    List<Parameter> named = member.network().tensors();
    boolean hasBias = named.size() > 1 && named.get(1).name().endsWith(".bias");
    toCommonInputs(member, tensors, hasBias);
    if (common.targets() instanceof NumericTarget) {
      toCommonTarget(member, tensors, named.get(named.size() - 1).name().endsWith(".bias"));
    }
    return tensors;
  }

  private static List<String> namesOf(Preparation preparation) {
    return preparation.inputs().stream().map(PreparedColumn::name).toList();
  }

  private static Matrix copy(Matrix matrix) {
    return new Matrix(matrix.rows(), matrix.columns(), matrix.values().clone());
  }

  private void toCommonInputs(Model member, List<Matrix> tensors, boolean hasBias) {
    float[] here = encoded(common);
    float[] there = encoded(member.preparation());
    Matrix weight = tensors.get(0);
    Matrix changed = Matrix.zeros(common.encodedWidth(), weight.columns());
    double[] bias = new double[weight.columns()];
    int from = 0;
    int to = 0;
    for (int i = 0; i < common.inputs().size(); i++) {
      PreparedColumn own = member.preparation().inputs().get(i);
      int width = common.inputs().get(i).width();
      double[][] map = map(i, own, slice(here, from, width), slice(there, to, own.width()));
      for (int u = 0; u < weight.columns(); u++) {
        for (int row = 0; row <= width; row++) {
          double sum = 0;
          for (int k = 0; k < own.width(); k++) {
            sum += map[row][k] * weight.get(to + k, u);
          }
          if (row < width) {
            changed.set(from + row, u, (float) sum);
          } else {
            bias[u] += sum;
          }
        }
      }
      from += width;
      to += own.width();
    }
    tensors.set(0, changed);
    addTo(tensors, 1, bias, hasBias);
  }

  private void addTo(List<Matrix> tensors, int index, double[] more, boolean hasBias) {
    if (!hasBias) {
      if (IntStream.range(0, more.length).anyMatch(u -> Math.abs(more[u]) > SAME)) {
        throw refusal(
            "a layer without biases cannot make up for the scale of a column, which differs between the folds; remove bias: false from the first and the last layer");
      }
      return;
    }
    Matrix bias = tensors.get(index);
    for (int u = 0; u < more.length; u++) {
      bias.set(0, u, (float) (bias.get(0, u) + more[u]));
    }
  }

  private float[] encoded(Preparation preparation) {
    return TablePreparation.of(new Preparation(preparation.inputs(), preparation.targets()))
        .inputs(rows, IntStream.range(0, rows.rows()).toArray(), unused -> {});
  }

  private double[][] slice(float[] encoded, int from, int width) {
    int all = encoded.length / rows.rows();
    double[][] slice = new double[rows.rows()][width];
    for (int row = 0; row < slice.length; row++) {
      for (int k = 0; k < width; k++) {
        slice[row][k] = encoded[row * all + from + k];
      }
    }
    return slice;
  }

  /**
   * The linear function from the numbers of a column in the common preparation to those that a
   * member was trained on.
   *
   * @return a row for each number here, and one for the constant
   */
  private double[][] map(int index, PreparedColumn own, double[][] here, double[][] there) {
    Column column = rows.column(own.name());
    boolean[] present = new boolean[here.length];
    boolean[] all = new boolean[here.length];
    for (int row = 0; row < here.length; row++) {
      present[row] = !column.isMissing(row);
      all[row] = true;
    }
    // Without a constant first: an unknown category has no number here, and must have none there.
    // A missing cell is filled with another number in each fold, for which nothing can make up.
    for (boolean[] some : List.of(all, present)) {
      for (boolean constant : new boolean[] {false, true}) {
        double[][] map = solved(here, there, some, constant);
        if (fits(map, here, there, some)) {
          return map;
        }
      }
    }
    throw refusal(whyDifferent(common.inputs().get(index), own));
  }

  private static String whyDifferent(PreparedColumn common, PreparedColumn own) {
    if (common.getClass() != own.getClass()) {
      return DIFFERENT_COLUMNS;
    }
    String sentence =
        common instanceof CategoryColumn
            ? "column '%s' has other categories in each fold; raise its max-categories and lower its min-count until every fold keeps all categories, or declare them with order, which makes them one number"
            : "column '%s' is prepared differently for each fold, in a way that no layer can make up for; choose a scale such as standard for it, instead of quantile or robust-clipped";
    return sentence.formatted(common.name());
  }

  /**
   * Whether a map is exact up to the rounding of floats, which is in proportion to the terms of its
   * sum: after a scale that a far number has stretched, usual numbers are differences of large
   * ones.
   */
  private static boolean fits(double[][] map, double[][] here, double[][] there, boolean[] some) {
    for (int row = 0; row < here.length; row++) {
      for (int k = 0; some[row] && k < there[row].length; k++) {
        double sum = map[here[row].length][k];
        double largest = Math.max(1, Math.max(Math.abs(sum), Math.abs(there[row][k])));
        for (int j = 0; j < here[row].length; j++) {
          double term = map[j][k] * here[row][j];
          sum += term;
          largest = Math.max(largest, Math.abs(term));
        }
        if (!(Math.abs(sum - there[row][k]) <= SAME * largest)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The least squares by the normal equations, without a constant if it is 0. */
  private static double[][] solved(
      double[][] here, double[][] there, boolean[] some, boolean constant) {
    int inputs = here[0].length;
    int outputs = there[0].length;
    double[][] equations = new double[inputs + 1][inputs + 1 + outputs];
    double[] x = new double[inputs + 1 + outputs];
    for (int row = 0; row < here.length; row++) {
      if (some[row]) {
        System.arraycopy(here[row], 0, x, 0, inputs);
        x[inputs] = constant ? 1 : 0;
        System.arraycopy(there[row], 0, x, inputs + 1, outputs);
        for (int i = 0; i <= inputs; i++) {
          for (int j = 0; j < x.length && x[i] != 0; j++) {
            equations[i][j] += x[i] * x[j];
          }
        }
      }
    }
    for (int i = 0; i <= inputs; i++) {
      equations[i][i] += RIDGE * here.length;
    }
    eliminate(equations);
    double[][] map = new double[inputs + 1][outputs];
    for (int i = 0; i <= inputs; i++) {
      System.arraycopy(equations[i], inputs + 1, map[i], 0, outputs);
    }
    return map;
  }

  /** Gauss-Jordan, without pivots: the equations are symmetric and positive definite. */
  private static void eliminate(double[][] equations) {
    for (int i = 0; i < equations.length; i++) {
      double pivot = equations[i][i];
      for (int j = 0; j < equations[i].length; j++) {
        equations[i][j] /= pivot;
      }
      for (int other = 0; other < equations.length; other++) {
        double factor = equations[other][i];
        for (int j = 0; other != i && factor != 0 && j < equations[i].length; j++) {
          equations[other][j] -= factor * equations[i][j];
        }
      }
    }
  }

  private void toCommonTarget(Model member, List<Matrix> tensors, boolean hasBias) {
    NumericTarget here = (NumericTarget) common.targets();
    NumericTarget there = (NumericTarget) member.preparation().targets();
    Matrix weight = tensors.get(tensors.size() - (hasBias ? 2 : 1));
    double[] slopes = new double[here.width()];
    double[] shifts = new double[here.width()];
    boolean alike = true;
    boolean straight = true;
    for (int k = 0; k < slopes.length; k++) {
      Target.Scale from = scale(there, k);
      Target.Scale to = scale(here, k);
      slopes[k] = from.unit() / to.unit();
      shifts[k] = (from.shift() - to.shift()) / to.unit();
      alike &= Math.abs(shifts[k]) <= SAME && Math.abs(slopes[k] - 1) <= SAME;
      for (int seen = -1; seen <= 1; seen++) {
        double number = there.restore(k, seen);
        double same = here.restore(k, shifts[k] + slopes[k] * seen);
        straight &= Math.abs(number - same) <= SAME * Math.max(to.unit(), Math.abs(number));
      }
    }
    if (alike && straight) {
      return;
    }
    if (!straight
        || member.network().outputActivation().isPresent()
        || weight.columns() != slopes.length) {
      throw refusal(
          "the target is scaled differently for each fold, and the last layer cannot make up for that, because it has an activation, or predicts more than one number for each target, or the scale is no straight line; set scale: none for the target");
    }
    Matrix biases = tensors.get(tensors.size() - 1);
    for (int k = 0; k < slopes.length; k++) {
      for (int row = 0; row < weight.rows(); row++) {
        weight.set(row, k, (float) (weight.get(row, k) * slopes[k]));
      }
      if (hasBias) {
        biases.set(0, k, (float) (biases.get(0, k) * slopes[k]));
      }
    }
    addTo(tensors, tensors.size() - 1, shifts, hasBias);
  }

  private static Target.Scale scale(NumericTarget target, int k) {
    List<Target.Scale> scales = target.target().scales();
    return scales.isEmpty() ? new Target.Scale(0, 1, false) : scales.get(k);
  }
}
