package dev.gradus.engine.yaml;

import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.Mark;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import dev.gradus.runtime.problem.ConfigurationException;
import java.util.List;

/**
 * Says in our words what the YAML parser could not read.
 *
 * <p>The parser's own texts speak of tokens and block ends, which help those who know how a parser
 * works; these say what a writer of YAML did.
 */
@SuppressWarnings("deprecation") // MarkedYAMLException alone knows the place of a syntax error.
final class SyntaxError {

  static final String ALIAS =
      "aliases (*) are not accepted; write the value out wherever it is needed";
  static final String ANCHOR =
      "anchors (&) are not accepted; write the value out wherever it is needed";
  static final String MERGE =
      "merge keys (<<) are not accepted; write the keys out wherever they are needed";
  static final String TAG =
      "tags (!) are not accepted; the type of a value follows from its key. A text that begins with an exclamation mark stands in quotes";
  static final String UNKNOWN = "this is not YAML; look at indentation, quotes and brackets here";
  private static final String NO_TEXT_KEY =
      "a key must be a string, but this is a list or a mapping; if it is meant as a string, put it in quotes";

  /**
   * What the parser says, or a part of it, and what we say; the first that fits holds.
   *
   * @param theirs a part of the parser's problem
   */
  private record FactorSentences(String theirs, String ours) {}

  private static final List<FactorSentences> WORDINGS =
      List.of(
          new FactorSentences("(TAB)", "a tab stands here, but YAML is indented with spaces alone"),
          new FactorSentences(
              "mapping values are not allowed",
              "a colon is not expected here; if this is a key, compare its indentation with the line above; if it is a text, put it in quotes"),
          new FactorSentences(
              "could not find expected ':'",
              "this line is neither a key nor part of a value; a key is followed by a colon and a space"),
          new FactorSentences(
              "unexpected end of stream", "the quote that begins here is never closed"),
          new FactorSentences(
              "escape",
              "the backslash does not begin an escape that YAML knows; write \\\\ for a backslash, or use single quotes, in which it has no meaning"),
          new FactorSentences(
              "cannot start any token",
              "a value cannot begin with this character; put the text in quotes"),
          new FactorSentences(
              "sequence entries are not allowed",
              "a list cannot begin on the line of its key; put each '- ' on a line of its own below, or write [a, b]"),
          new FactorSentences(
              "mapping keys are not allowed",
              "a question mark and a space begin a key, which is not expected here; if it is a text, put it in quotes"),
          new FactorSentences(
              "expected <block end>",
              "this does not belong to what stands above; keys of one mapping, and hyphens of one list, begin in the same column"),
          new FactorSentences(
              "expected the node content",
              "a value is expected here; a bracket, brace or comma that is meant as text stands in quotes"),
          new FactorSentences("incompatible YAML document", "only YAML 1.1 and 1.2 are read"));

  private SyntaxError() {}

  /**
   * Explains an exception of the parser.
   *
   * @param place where the last token begins
   * @param begin the character there
   */
  static ConfigurationException of(Exception e, Source source, Place place, int begin) {
    return e instanceof MarkedYAMLException marked
        ? Problems.fatal(placeOf(marked, source, place), sentence(marked))
        : Problems.fatal(place, sentence(begin));
  }

  /** Where a quote or a key was begun is of more help than where its end was missed. */
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
            ? "; a text with a bracket in it, such as \"network[0].dense.units\", stands in quotes"
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

  /** Of errors without a mark, which are about keys and tags. */
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
