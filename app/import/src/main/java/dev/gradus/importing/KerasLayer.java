package dev.gradus.importing;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A layer of a Keras model.
 *
 * @param type its class
 * @param name its name
 * @param json its entry in the list of layers
 * @param path of its weights
 * @param file with the weights
 */
record KerasLayer(String type, String name, JsonTree json, String path, Hdf5 file) {

  /** The names of the group of layers in files of the first version of the format. */
  private static final String FORMERLY = "_layer_checkpoint_dependencies/";

  /** Its name in messages, such as {@code layer 'dense_1' (Dense)}. */
  String called() {
    return "layer '%s' (%s)".formatted(name, type);
  }

  JsonTree option(String key) {
    return json.get("config").get(key);
  }

  boolean flag(String key, boolean otherwise) {
    return option(key).bool().orElse(otherwise);
  }

  double number(String key, double otherwise) {
    return option(key).number().orElse(otherwise);
  }

  /** A number that must be the same in both directions, alone or as a list. */
  int square(String key, int otherwise) {
    JsonTree given = option(key);
    List<Double> numbers =
        given.isList()
            ? given.elements().stream().flatMap(each -> each.number().stream()).toList()
            : List.of(given.number().orElse((double) otherwise));
    if (numbers.isEmpty() || numbers.stream().distinct().count() != 1) {
      throw Refusal.of(
          "%s: %s is %s; only the same in both directions is imported", called(), key, given);
    }
    double number = numbers.get(0);
    if (!(number >= 1 && number <= Integer.MAX_VALUE && number == Math.rint(number))) {
      throw Refusal.of("%s: %s is %s", called(), key, given);
    }
    return (int) number;
  }

  /** Refuses an option with another value than the one that has a counterpart. */
  void require(String key, double value) {
    JsonTree given = option(key);
    boolean fits =
        given.isNull()
            || given.number().filter(each -> each == value).isPresent()
            || given.isList()
                && given.elements().stream()
                    .allMatch(each -> each.number().filter(one -> one == value).isPresent());
    if (!fits) {
      throw Refusal.of(
          "%s: %s is %s; only %s is imported", called(), key, given, new JsonTree(value));
    }
  }

  /** The names of the layers whose outputs it takes. */
  List<String> sources() {
    JsonTree nodes = json.get("inbound_nodes");
    List<String> sources =
        nodes.all().stream()
            .map(each -> each.get("keras_history"))
            .filter(JsonTree::isList)
            .flatMap(history -> history.elements().stream().limit(1))
            .flatMap(each -> each.text().stream())
            .toList();
    // Before Keras 3 it was [[["dense", 0, 0, {}]]].
    return !sources.isEmpty()
        ? sources
        : nodes.elements().stream()
            .flatMap(node -> node.elements().stream())
            .flatMap(source -> source.elements().stream().limit(1))
            .flatMap(each -> each.text().stream())
            .toList();
  }

  /**
   * A tensor of weights.
   *
   * @param index among those of the layer
   * @param what it is, for messages
   * @param rank the number of its dimensions
   */
  Weights weights(int index, String what, int rank) throws DamagedException {
    Optional<Weights> found = find(index);
    Weights weights =
        found.orElseThrow(
            () ->
                Refusal.of(
                    "%s: its %s is missing; the file has no weights %s",
                    called(), what, at(path, index)));
    if (weights.rank() != rank || weights.values().length == 0) {
      throw Refusal.of(
          "%s: its %s has the shape %s, but must have %s",
          called(), what, weights.shape(), rank == 1 ? "one dimension" : rank + " dimensions");
    }
    return weights;
  }

  /** The same with any number of dimensions; empty if there is none. */
  Optional<Weights> find(int index) throws DamagedException {
    Optional<Weights> found = file.weights(at(path, index));
    return found.isPresent()
        ? found
        : file.weights(at(path.replaceFirst("^layers/", FORMERLY), index));
  }

  private static String at(String path, int index) {
    return path + "/vars/" + index;
  }

  /** The sizes in an option. */
  List<Integer> sizes(String key) {
    List<Double> numbers =
        option(key).elements().stream().flatMap(each -> each.number().stream()).toList();
    return IntStream.range(0, numbers.size()).mapToObj(i -> numbers.get(i).intValue()).toList();
  }

  /** Rows above, columns left of, rows below and columns right of an image, in an option. */
  List<Integer> sides(String key) {
    // [[above, below], [left, right]]
    List<Double> numbers =
        option(key).all().stream().flatMap(each -> each.number().stream()).toList();
    if (numbers.size() != Windows.NO_PADS.size()
        || numbers.stream().anyMatch(each -> each != each.intValue())) {
      throw Refusal.of(
          "%s: %s is %s; two whole numbers for above and below, and two for left and right, are imported",
          called(), key, option(key));
    }
    return IntStream.of(0, 2, 1, 3).mapToObj(i -> numbers.get(i).intValue()).toList();
  }
}
