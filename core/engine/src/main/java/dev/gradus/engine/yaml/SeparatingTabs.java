package dev.gradus.engine.yaml;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import java.io.IOException;

/**
 * Accepts tabs between words of YAML as blanks.
 *
 * <p>YAML allows a tab wherever a blank separates, such as after a colon, and forbids it only in
 * indentation; the underlying parser refuses both. So the tabs that the parser rejects are found by
 * parsing: it accepts those in quotes or within text.
 */
@SuppressWarnings("deprecation") // Only MarkedYAMLException knows the place of a syntax error.
final class SeparatingTabs {

  /**
   * The number of characters that are parsed in search of tabs; the search restarts after each tab.
   */
  private static final long MOST_PARSED = 10_000_000;

  private SeparatingTabs() {}

  /** The text with each of these tabs replaced by a space, so that all places stay the same. */
  static String replaced(String text) {
    if (text.indexOf('\t') < 0) {
      return text;
    }
    StringBuilder replaced = new StringBuilder(text);
    long parsed = 0;
    while (parsed < MOST_PARSED) {
      int tab = refusedTab(replaced.toString());
      if (tab < 0 || isIndentation(replaced, tab)) {
        break;
      }
      for (int i = tab; i < replaced.length() && replaced.charAt(i) == '\t'; i++) {
        replaced.setCharAt(i, ' ');
      }
      parsed += tab;
    }
    return replaced.toString();
  }

  /**
   * The position of a tab that the parser rejects; -1 if there is none, or if it rejects something
   * else before.
   */
  private static int refusedTab(String text) {
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      while (parser.nextToken() != null) {
        // Only the place of an error is wanted.
      }
    } catch (MarkedYAMLException e) {
      int index = e.getProblemMark() == null ? text.length() : e.getProblemMark().getIndex();
      if (index < text.codePointCount(0, text.length())) {
        int at = text.offsetByCodePoints(0, index);
        return text.charAt(at) == '\t' ? at : -1;
      }
    } catch (IOException | RuntimeException e) {
      // Reading the text will report what is wrong with it.
      return -1;
    }
    return -1;
  }

  private static boolean isIndentation(CharSequence text, int tab) {
    for (int i = tab - 1; i >= 0; i--) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        return true;
      }
      if (c != ' ' && c != '\t') {
        return false;
      }
    }
    return true;
  }
}
