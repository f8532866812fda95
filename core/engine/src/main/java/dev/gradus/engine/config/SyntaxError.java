package dev.gradus.engine.config;

import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.Mark;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;

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
      "a key must be a text, but this is a list or a mapping; if it is meant as a text, put it in quotes";

  private SyntaxError() {}

  /**
   * Explains an exception of the parser.
   *
   * @param place where the last token begins
   * @param begin the character there
   */
  static ConfigurationException of(Exception e, Source source, Place place, int begin) {
    if (e instanceof MarkedYAMLException marked) {
      boolean fromContext = isAboutContext(marked);
      Place at =
          placeOf(fromContext ? marked.getContextMark() : marked.getProblemMark(), source, place);
      return Problems.fatal(at, sentence(marked));
    }
    return Problems.fatal(
        place,
        switch (begin) {
          case '*' -> ALIAS;
          case '&' -> ANCHOR;
          case '!' -> TAG;
          case '[', '{', '-', '?' -> NO_TEXT_KEY;
          default -> UNKNOWN;
        });
  }

  private static Place placeOf(Mark mark, Source source, Place otherwise) {
    return mark == null ? otherwise : source.at(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Whether what was begun is of more help than where it went wrong. */
  private static boolean isAboutContext(MarkedYAMLException e) {
    return e.getContextMark() != null
        && (has(e.getProblem(), "unexpected end of stream")
            || has(e.getProblem(), "could not find expected ':'"));
  }

  private static String sentence(MarkedYAMLException e) {
    String problem = e.getProblem();
    String context = e.getContext();
    if (has(problem, "(TAB)")) {
      return "a tab stands here, but YAML is indented with spaces alone";
    }
    if (has(problem, "mapping values are not allowed")) {
      return "a colon is not expected here; if this is a key, compare its indentation with the line above; if it is a text, put it in quotes";
    }
    if (has(problem, "could not find expected ':'")) {
      return "this line is neither a key nor part of a value; a key is followed by a colon and a space";
    }
    if (has(problem, "unexpected end of stream")) {
      return "the quote that begins here is never closed";
    }
    if (has(problem, "unknown escape") || has(problem, "escape sequence")) {
      return "the backslash begins no escape that YAML knows; write \\\\ for a backslash, or use single quotes, in which it has no meaning";
    }
    if (has(problem, "cannot start any token")) {
      return "a value cannot begin with this character; put the text in quotes";
    }
    if (has(problem, "sequence entries are not allowed")) {
      return "a list cannot begin on the line of its key; put each '- ' on a line of its own below, or write [a, b]";
    }
    if (has(problem, "mapping keys are not allowed")) {
      return "a question mark and a space begin a key, which is not expected here; if it is a text, put it in quotes";
    }
    if (has(context, "flow sequence")) {
      return opened(e, "bracket [", "']' or a comma");
    }
    if (has(context, "flow mapping")) {
      return opened(e, "brace {", "'}' or a comma");
    }
    if (has(problem, "expected <block end>")) {
      return "this does not belong to what stands above; keys of one mapping, and hyphens of one list, begin in the same column";
    }
    if (has(problem, "expected the node content")) {
      return "a value is expected here; a bracket, brace or comma that is meant as text stands in quotes";
    }
    if (has(problem, "incompatible YAML document")) {
      return "only YAML 1.1 and 1.2 are read";
    }
    if (has(problem, "undefined alias")) {
      return ALIAS;
    }
    return UNKNOWN;
  }

  private static String opened(MarkedYAMLException e, String what, String expected) {
    Mark mark = e.getContextMark();
    String where = mark == null ? "" : " in line " + (mark.getLine() + 1);
    return "the " + what + " opened" + where + " is not closed; " + expected + " is expected here";
  }

  private static boolean has(String text, String part) {
    return text != null && text.contains(part);
  }
}
