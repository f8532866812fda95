package dev.gradus.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the value of a {@link Setting} into the tree of a document. */
final class Edit {

  private final Source source;
  private final Node value;
  private final Problems problems;

  private Edit(Source source, Node value, Problems problems) {
    this.source = source;
    this.value = value;
    this.problems = problems;
  }

  /**
   * Returns the tree with the setting in it.
   *
   * @param rank how many settings come before it, and one
   * @param problems gets what is wrong with it; the tree is then returned as it is
   */
  static Node.Mapping apply(Setting setting, int rank, Node.Mapping root, Problems problems) {
    Source source = Source.setting(setting, rank);
    try {
      Node value = new NodeReader(setting.value(), source, problems).readValue();
      Edit edit = new Edit(source, value, problems);
      return (Node.Mapping) edit.put(root, setting.steps(), DocumentPath.ROOT);
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> problems.add(source.start(), problem.sentence()));
      return root;
    }
  }

  private Node put(Node node, List<PathSteps.Step> steps, DocumentPath path) {
    if (steps.isEmpty()) {
      return value;
    }
    List<PathSteps.Step> rest = steps.subList(1, steps.size());
    PathSteps.Step step = steps.get(0);
    if (step instanceof PathSteps.Index index) {
      return putAt(node, index.index(), rest, path);
    }
    return putUnder(node, ((PathSteps.Key) step).name(), rest, path);
  }

  private Node putUnder(Node node, String key, List<PathSteps.Step> rest, DocumentPath path) {
    if (node instanceof Node.Refused) {
      return node;
    }
    if (node instanceof Node.Scalar scalar && scalar.text().equals(key)) {
      return mapping(scalar.place(), Map.of(), key, scalar.place(), nothing(), rest, path);
    }
    if (node.isNothing()) {
      return mapping(source.start(), Map.of(), key, source.start(), nothing(), rest, path);
    }
    if (node instanceof Node.Mapping mapping) {
      Node.Entry old =
          mapping.entries().getOrDefault(key, new Node.Entry(source.start(), nothing()));
      return mapping(
          mapping.place(), mapping.entries(), key, old.keyPlace(), old.value(), rest, path);
    }
    problems.add(
        source.start(),
        path,
        "is "
            + node.describe()
            + ", which has no key "
            + Quoting.quote(key)
            + "; set all of it, as in --set "
            + (path.text().isEmpty() ? key : path.text())
            + "=…");
    return node;
  }

  private Node mapping(
      Place place,
      Map<String, Node.Entry> entries,
      String key,
      Place keyPlace,
      Node old,
      List<PathSteps.Step> rest,
      DocumentPath path) {
    Map<String, Node.Entry> changed = new LinkedHashMap<>(entries);
    changed.put(key, new Node.Entry(keyPlace, put(old, rest, path.key(key))));
    return new Node.Mapping(place, changed);
  }

  /** A value that is no list counts as a list of one, as it does when it is read. */
  private Node putAt(Node node, int index, List<PathSteps.Step> rest, DocumentPath path) {
    if (node instanceof Node.Refused) {
      return node;
    }
    List<Node> elements = new ArrayList<>(elementsOf(node));
    if (index > elements.size()) {
      problems.add(
          source.start(),
          path.index(index),
          "there is no such element; the next to be added is [" + elements.size() + "]");
      return new Node.Refused(node.place());
    }
    if (index == elements.size()) {
      elements.add(nothing());
    }
    elements.set(index, put(elements.get(index), rest, path.index(index)));
    return new Node.Sequence(node.place(), elements);
  }

  private static List<Node> elementsOf(Node node) {
    if (node instanceof Node.Sequence sequence) {
      return sequence.elements();
    }
    return node.isNothing() ? List.of() : List.of(node);
  }

  private Node nothing() {
    return new Node.Scalar(source.start(), "", false);
  }
}
