package dev.gradus.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The README of the project: what it shows is what the tests run. */
final class Readme {

  private Readme() {}

  /** The blocks of code in a language, in their order. */
  static List<String> blocks(String language) throws IOException {
    String text = Files.readString(Distribution.PROJECT.resolve("README.md"));
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  /** The only block in a language that contains a text. */
  static String block(String language, String text) throws IOException {
    List<String> found = blocks(language).stream().filter(block -> block.contains(text)).toList();
    if (found.size() != 1) {
      throw new AssertionError("the README has " + found.size() + " blocks with " + text);
    }
    return found.get(0);
  }
}
