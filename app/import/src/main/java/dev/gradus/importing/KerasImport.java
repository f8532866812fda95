package dev.gradus.importing;

import dev.gradus.engine.Gradus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a network from a {@code .keras} file of Keras 3.
 *
 * <p>The weights of a layer are in {@code layers/NAME/vars/0} and so on, where the name is the
 * class of the layer in snake case, with a number for the second and later layers of that class.
 */
final class KerasImport {

  private final KerasArchive archive;
  private final List<KerasLayer> layers = new ArrayList<>();

  private KerasImport(KerasArchive archive) {
    this.archive = archive;
  }

  static Imported read(byte[] bytes, Naming naming, Gradus gradus) throws DamagedException {
    return ModelMaker.make(new KerasImport(KerasArchive.of(bytes)).network(), naming, gradus);
  }

  private ReadNetwork network() throws DamagedException {
    addLayers(archive.config(), "layers/");
    List<Integer> dimensions = inputs();
    if (Weights.sizeOf(dimensions) < 1) {
      throw Refusal.of("the input has the shape %s, which is too large", dimensions);
    }
    NetworkDraft draft = new NetworkDraft(dimensions, channelsFirst());
    KerasLayers kinds = new KerasLayers(draft);
    for (KerasLayer layer : layers) {
      kinds.append(layer);
    }
    String version = archive.version();
    return ReadNetwork.of(draft, version.isEmpty() ? "Keras" : "Keras " + version, List.of());
  }

  private boolean channelsFirst() {
    return layers.stream()
        .anyMatch(
            layer ->
                layer.option("data_format").text().filter("channels_first"::equals).isPresent());
  }

  /** Appends the layers of a model, and of the models within it. */
  private void addLayers(JsonTree model, String prefix) throws DamagedException {
    String kind = model.get("class_name").text().orElse("");
    List<JsonTree> listed = model.get("config").get("layers").elements();
    if (!Set.of("Sequential", "Functional").contains(kind) || listed.isEmpty()) {
      throw Refusal.of(
          "the model is a %s%s; only Sequential and Functional models with layers are imported",
          kind.isEmpty() ? "thing without a class" : kind,
          registered(model).map(name -> " (" + name + ")").orElse(""));
    }
    Map<String, Integer> counts = new HashMap<>();
    List<KerasLayer> own = new ArrayList<>();
    for (JsonTree each : listed) {
      String type = each.get("class_name").text().orElse("");
      String snake = snakeCase(type);
      int before = counts.merge(snake, 1, Integer::sum) - 1;
      own.add(
          new KerasLayer(
              type,
              each.get("config").get("name").text().or(() -> each.get("name").text()).orElse(snake),
              each,
              prefix + snake + (before == 0 ? "" : "_" + before),
              archive.weights()));
    }
    for (KerasLayer layer : kind.equals("Functional") ? chain(model, own) : own) {
      registered(layer.json())
          .ifPresent(
              name -> {
                throw Refusal.of(
                    "%s: it is a class of the program that saved it (%s), which is not in the file",
                    layer.called(), name);
              });
      if (Set.of("Sequential", "Functional").contains(layer.type())) {
        addLayers(layer.json(), layer.path() + "/layers/");
      } else {
        layers.add(layer);
      }
    }
  }

  /** The name of a class that is none of Keras. */
  private static Optional<String> registered(JsonTree json) {
    boolean isOwn =
        json.get("module").text().filter(module -> module.startsWith("keras")).isPresent();
    Optional<String> name = json.get("registered_name").text();
    return isOwn || json.get("module").isNull() && name.isEmpty()
        ? Optional.empty()
        : name.or(() -> json.get("class_name").text());
  }

