package dev.gradus.engine.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a tree of {@link Node nodes} of YAML text.
 *
 * <p>It guesses no types: a scalar keeps the letters that are written and whether they stand in
 * quotes, since the usual guesses of YAML turn {@code 010} into 8 and {@code no} into false. Of
 * YAML it leaves out what a configuration can do without: anchors, aliases, merge keys, tags, keys
 * that are no text, and a second document.
 *
 * <p>The limits hold before memory is spent: {@value #MAX_BYTES} bytes, {@value #MAX_DEPTH} levels
 * of lists and mappings, {@value #MAX_NODES} values.
 */
final class NodeReader {

  static final int MAX_BYTES = 1 << 20;
  static final int MAX_DEPTH = 32;
  static final int MAX_NODES = 100_000;
  static final String TOO_LARGE =
      "the configuration is larger than 1 MiB, which is the most that it may be";

  private final Source source;
  private final Problems problems;
  private final String text;

  /** The text by code points, which is what the parser counts. */
  private final int[] codePoints;

  private int nodes;

  /**
   * Prepares to read.
   *
   * @param problems gets what is not accepted but leaves the rest readable
   * @throws ConfigurationException if the text is too long or has characters that cannot be printed
   */
  NodeReader(String text, Source source, Problems problems) {
    this.source = source;
    this.problems = problems;
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    checkSize();
    this.codePoints = this.text.codePoints().toArray();
    checkCharacters();
  }

  private void checkSize() {
    if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw Problems.fatal(source.start(), TOO_LARGE);
    }
  }

  private void checkCharacters() {
    int line = 1;
    int column = 1;
    for (int c : codePoints) {
      if (!isPrintable(c)) {
        throw Problems.fatal(
            source.at(line, column),
            "the character "
                + Quoting.name(c)
                + " stands here; a configuration is plain text in UTF-8");
      }
      boolean newLine = c == '\n';
      line += newLine ? 1 : 0;
      column = newLine ? 1 : column + 1;
    }
  }

  /** As in the YAML specification, section 5.1. */
  private static boolean isPrintable(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0x7E)
        || c == 0x85
        || (c >= 0xA0 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF)
        || c >= 0x10000;
  }

  /**
   * Reads a document.
   *
   * @throws ConfigurationException if it is not YAML, is empty, or goes beyond the limits
   */
  Node.Mapping readDocument() {
    Node root = readValue(DocumentPath.ROOT);
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
   * @param path where the value is in the document, for problems
   * @throws ConfigurationException if it is not YAML, or goes beyond the limits
   */
  Node readValue(DocumentPath path) {
    try (YAMLParser parser = YAMLFactory.builder().build().createParser(text)) {
      return readValue(parser, path);
    } catch (IOException e) {
      throw Problems.fatal(source.start(), SyntaxError.UNKNOWN);
    }
  }

  private Node readValue(YAMLParser parser, DocumentPath path) {
    try {
      if (parser.nextToken() == null) {
        return new Node.Scalar(source.start(), "", false);
      }
      Node root = value(parser, path, 1);
      if (parser.nextToken() != null) {
        problems.add(
            place(parser), "a second document begins here; a configuration is a single one");
      }
      return root;
    } catch (ConfigurationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The parser beneath is known to let unchecked exceptions pass on some malformed input.
      throw SyntaxError.of(e, source, place(parser), codePointAt(parser));
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

  /** The parser does not tell of the anchor of a number, so the first character has to. */
  private boolean refuseExtras(YAMLParser parser, Place place, DocumentPath path)
      throws IOException {
    boolean isScalar = parser.currentToken().isScalarValue();
    int begin = isScalar ? codePointAt(parser) : 0;
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
        switch (codePointAt(parser)) {
          case '"', '\'', '|', '>' -> true;
          default -> false;
        };
    return new Node.Scalar(place, parser.getText(), quoted);
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
      boolean isMerge = refuseKey(key, codePointAt(parser), keyPlace, path);
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
          "is written twice; it stands in line " + first.keyPlace().line() + " already");
    }
  }

  /** Returns whether it is a merge key, which is no key of its mapping. */
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

  /** What the current token begins with in the text; 0 at the end. */
  private int codePointAt(JsonParser parser) {
    long offset = parser.currentTokenLocation().getCharOffset();
    return offset >= 0 && offset < codePoints.length ? codePoints[(int) offset] : 0;
  }
}
