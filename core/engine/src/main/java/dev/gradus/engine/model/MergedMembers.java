package dev.gradus.engine.model;

import dev.gradus.engine.data.Quantities;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.CommonRows;
import dev.gradus.engine.training.JointLayers;
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
 * multiplied by the coefficients of that function. An {@code embedding} in front of it holds the
 * vectors of all members. The last layer makes up for another scale of the target likewise. The
 * ensemble predicts the mean of what its members predict; of a target with a logarithmic scale, the
 * mean of the logarithms.
 */
final class MergedMembers {

  private static final String DIFFERENT_COLUMNS =
      "the folds differ in their input columns; declare their types in data.columns";

  private final List<Model> members;
  private final Preparation common;
  private final Table rows;
  private final Optional<MergedEmbedding> embedding;
  private final List<Layer> layers;

  /**
   * Prepares the ensemble.
   *
   * @param members with the same layers
   * @param all what they have in common
   * @throws GradusException with the reason, if their columns or classes differ
   */
  MergedMembers(List<Model> members, CommonRows all) {
    this.members = members;
    this.common = all.preparation();
    this.rows = all.rows();
    members.forEach(member -> checkColumns(member.preparation(), common));
    List<Layer> own = members.get(0).configuration().network();
    this.embedding =
        MergedEmbedding.isFirst(own)
            ? Optional.of(MergedEmbedding.of(members, common.inputs()))
            : Optional.empty();
    this.layers = joined(own, embedding, all.layers());
  }

  static GradusException refusal(String sentence) {
    return new GradusException(
        Problem.of("the networks of the folds cannot be kept as one model: " + sentence));
  }