  /** As Keras names the weights of a class. */
  static String snakeCase(String type) {
    return type.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /** The layers of a functional model from its input to its output. */
  private static List<KerasLayer> chain(JsonTree model, List<KerasLayer> layers) {
    Map<String, KerasLayer> next = new HashMap<>();
    KerasLayer first = single(model, layers, "input_layers");
    KerasLayer last = single(model, layers, "output_layers");
    for (KerasLayer layer : layers) {
      List<String> sources = layer.sources();
      if (layer != first && sources.size() != 1) {
        throw Refusal.of(
            "%s: it has %s inputs; only chains of layers that are used once are imported",
            layer.called(), sources.size());
      }
      for (String source : layer == first ? List.<String>of() : sources) {
        KerasLayer other = next.put(source, layer);
        if (other != null) {
          throw Refusal.of(
              "%s: its output goes to '%s' and to '%s'; only chains of layers that are used once are imported",
              quoted(layers, source), other.name(), layer.name());
        }
      }
    }
    List<KerasLayer> chain = new ArrayList<>(List.of(first));
    Set<KerasLayer> seen = new HashSet<>(chain);
    while (chain.get(chain.size() - 1) != last) {
      KerasLayer follows = next.get(chain.get(chain.size() - 1).name());
      if (follows == null || !seen.add(follows)) {
        throw Refusal.of(
            "the output '%s' is not computed from the input '%s' by a chain of layers",
            last.name(), first.name());
      }
      chain.add(follows);
    }
    if (chain.size() < layers.size()) {
      KerasLayer left =
          layers.stream().filter(layer -> !chain.contains(layer)).findFirst().orElseThrow();
      throw Refusal.of("%s: it is not on the way from the input to the output", left.called());
    }
    return chain;
  }

  private static String quoted(List<KerasLayer> layers, String name) {
    return layers.stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .map(KerasLayer::called)
        .orElse("layer '" + name + "'");
  }

  /** The only input or output: {@code ["dense", 0, 0]}, alone or in a list. */
  private static KerasLayer single(JsonTree model, List<KerasLayer> layers, String key) {
    List<JsonTree> given = model.get("config").get(key).elements();
    List<String> names =
        given.stream()
            .flatMap(
                each -> each.isList() ? each.elements().stream().limit(1) : given.stream().limit(1))
            .flatMap(each -> each.text().stream())
            .distinct()
            .toList();
    List<KerasLayer> found = layers.stream().filter(layer -> names.contains(layer.name())).toList();
    if (names.size() != 1 || found.size() != 1) {
      throw Refusal.of(
          "the model has %s %s; only models with one are imported",
          names.size(), key.replace('_', ' '));
    }
    return found.get(0);
  }

  /** The shape of a row of inputs. */
  private List<Integer> inputs() {
    for (JsonTree shape : shapes()) {
      List<JsonTree> sizes = shape.elements();
      List<Integer> known =
          sizes.stream()
              .skip(1)
              .flatMap(size -> size.number().stream())
              .filter(size -> size >= 1 && size == Math.rint(size))
              .map(Double::intValue)
              .toList();
      if (!sizes.isEmpty() && known.size() == sizes.size() - 1 && !known.isEmpty()) {
        return known;
      }
      if (!sizes.isEmpty()) {
        throw Refusal.of(
            "the input has the shape %s, of which only the first size may be open (null); build the model with fixed sizes",
            sizes);
      }
    }
    throw Refusal.of(
        "the file does not say the shape of its input; build the model before saving it, or begin it with keras.Input");
  }

  private List<JsonTree> shapes() {
    List<JsonTree> shapes = new ArrayList<>();
    for (KerasLayer layer : layers.subList(0, Math.min(1, layers.size()))) {
      shapes.add(layer.option("batch_shape"));
      shapes.add(layer.option("batch_input_shape"));
      shapes.add(layer.json().get("build_config").get("input_shape"));
    }
    shapes.add(archive.config().get("config").get("build_input_shape"));
    shapes.add(archive.config().get("build_config").get("input_shape"));
    return shapes;
  }
}
