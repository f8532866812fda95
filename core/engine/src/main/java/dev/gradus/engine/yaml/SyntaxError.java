package dev.gradus.engine.yaml;

import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.Mark;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import dev.gradus.runtime.problem.ConfigurationException;
import java.util.List;

/**
 * Translates the messages of the YAML parser.
 *
 * <p>The parser's own messages are about tokens and block ends; these describe the mistake in the
 * YAML.
 */
@SuppressWarnings("deprecation") // Only MarkedYAMLException knows the place of a syntax error.
final class SyntaxError {

  static final String ALIAS =
      "aliases (*) are not accepted; write the value out wherever it is needed";
  static final String ANCHOR =
      "anchors (&) are not accepted; write the value out wherever it is needed";
  static final String MERGE =
      "merge keys (<<) are not accepted; write the keys out wherever they are needed";
  static final String TAG =
      "tags (!) are not accepted; the type of a value follows from its key. Quote a string that starts with an exclamation mark";
  static final String UNKNOWN = "this is not YAML; check indentation, quotes and brackets here";
  private static final String NO_TEXT_KEY =
      "a key must be a string, but this is a list or a mapping; if it is meant as a string, put it in quotes";

  /**
   * Fragments of the parser's messages, and our messages; the first match counts.
   *
   * @param theirs a part of the parser's problem
   */
  private record FactorSentences(String theirs, String ours) {}

  private static final List<FactorSentences> WORDINGS =
      List.of(
          new FactorSentences(
              "(TAB)", "there is a tab here, but YAML is only indented with spaces"),
          new FactorSentences(
              "mapping values are not allowed",
              "a colon is not expected here; if this is a key, compare its indentation with the line above; if it is a string, put it in quotes"),
          new FactorSentences(
              "could not find expected ':'",
              "this line is neither a key nor part of a value; a key is followed by a colon and a space"),
          new FactorSentences(
              "unexpected end of stream", "the quote that begins here is never closed"),
          new FactorSentences(
              "escape",
              "the backslash does not start an escape sequence of YAML; write \\\\ for a backslash, or use single quotes, where it has no special meaning"),
          new FactorSentences(
              "cannot start any token",
              "a value cannot begin with this character; put the string in quotes"),
          new FactorSentences(
              "sequence entries are not allowed",
              "a list cannot begin on the line of its key; put each '- ' on a separate line below, or write [a, b]"),
          new FactorSentences(
              "mapping keys are not allowed",
              "a question mark and a space begin a key, which is not expected here; if it is a string, put it in quotes"),
          new FactorSentences(
              "expected <block end>",
              "this does not belong to the lines above; keys of a mapping, and hyphens of a list, must begin in the same column"),
          new FactorSentences(
              "expected the node content",
              "a value is expected here; quote a bracket, brace or comma that is meant as text"),
          new FactorSentences("incompatible YAML document", "only YAML 1.1 and 1.2 are read"));

  private SyntaxError() {}

  /**
   * Explains an exception of the parser.
   *
   * @param place of the last token
   * @param begin the first character of that token
   */
  static ConfigurationException of(Exception e, Source source, Place place, int begin) {
    return e instanceof MarkedYAMLException marked
        ? Problems.fatal(placeOf(marked, source, place), sentence(marked))
        : Problems.fatal(place, sentence(begin));
  }

  /** The start of a quote or key is more helpful than the place where its end is missing. */
  private static Place placeOf(MarkedYAMLException e, Source source, Place otherwise) {
    boolean isBegun =
        has(e.getProblem(), "unexpected end of stream")
            || has(e.getProblem(), "could not find expected ':'");
    Mark mark = isBegun && e.getContextMark() != null ? e.getContextMark() : e.getProblemMark();
    return mark == null ? otherwise : source.at(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String sentence(MarkedYAMLException e) {
    if (has(e.getContext(), "while parsing a flow sequence")) {
      return opened(e, "bracket [", "']' or a comma");
    }
    if (has(e.getContext(), "while parsing a flow mapping")) {
      return opened(e, "brace {", "'}' or a comma");
    }
    return WORDINGS.stream()
        .filter(wording -> has(e.getProblem(), wording.theirs))
        .map(FactorSentences::ours)
        .findFirst()
        .orElse(UNKNOWN);
  }

  private static String opened(MarkedYAMLException e, String what, String expected) {
    Mark mark = e.getContextMark();
    String where = mark == null ? "" : " in line " + (mark.getLine() + 1);
    String text =
        has(e.getProblem(), "got [")
            ? "; quote a string that contains a bracket, such as \"network[0].dense.units\""
            : "";
    return "the "
        + what
        + " opened"
        + where
        + " is not closed; "
        + expected
        + " is expected here"
        + text;
  }

  /** The messages of errors without a position, which are about keys and tags. */
  private static String sentence(int begin) {
    return switch (begin) {
      case '*' -> ALIAS;
      case '&' -> ANCHOR;
      case '!' -> TAG;
      case '[', '{', '-', '?' -> NO_TEXT_KEY;
      default -> UNKNOWN;
    };
  }

  private static boolean has(String text, String part) {
    return text != null && text.contains(part);
  }
}
