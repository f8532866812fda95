package dev.gradus.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The README of the project and the guide, whose contents the tests run. */
final class Documentation {

  private static final Pattern FENCED =
      Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private Documentation() {}

  /** A fenced block of a page: its language and its text. */
  record Block(String language, String text) {}

  /** The README and every page of the guide. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Distribution.PROJECT.resolve("README.md")));
    try (Stream<Path> files = Files.list(Distribution.PROJECT.resolve(Path.of("app", "docs")))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  /** The fenced blocks of a page, in their order. */
  static List<Block> blocks(Path page) throws IOException {
    return FENCED
        .matcher(Files.readString(page))
        .results()
        .map(match -> new Block(match.group(1), match.group(2)))
        .toList();
  }

  /** The only block in a language that contains a given text. Pages may repeat the same block. */
  static String block(String language, String text) throws IOException {
    Set<String> found = new LinkedHashSet<>();
    for (Path page : pages()) {
      for (Block block : blocks(page)) {
        if (block.language().equals(language) && block.text().contains(text)) {
          found.add(block.text());
        }
      }
    }
    if (found.size() != 1) {
      throw new AssertionError("the documentation has " + found.size() + " blocks with " + text);
    }
    return found.iterator().next();
  }
}
