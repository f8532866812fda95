package dev.gradus.engine.yaml;

import dev.gradus.runtime.problem.Quoting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes nodes as YAML.
 *
 * <p>A list or mapping that fits in the line of its key is written there, in brackets or braces;
 * others take a line for each element. A list of mappings always does.
 */
public final class NodeWriter {

  private static final int LINE = 80;

  /** A longer key needs a question mark in front; YAML requires it for 1024 characters or more. */
  private static final int LONGEST_PLAIN_KEY = 256;

  /** Strings that need no quotes between brackets and commas. */
  private static final Pattern WORD = Pattern.compile("[-+.]?[A-Za-z0-9][A-Za-z0-9_.+/-]*");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");

  /** Strings that some YAML readers take for something other than a string. */
  private static final Set<String> RESERVED =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private final StringBuilder out = new StringBuilder();

  private NodeWriter() {}

  /** A document, with a line feed at its end. */
  public static String write(Node.Mapping document) {
    NodeWriter writer = new NodeWriter();
    writer.block(document, 0);
    return writer.out.append('\n').toString();
  }

  /** A value in one line, quoted where brackets and commas around it require that. */
  public static String value(Node node) {
    return inOneLine(quoted(node));
  }

  /** Between commas some strings need quotes that they do not need on their own line. */
  private static Node quoted(Node node) {
    if (node instanceof Node.Sequence sequence) {
      List<Node> elements = sequence.elements().stream().map(NodeWriter::quoted).toList();
      return new Node.Sequence(sequence.place(), elements);
    }
    if (node instanceof Node.Mapping mapping) {
      Map<String, Node.Entry> entries = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach(
              (key, entry) ->
                  entries.put(key, new Node.Entry(entry.keyPlace(), quoted(entry.value()))));
      return new Node.Mapping(mapping.place(), entries);
    }
    if (node.isNothing()) {
      return new Node.Scalar(node.place(), "~", false);
    }
    return node instanceof Node.Scalar scalar && !WORD.matcher(scalar.text()).matches()
        ? new Node.Scalar(scalar.place(), scalar.text(), true)
        : node;
  }

  /** A value as it is written, in one line. */
  public static String inOneLine(Node node) {
    return flow(node);
  }

  /** Writes a node from the current column on, which is {@code indent}. */
  private void block(Node node, int indent) {
    if (node instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
      blockMapping(mapping, indent);
    } else if (node instanceof Node.Sequence sequence && !sequence.elements().isEmpty()) {
      blockSequence(sequence, indent);
    } else {
      out.append(flow(node));
    }
  }

  private void blockMapping(Node.Mapping mapping, int indent) {
    String separator = "";
    for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
      out.append(separator);
      String key = text(entry.getKey());
      boolean isLong = key.length() > LONGEST_PLAIN_KEY;
      out.append(isLong ? "? " + key + newLine(indent) : key).append(':');
      below(entry.getValue().value(), indent, isLong ? 0 : key.length());
      separator = newLine(indent);
    }
  }

  private void below(Node value, int indent, int key) {
    if (fits(value, LINE - indent - key - ": ".length())) {
      out.append(' ').append(flow(value));
    } else {
      out.append(newLine(indent + 2));
      block(value, indent + 2);
    }
  }

  private void blockSequence(Node.Sequence sequence, int indent) {
    String separator = "";
    for (Node element : sequence.elements()) {
      out.append(separator).append("- ");
      if (!(element instanceof Node.Mapping) && fits(element, LINE - indent - 2)) {
        out.append(flow(element));
      } else {
        block(element, indent + 2);
      }
      separator = newLine(indent);
    }
  }

  private static String newLine(int indent) {
    return "\n" + " ".repeat(indent);
  }

  private static boolean fits(Node node, int width) {
    return node instanceof Node.Scalar
        || (!hasListOfMappings(node) && flow(node).length() <= width);
  }

  private static boolean hasListOfMappings(Node node) {
    if (node instanceof Node.Sequence sequence) {
      return sequence.elements().stream()
          .anyMatch(element -> element instanceof Node.Mapping || hasListOfMappings(element));
    }
    return node instanceof Node.Mapping mapping
        && mapping.entries().values().stream().anyMatch(entry -> hasListOfMappings(entry.value()));
  }

  private static String flow(Node node) {
    if (node instanceof Node.Sequence sequence) {
      return sequence.elements().stream()
          .map(NodeWriter::flow)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries().entrySet().stream()
          .map(NodeWriter::flowEntry)
          .collect(Collectors.joining(", ", "{", "}"));
    }
    Node.Scalar scalar = (Node.Scalar) node;
    return scalar.quoted() ? text(scalar.text()) : scalar.text();
  }

  private static String flowEntry(Map.Entry<String, Node.Entry> entry) {
    String key = text(entry.getKey());
    return (key.length() > LONGEST_PLAIN_KEY ? "? " : "")
        + key
        + ": "
        + flow(entry.getValue().value());
  }

  /** A string, quoted unless every reader takes it for a string anyway. */
  private static String text(String text) {
    boolean plain =
        PLAIN.matcher(text).matches() && !RESERVED.contains(text.toLowerCase(Locale.ROOT));
    return plain ? text : Quoting.yaml(text);
  }
}
