package dev.gradus.importing;

import dev.gradus.engine.Gradus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads a network from an ONNX file.
 *
 * <p>The nodes between the input and the output must be a chain. Several nodes that begin at one
 * value and end at one value count as one link, so activations and normalisation that an exporter
 * has written as several operators are found.
 */
final class OnnxImport {

  /**
   * The metadata in which an export of Gradus names the input, the output and the width of its
   * layers.
   */
  private static final String LAYERS = "gradus.layers";

  /** The metadata in which an export of Gradus names the classes. */
  private static final String NAMES = "gradus.names";

  /** Operators that turn outputs into labels. */
  private static final Set<String> LABELLING =
      Set.of("ArgMax", "ai.onnx.ml.ArrayFeatureExtractor", "ai.onnx.ml.LabelEncoder");

  private static final String ZIP_MAP = "ai.onnx.ml.ZipMap";

  /** The largest number of nodes that are tried as one layer. */
  private static final int LONGEST_FORMULA = 20;

  private final OnnxFile file;
  private final List<String> classes = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private String input = "";
  private String output = "";
  private List<Integer> dimensions = List.of();

  /** The number of rows that the file is for; {@link OnnxFile#UNKNOWN} for any. */
  private long rows = OnnxFile.UNKNOWN;

  private OnnxImport(OnnxFile file) {
    this.file = file;
  }

  static Imported read(byte[] bytes, Naming naming, Gradus gradus) throws DamagedException {
    OnnxFile file = new OnnxFile(bytes);
    ReadNetwork network = new OnnxImport(file).network();
    return ModelMaker.make(network, naming, gradus);
  }

  private ReadNetwork network() throws DamagedException {
    Optional<String> own = file.metadata(LAYERS);
    if (own.isPresent()) {
      between(own.get());
    } else {
      output = chosenOutput();
    }
    List<OnnxNode> nodes = nodes();
    if (own.isEmpty()) {
      chooseInput(nodes);
    }
    findClasses();
    NetworkDraft draft = new NetworkDraft(dimensions, true);
    remarks.forEach(sentence -> draft.remark("%s", sentence));
    new Walk(draft).along(nodes);
    return ReadNetwork.of(draft, file.origin(), classes);
  }

  /** The layers of a file that Gradus has exported. */
  private void between(String layers) throws DamagedException {
    String[] parts = layers.split(" ", -1);
    if (parts.length != 3 || !parts[2].matches("[1-9][0-9]{0,8}")) {
      throw ProtoMessage.damaged();
    }
    input = parts[0];
    output = parts[1];
    dimensions = List.of(Integer.valueOf(parts[2]));
    remarks.add(
        "Gradus has exported this file: its layers are imported, without the preparation of its columns, so the inputs are prepared numbers; the model that it was exported from has both");
  }

  /** The output with numbers that are no labels. */
  private String chosenOutput() throws DamagedException {
    List<String> numbers = new ArrayList<>();
    for (String each : file.outputs()) {
      Optional<OnnxNode> producer = file.producer(each);
      boolean zips =
          producer.isPresent()
              && producer.get().operator().equals(ZIP_MAP)
              && !producer.get().inputs().isEmpty();
      if (zips) {
        numbers.add(producer.get().inputs().get(0));
      } else if (ancestors(each).stream().noneMatch(node -> LABELLING.contains(node.operator()))) {
        numbers.add(each);
      }
    }
    if (numbers.isEmpty()) {
      file.nodes().stream()
          .filter(node -> node.operator().equals("ArgMax") && !node.inputs().isEmpty())
          .findFirst()
          .ifPresent(node -> numbers.add(node.inputs().get(0)));
    }
    if (numbers.size() != 1) {
      throw Refusal.of(
          "the graph has %s outputs of numbers (%s), but a network of Gradus has one; export the network with a single output",
          numbers.size(), String.join(", ", file.outputs()));
    }
    return numbers.get(0);
  }