  /**
   * Checks before training that networks with these layers and columns can be merged, as far as
   * that is known then.
   *
   * @param layers their layers
   * @param network one of them, whatever its weights
   * @param joint the layers that join them
   * @throws GradusException with the layer or the column that is in the way
   */
  static void check(
      List<Layer> layers, Network network, Preparation preparation, JointLayers joint) {
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
    int embeddings = MergedEmbedding.isFirst(layers) ? 1 : 0;
    checkFirst(network.computing().subList(embeddings, network.indexes().size()));
    List<List<Parameter>> tensors = network.tensorsByLayer();
    for (int i = embeddings; i < tensors.size(); i++) {
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
            "network[%s].%s has parameters of its own in each of them, and members of one network can only have dense layers without a learned activation, behind an embedding at most"
                .formatted(index, PluginType.nameOf(layers.get(index))));
      }
    }
    Optional<MergedEmbedding> embedding =
        embeddings == 0
            ? Optional.empty()
            : Optional.of(
                MergedEmbedding.planned(joint.ensemble().members(), network, preparation.inputs()));
    try {
      builder()
          .plan(
              joined(layers, embedding, joint),
              preparation.inputColumns(),
              preparation.target(),
              network.outputs());
    } catch (NetworkException e) {
      throw refusal(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The first layer that computes anything must have weights, which make up for the scales.
   *
   * @param parts without an embedding
   */
  private static void checkFirst(List<Network.Part> parts) {
    for (Network.Part part : parts) {
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

  /** The layers of a member, the first one in common, if it is an embedding. */
  private static List<Layer> joined(
      List<Layer> own, Optional<MergedEmbedding> embedding, JointLayers joint) {
    List<Layer> all = new ArrayList<>();
    embedding.ifPresent(each -> all.add(each.layer(joint.embedding())));
    int first = all.size();
    all.add(joint.ensemble());
    all.addAll(own.subList(first, own.size()));
    return all;
  }

  /** The layers of the ensemble. */
  List<Layer> layers() {
    return layers;
  }

  /** The network of the ensemble. */
  Network network() {
    Network merged =
        builder()
            .blank(
                layers, common.inputColumns(), common.target(), members.get(0).network().outputs());
    List<List<Matrix>> tensors = members.stream().map(this::copied).toList();
    List<Parameter> all = ofMembers(merged);
    toCommonInputs(tensors, all.get(0).matrix().rows());
    embedding.ifPresent(each -> each.fill(merged));
    for (int m = 0; m < members.size(); m++) {
      if (common.targets() instanceof NumericTarget) {
        toCommonTarget(members.get(m), tensors.get(m));
      }
      put(tensors.get(m), all, m);
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

  /** A member must have the columns and classes of all rows. */
  private static void checkColumns(Preparation own, Preparation common) {
    if (!own.targets().names().equals(common.targets().names())
        || !own.target().outputs().equals(common.target().outputs())) {
      throw refusal(
          "the training rows of a fold lack a class, so its network does not predict it; use more folds, or a stratified split (data.split.stratified: true)");
    }
    if (!namesOf(own).equals(namesOf(common))) {
      throw refusal(DIFFERENT_COLUMNS);
    }
    for (int i = 0; i < common.inputs().size(); i++) {
      PreparedColumn all = common.inputs().get(i);
      if ((all.codes() > 0) != (own.inputs().get(i).codes() > 0)) {
        throw refusal(whyDifferent(all, own.inputs().get(i)));
      }
    }
  }

  private List<Matrix> copied(Model member) {
    List<Matrix> tensors = new ArrayList<>();
    ofMembers(member.network()).forEach(each -> tensors.add(copy(each.matrix())));
    return tensors;
  }

  /** The tensors of a network behind its embedding. */
  private List<Parameter> ofMembers(Network network) {
    return network.tensorsByLayer().stream()
        .skip(embedding.isPresent() ? 1 : 0)
        .flatMap(List::stream)
        .toList();
  }

  /** Whether one of the tensors of each member is a vector of biases. */
  private boolean isBias(int index) {
    List<Parameter> named = ofMembers(members.get(0).network());
    return index < named.size() && named.get(index).name().endsWith(".bias");
  }

  private static List<String> namesOf(Preparation preparation) {
    return preparation.inputs().stream().map(PreparedColumn::name).toList();
  }

  private static Matrix copy(Matrix matrix) {
    return new Matrix(matrix.rows(), matrix.columns(), matrix.values().clone());
  }

  /**
   * Changes the first dense layer of each member so that it takes the inputs of all.
   *
   * @param inputs the number of these
   */
  private void toCommonInputs(List<List<Matrix>> tensors, int inputs) {
    List<Matrix> changed = new ArrayList<>();
    List<double[]> biases = new ArrayList<>();
    for (List<Matrix> each : tensors) {
      int units = each.get(0).columns();
      changed.add(Matrix.zeros(inputs, units));
      biases.add(new double[units]);
    }
    int[] from = new int[members.size()];
    int to = 0;
    for (int i = 0; i < common.inputs().size(); i++) {
      List<double[][]> maps = maps(i);
      for (int m = 0; m < members.size(); m++) {
        double[][] map = maps.get(m);
        addProduct(map, tensors.get(m).get(0), from[m], changed.get(m), to, biases.get(m));
        from[m] += map[0].length;
      }
      to += maps.get(0).length - 1;
    }
    for (int m = 0; m < members.size(); m++) {
      tensors.get(m).set(0, changed.get(m));
      addTo(tensors.get(m), 1, biases.get(m), isBias(1));
    }
  }

  /** For each member, what its numbers of a column are of those of all rows. */
  private List<double[][]> maps(int index) {
    PreparedColumn column = common.inputs().get(index);
    if (column.codes() > 0) {
      return embedding.orElseThrow().maps(index);
    }
    List<PreparedColumn> others =
        members.stream().map(member -> member.preparation().inputs().get(index)).toList();
    List<Optional<ColumnMaps.Linear>> found =
        new ColumnMaps(rows, column, common.targets()).to(others);
    List<double[][]> maps = new ArrayList<>();
    for (int m = 0; m < others.size(); m++) {
      PreparedColumn own = others.get(m);
      maps.add(found.get(m).orElseThrow(() -> refusal(whyDifferent(column, own))).coefficients());
    }
    return maps;
  }

  /**
   * Multiplies some rows of weights by a linear function of their inputs.
   *
   * @param from the first of these rows
   * @param to the row of {@code into} for the first row of the product
   * @param bias receives the constant of the function
   */
  private static void addProduct(
      double[][] map, Matrix weight, int from, Matrix into, int to, double[] bias) {
    int width = map.length - 1;
    for (int u = 0; u < weight.columns(); u++) {
      for (int row = 0; row <= width; row++) {
        double sum = 0;
        for (int k = 0; k < map[row].length; k++) {
          sum += map[row][k] * weight.get(from + k, u);
        }
        if (row < width) {
          into.set(to + row, u, (float) sum);
        } else {
          bias[u] += sum;
        }
      }
    }
  }

  private void addTo(List<Matrix> tensors, int index, double[] more, boolean hasBias) {
    if (!hasBias) {
      if (IntStream.range(0, more.length).anyMatch(u -> Math.abs(more[u]) > ColumnMaps.SAME)) {
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

  static String whyDifferent(PreparedColumn common, PreparedColumn own) {
    if (common.getClass() != own.getClass()) {
      return DIFFERENT_COLUMNS;
    }
    String sentence =
        common instanceof CategoryColumn
            ? "column '%s' has other categories in each fold; raise its max-categories and lower its min-count until every fold keeps all categories, or declare them with order, which makes them one number"
            : "column '%s' is prepared differently for each fold, in a way that no layer can make up for; choose a scale such as standard for it, instead of quantile or robust-clipped; if it has one, look for a cell that is far from all others, which leaves them few digits, and correct it, or choose scale: log";
    return sentence.formatted(common.name());
  }

  private void toCommonTarget(Model member, List<Matrix> tensors) {
    boolean hasBias = isBias(tensors.size() - 1);
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
      alike &= Math.abs(shifts[k]) <= ColumnMaps.SAME && Math.abs(slopes[k] - 1) <= ColumnMaps.SAME;
      for (int seen = -1; seen <= 1; seen++) {
        double number = there.restore(k, seen);
        double same = here.restore(k, shifts[k] + slopes[k] * seen);
        straight &=
            Math.abs(number - same) <= ColumnMaps.SAME * Math.max(to.unit(), Math.abs(number));
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
