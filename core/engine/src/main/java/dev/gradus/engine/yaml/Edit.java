package dev.gradus.engine.yaml;

import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Quoting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a value into the tree of a document: the value of a setting, or a value that a search tries.
 */
public final class Edit {

  private final Place place;
  private final Node value;
  private final Problems problems;

  private Edit(Place place, Node value, Problems problems) {
    this.place = place;
    this.value = value;
    this.problems = problems;
  }

  /**
   * Returns the tree with the value of a setting in it.
   *
   * @param yaml the value
   * @param rank the position of the setting, from 1
   * @param problems receives its errors; the tree is then returned unchanged
   */
  public static Node.Mapping apply(
      String path, String yaml, int rank, Node.Mapping root, Problems problems) {
    Source source = Source.setting(path, rank);
    try {
      Node value = new NodeReader(yaml, source, problems).readValue();
      return apply(path, source.start(), value, root, problems);
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> problems.add(source.start(), problem.sentence()));
      return root;
    }
  }

  /**
   * Returns the tree with a value in it; an empty value removes nothing here.
   *
   * @param place of the nodes that are created above the value
   * @param problems receives its errors; the tree is then returned unchanged
   */
  public static Node.Mapping apply(
      String path, Place place, Node value, Node.Mapping root, Problems problems) {
    Edit edit = new Edit(place, value, problems);
    return (Node.Mapping) edit.put(root, PathSteps.of(path), DocumentPath.ROOT);
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
      return mapping(place, Map.of(), key, place, nothing(), rest, path);
    }
    if (node instanceof Node.Mapping mapping) {
      Node.Entry old = mapping.entries().getOrDefault(key, new Node.Entry(place, nothing()));
      return mapping(
          mapping.place(), mapping.entries(), key, old.keyPlace(), old.value(), rest, path);
    }
    problems.add(
        place,
        path,
        "is "
            + node.describe()
            + ", which has no key "
            + Quoting.quote(key)
            + remedy(path.text().isEmpty() ? key : path.text()));
    return node;
  }

  private String remedy(String path) {
    return place.source().isSetting()
        ? "; set all of it, as in " + path + "=…"
        : "; use the path " + path + " and write all of it";
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
    if (rest.isEmpty() && value.isNothing()) {
      if (!entries.containsKey(key)) {
        problems.add(this.place, path.key(key), "is not in the document, so it cannot be removed");
      }
      changed.remove(key);
      return new Node.Mapping(place, changed);
    }
    changed.put(key, new Node.Entry(keyPlace, put(old, rest, path.key(key))));
    return new Node.Mapping(place, changed);
  }

  /** A value that is not a list counts as a list of one, as when it is read. */
  private Node putAt(Node node, int index, List<PathSteps.Step> rest, DocumentPath path) {
    if (node instanceof Node.Refused) {
      return node;
    }
    List<Node> elements = new ArrayList<>(elementsOf(node));
    if (index > elements.size()) {
      problems.add(
          place,
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
    return new Node.Scalar(place, "", false);
  }
}