  /** The nodes that a value depends on, in no order. */
  private Set<OnnxNode> ancestors(String value) {
    Set<OnnxNode> found = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(value));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      Optional<OnnxNode> producer = next.equals(input) ? Optional.empty() : file.producer(next);
      if (producer.isPresent() && found.add(producer.get())) {
        open.addAll(producer.get().inputs());
      }
    }
    return found;
  }

  /** The nodes that the output depends on, in the order of the file. */
  private List<OnnxNode> nodes() {
    Set<OnnxNode> needed = ancestors(output);
    return file.nodes().stream().filter(needed::contains).toList();
  }

  private void chooseInput(List<OnnxNode> nodes) throws DamagedException {
    List<String> used =
        file.inputs().keySet().stream()
            .filter(name -> nodes.stream().anyMatch(node -> node.inputs().contains(name)))
            .toList();
    if (used.size() != 1) {
      throw Refusal.of(
          "the graph has %s inputs%s; a network with one input for all columns is imported",
          used.size(), used.isEmpty() ? "" : " (" + String.join(", ", used) + ")");
    }
    input = used.get(0);
    List<Long> sizes = file.inputs().getOrDefault(input, List.of());
    if (sizes.size() > 1 && sizes.subList(1, sizes.size()).stream().allMatch(size -> size > 0)) {
      rows = sizes.get(0);
      dimensions = sizes.subList(1, sizes.size()).stream().map(Long::intValue).toList();
    } else if (sizes.isEmpty() || sizes.size() == 2) {
      dimensions = List.of(width(nodes));
    } else {
      throw Refusal.of(
          "the input '%s' has the shape %s, of which only the first may be open (-1); export the network with fixed sizes",
          input, sizes);
    }
    if (Weights.sizeOf(dimensions) < 1) {
      throw Refusal.of("the input '%s' has the shape %s, which is too large", input, sizes);
    }
  }

  /** The number of inputs, according to the first weights. */
  private int width(List<OnnxNode> nodes) throws DamagedException {
    for (OnnxNode node : nodes) {
      if (node.operator().equals("ai.onnx.ml.Scaler")) {
        return Math.max(node.reals("offset").length, node.reals("scale").length);
      }
      if (node.inputs().size() > 1) {
        Optional<OnnxTensor> weights = file.constant(node.inputs().get(1));
        boolean isProduct = node.operator().equals("Gemm") || node.operator().equals("MatMul");
        if (isProduct && weights.isPresent() && weights.get().shape().size() == 2) {
          return (int) (long) weights.get().shape().get((int) node.number("transB", 0));
        }
      }
    }
    throw Refusal.of(
        "the input '%s' has no size, and neither do the first layers; export the network with fixed sizes",
        input);
  }

  private void findClasses() throws DamagedException {
    Optional<String> own = file.metadata(NAMES);
    if (own.isPresent()) {
      classes.addAll(own.get().lines().toList());
      return;
    }
    for (OnnxNode node : file.nodes()) {
      if (node.operator().equals(ZIP_MAP)) {
        classes.addAll(node.texts("classlabels_strings"));
        node.numbers("classlabels_int64s", List.of()).forEach(each -> classes.add(each.toString()));
      } else if (classes.isEmpty()
          && node.operator().equals("ai.onnx.ml.ArrayFeatureExtractor")
          && !node.inputs().isEmpty()) {
        file.constant(node.inputs().get(0)).ifPresent(names -> classes.addAll(names.labels()));
      }
    }
  }

  /** The way from the input to the output. */
  private final class Walk {

    private final OnnxOperators operators;
    private final NetworkDraft draft;

    /** How many nodes still take each computed value. */
    private final Map<String, Integer> uses = new HashMap<>();

    /** The computed values that are still taken. */
    private final Set<String> live = new HashSet<>();

    private String current = input;
    private final List<OnnxNode> link = new ArrayList<>();

    /** The first nodes of a link that compute no known layer, unless later ones belong to them. */
    private final List<OnnxNode> unknown = new ArrayList<>();

    Walk(NetworkDraft draft) {
      this.draft = draft;
      this.operators = new OnnxOperators(file, draft, rows);
    }

    void along(List<OnnxNode> nodes) throws DamagedException {
      nodes.forEach(node -> node.inputs().forEach(value -> uses.merge(value, 1, Integer::sum)));
      uses.merge(output, 1, Integer::sum);
      live.add(input);
      for (OnnxNode node : nodes) {
        if (!fold(node)) {
          take(node);
        }
      }
      if (!unknown.isEmpty()) {
        refuse(unknown);
      }
      if (!current.equals(output)) {
        throw Refusal.of("the output '%s' is not computed from the input '%s'", output, input);
      }
    }

    private void take(OnnxNode node) throws DamagedException {
      for (String value : node.inputs()) {
        if (live.contains(value)) {
          if (uses.merge(value, -1, Integer::sum) == 0) {
            live.remove(value);
          }
        } else if (!value.isEmpty() && file.constant(value).isEmpty()) {
          throw Refusal.of(
              "%s: it takes '%s', which no node before it computes", node.called(), value);
        }
      }
      link.add(node);
      live.add(node.output());
      if (live.size() == 1) {
        close(node.output());
      }
    }

    /** Whether a node computes a constant from constants. */
    private boolean fold(OnnxNode node) throws DamagedException {
      List<OnnxTensor> constants = new ArrayList<>();
      for (String value : node.inputs()) {
        Optional<OnnxTensor> constant = file.constant(value);
        if (constant.isEmpty() || value.equals(input)) {
          return false;
        }
        constants.add(constant.get());
      }
      OnnxTensor folded =
          OnnxConstants.fold(node, constants)
              .orElseThrow(
                  () ->
                      Refusal.of(
                          "%s: it computes a constant in a way that is not imported; let the exporter fold constants",
                          node.called()));
      file.define(node.output(), folded);
      return true;
    }

    /**
     * Appends the layer that a link computes. If none is known, more nodes may belong to it: an
     * exporter multiplies by 0.5 last in gelu, and subtracts the mean first in layer-norm.
     */
    private void close(String value) throws DamagedException {
      List<OnnxNode> nodes = link.size() == 1 ? link : withoutShapes();
      boolean isSingle =
          nodes.size() == 1 && nodes.get(0).inputs().stream().filter(current::equals).count() == 1;
      if (isSingle) {
        operators.append(nodes.get(0), current);
      } else if (!new OnnxFormulas(file, draft, current).append(nodes)) {
        if (unknown.isEmpty()) {
          unknown.addAll(nodes);
        }
        boolean mayGoOn = !value.equals(output) && nodes.size() < LONGEST_FORMULA;
        if (!mayGoOn || !OnnxFormulas.OPERATORS.containsAll(operatorsOf(nodes))) {
          refuse(unknown);
        }
        return;
      }
      link.clear();
      unknown.clear();
      current = value;
    }

    private static List<String> operatorsOf(List<OnnxNode> nodes) {
      return nodes.stream().map(OnnxNode::operator).toList();
    }

    /** Replaces the sizes of the current value, which exporters compute from the value itself. */
    private List<OnnxNode> withoutShapes() throws DamagedException {
      List<OnnxNode> left = new ArrayList<>();
      for (OnnxNode node : link) {
        if (node.operator().equals("Shape") && node.inputs().get(0).equals(current)) {
          // 0 keeps the number of rows.
          file.define(
              node.output(),
              OnnxTensor.list(
                  IntStream.concat(
                          IntStream.of(0), draft.dimensions().stream().mapToInt(each -> each))
                      .asDoubleStream()
                      .toArray()));
        } else if (!fold(node)) {
          left.add(node);
        }
      }
      return left;
    }

    private void refuse(List<OnnxNode> nodes) throws DamagedException {
      for (OnnxNode node : nodes) {
        if (!OnnxFormulas.OPERATORS.contains(node.operator())
            && !operators.isKnown(node.operator())) {
          throw operators.unknown(node);
        }
      }
      OnnxNode last = nodes.get(nodes.size() - 1);
      throw Refusal.of(
          "%s: the graph branches at '%s' and joins here, and the %s nodes between compute no known layer; only chains are imported",
          last.called(), current, nodes.size());
    }
  }
}
