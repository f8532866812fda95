package dev.gradus.engine.config;

import dev.gradus.engine.problem.ConfigurationException;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.NodeReader;
import dev.gradus.engine.yaml.NodeWriter;
import dev.gradus.engine.yaml.Problems;
import dev.gradus.engine.yaml.Source;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A value of any kind that YAML can write. Its type is decided only where it is put, as that of a
 * setting is.
 *
 * <p>Two are equal if they are written alike: {@code [1, 2]} in one line or in two.
 */
public final class YamlValue {

  /** What stays what it is between brackets and commas, without quotes. */
  private static final Pattern WORD = Pattern.compile("[-+.]?[A-Za-z0-9][A-Za-z0-9_.+/-]*");

  private final Node node;

  private YamlValue(Node node) {
    this.node = node;
  }

  /**
   * Reads a value.
   *
   * @param yaml such as {@code 0.5} or {@code {huber: {delta: 2}}}
   * @throws ConfigurationException if it is not YAML, or of the kind that a file may not have
   */
  public static YamlValue of(String yaml) {
    Problems problems = new Problems();
    Node node = new NodeReader(yaml, Source.file("the value", Path.of("")), problems).readValue();
    problems.throwIfAny();
    return of(node);
  }

  /** The value that a node holds, which has its place; nothing in it is refused. */
  public static YamlValue of(Node node) {
    return new YamlValue(inOneLine(node));
  }

  /** Between commas some texts need quotes that they did not need in a line of their own. */
  private static Node inOneLine(Node node) {
    if (node instanceof Node.Sequence sequence) {
      List<Node> elements = sequence.elements().stream().map(YamlValue::inOneLine).toList();
      return new Node.Sequence(sequence.place(), elements);
    }
    if (node instanceof Node.Mapping mapping) {
      Map<String, Node.Entry> entries = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach(
              (key, entry) ->
                  entries.put(key, new Node.Entry(entry.keyPlace(), inOneLine(entry.value()))));
      return new Node.Mapping(mapping.place(), entries);
    }
    if (node.isNothing()) {
      return new Node.Scalar(node.place(), "~", false);
    }
    return node instanceof Node.Scalar scalar && !WORD.matcher(scalar.text()).matches()
        ? new Node.Scalar(scalar.place(), scalar.text(), true)
        : node;
  }

  /** The value before it has a type. */
  public Node node() {
    return node;
  }

  /** As YAML, in one line. */
  public String text() {
    return NodeWriter.inOneLine(node);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof YamlValue value && value.text().equals(text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
