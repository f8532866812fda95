package dev.gradus.engine.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.gradus.runtime.problem.ConfigurationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses YAML text into a tree of {@link Node nodes}.
 *
 * <p>It does not guess types: a scalar keeps its text and whether it is quoted, because the usual
 * guesses of YAML turn {@code 010} into 8 and {@code no} into false. It rejects YAML features that
 * a configuration does not need: anchors, aliases, merge keys, tags, keys that are not strings, and
 * a second document.
 *
 * <p>There are at most {@value #MAX_DEPTH} levels of lists and mappings, and {@value #MAX_NODES}
 * values.
 */
public final class NodeReader {

  static final int MAX_DEPTH = 32;
  static final int MAX_NODES = 20_000;

  private final YamlText text;
  private final Source source;
  private final Problems problems;
  private int nodes;

  /**
   * Prepares to read.
   *
   * @param problems receives rejected features if the rest is readable
   * @throws ConfigurationException if the text cannot be parsed
   */
  public NodeReader(String text, Source source, Problems problems) {
    this.text = new YamlText(text, source);
    this.source = source;
    this.problems = problems;
  }

  /**
   * Reads a document.
   *
   * @throws ConfigurationException if it is not YAML, is empty, or goes beyond the limits
   */
  public Node.Mapping readDocument() {
    Node root = readValue();
    if (root instanceof Node.Mapping mapping) {
      return mapping;
    }
    if (root.isNothing()) {
      throw Problems.fatal(
          source.start(),
          "the configuration is empty; it needs at least network, loss and optimizer");
    }
    throw Problems.fatal(
        root.place(),
        "a configuration is a mapping with keys such as network and loss, but this is "
            + root.describe());
  }

  /**
   * Reads a value of any kind; empty text is nothing.
   *
   * @throws ConfigurationException if it is not YAML, or goes beyond the limits
   */
  public Node readValue() {
    // This feature distinguishes a missing value from an empty quoted one.
    YAMLFactory yaml =
        YAMLFactory.builder().enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL).build();
    try (YAMLParser parser = yaml.createParser(SeparatingTabs.replaced(text.text()))) {
      return readValue(parser);
    } catch (IOException e) {
      throw Problems.fatal(source.start(), SyntaxError.UNKNOWN);
    }
  }

  private Node readValue(YAMLParser parser) {
    try {
      if (parser.nextToken() == null) {
        return new Node.Scalar(source.start(), "", false);
      }
      Node root = value(parser, source.path(), 1);
      if (parser.nextToken() != null) {
        problems.add(
            place(parser),
            "a second document begins here, but a configuration is a single document");
      }
      return root;
    } catch (ConfigurationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The underlying parser throws unchecked exceptions on some malformed input.
      throw SyntaxError.of(e, source, place(parser), begin(parser));
    }
  }

  private Node value(YAMLParser parser, DocumentPath path, int depth) throws IOException {
    Place place = place(parser);
    if (++nodes > MAX_NODES) {
      throw Problems.fatal(
          place,
          "there are more than "
              + MAX_NODES
              + " values, which is the most that a configuration may have");
    }
    boolean refused = refuseExtras(parser, place, path);
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return mapping(parser, place, path, checked(depth, place));
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      return sequence(parser, place, path, checked(depth, place));
    }
    return refused ? new Node.Refused(place) : scalar(parser, place);
  }

  private static int checked(int depth, Place place) {
    if (depth > MAX_DEPTH) {
      throw Problems.fatal(
          place,
          "lists and mappings are nested deeper than "
              + MAX_DEPTH
              + " levels, which is the most that a configuration may have");
    }
    return depth;
  }

  /** The parser does not report the anchor of a number, so the first character is checked. */
  private boolean refuseExtras(YAMLParser parser, Place place, DocumentPath path)
      throws IOException {
    boolean isScalar = parser.currentToken().isScalarValue();
    int begin = isScalar ? begin(parser) : 0;
    if (begin == '*') {
      problems.add(place, path, SyntaxError.ALIAS);
    } else if (begin == '&' || (!isScalar && parser.getObjectId() != null)) {
      problems.add(place, path, SyntaxError.ANCHOR);
    } else if (begin == '!' || (!isScalar && parser.getTypeId() != null)) {
      problems.add(place, path, SyntaxError.TAG);
    } else {
      return false;
    }
    return true;
  }

  private Node.Scalar scalar(YAMLParser parser, Place place) throws IOException {
    boolean quoted =
        switch (begin(parser)) {
          case '"', '\'', '|', '>' -> true;
          default -> false;
        };
    String value = parser.getText();
    String written =
        text.lineAt(
            parser.currentTokenLocation().getCharOffset(), WrittenScalar.longest(value.length()));
    return new Node.Scalar(place, value, quoted, written);
  }

  private Node.Sequence sequence(YAMLParser parser, Place place, DocumentPath path, int depth)
      throws IOException {
    List<Node> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser, path.index(elements.size()), depth + 1));
    }
    return new Node.Sequence(place, elements);
  }

  private Node.Mapping mapping(YAMLParser parser, Place place, DocumentPath path, int depth)
      throws IOException {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Place keyPlace = place(parser);
      String key = parser.getText();
      boolean isMerge = refuseKey(key, begin(parser), keyPlace, path);
      parser.nextToken();
      Node value = value(parser, path.key(key), depth + 1);
      if (!isMerge) {
        put(entries, key, new Node.Entry(keyPlace, value), path);
      }
    }
    return new Node.Mapping(place, entries);
  }

  private void put(
      Map<String, Node.Entry> entries, String key, Node.Entry entry, DocumentPath path) {
    Node.Entry first = entries.putIfAbsent(key, entry);
    if (first != null) {
      problems.add(
          entry.keyPlace(),
          path.key(key),
          "is duplicated; it is already in line " + first.keyPlace().line());
    }
  }

  /** Whether it is a merge key, which is not a key of its mapping. */
  private boolean refuseKey(String key, int begin, Place place, DocumentPath path) {
    if (begin == '&') {
      problems.add(place, path.key(key), SyntaxError.ANCHOR);
    } else if (begin == '!') {
      problems.add(place, path.key(key), SyntaxError.TAG);
    } else if (begin == '<' && key.equals("<<")) {
      problems.add(place, path, SyntaxError.MERGE);
      return true;
    }
    return false;
  }

  private Place place(JsonParser parser) {
    JsonLocation location = parser.currentTokenLocation();
    return source.at(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  /**
   * The first character of the current token; 0 for a missing value, whose place belongs to another
   * token.
   */
  private int begin(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_NULL
        ? 0
        : text.codePointAt(parser.currentTokenLocation().getCharOffset());
  }
}
