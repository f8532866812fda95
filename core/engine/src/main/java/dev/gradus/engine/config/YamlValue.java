package dev.gradus.engine.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A value of any kind that YAML can write. Its type is decided only where it is put, as that of a
 * {@link Setting} is.
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
  static YamlValue of(Node node) {
    return new YamlValue(inOneLine(node));
  }

  /** Whether every part of a node was accepted. */
  static boolean isWhole(Node node) {
    if (node instanceof Node.Sequence sequence) {
      return sequence.elements().stream().allMatch(YamlValue::isWhole);
    }
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries().values().stream().allMatch(entry -> isWhole(entry.value()));
    }
    return !(node instanceof Node.Refused);
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

  Node node() {
    return node;
  }

  Place place() {
    return node.place();
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
