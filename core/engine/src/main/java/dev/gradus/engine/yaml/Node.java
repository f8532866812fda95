package dev.gradus.engine.yaml;

import dev.gradus.runtime.problem.Quoting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A value in a YAML document, with its place, before it has a type. */
public sealed interface Node {

  /** The place where it begins. */
  Place place();

  /** Describes it in a sentence: {@code '1.9'}, {@code the text "7"}, {@code a list}. */
  String describe();

  /** Whether it is a missing value: nothing at all, {@code ~} or {@code null}. */
  default boolean isNothing() {
    return false;
  }

  /** Whether every part of a node was accepted. */
  static boolean isWhole(Node node) {
    if (node instanceof Sequence sequence) {
      return sequence.elements().stream().allMatch(Node::isWhole);
    }
    if (node instanceof Mapping mapping) {
      return mapping.entries().values().stream().allMatch(entry -> isWhole(entry.value()));
    }
    return !(node instanceof Refused);
  }

  /**
   * A number, a boolean, a string or nothing, depending on the type it is for.
   *
   * @param text the scalar without quotes
   * @param quoted whether it is quoted or a block, so that it can only be a string
   * @param written its characters in the file, and maybe some after it in the same line; empty if
   *     it is not from a file
   */
  record Scalar(Place place, String text, boolean quoted, String written) implements Node {

    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    /** Creates one that is not read from a file. */
    public Scalar(Place place, String text, boolean quoted) {
      this(place, text, quoted, "");
    }

    /**
     * The place of a character of the text, or of its end; the place of the scalar if it is in
     * several lines or a block.
     *
     * @param index in {@code text}, from 0 to its length
     */
    public Place placeOf(int index) {
      return WrittenScalar.offset(written, text, text.length())
          .flatMap(end -> WrittenScalar.offset(written, text, index))
          .map(offset -> place.source().at(place.line(), place.column() + offset))
          .orElse(place);
    }

    /** Whether a place is one that {@link #placeOf} returns. */
    public boolean has(Place other) {
      return other.compareTo(place) >= 0 && other.compareTo(placeOf(text.length())) <= 0;
    }

    @Override
    public boolean isNothing() {
      return !quoted && NOTHING.contains(text);
    }

    @Override
    public String describe() {
      if (isNothing()) {
        return "nothing";
      }
      return quoted ? "the text \"" + Quoting.shorten(text) + "\"" : Quoting.quote(text);
    }
  }

  /** A list. */
  record Sequence(Place place, List<Node> elements) implements Node {

    public Sequence {
      elements = List.copyOf(elements);
    }

    @Override
    public String describe() {
      return elements.isEmpty() ? "an empty list" : "a list";
    }
  }

  /** Values by key, in the order in which they are written. */
  record Mapping(Place place, Map<String, Entry> entries) implements Node {

    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String describe() {
      return switch (entries.size()) {
        case 0 -> "an empty mapping";
        case 1 -> "a mapping with the key " + Quoting.quote(entries.keySet().iterator().next());
        default -> "a mapping with " + entries.size() + " keys";
      };
    }
  }

  /** A value whose problem was reported already. */
  record Refused(Place place) implements Node {

    @Override
    public String describe() {
      return "something that is not accepted";
    }
  }

  /**
   * A value with its key.
   *
   * @param keyPlace the place where the key begins
   */
  record Entry(Place keyPlace, Node value) {}
}
