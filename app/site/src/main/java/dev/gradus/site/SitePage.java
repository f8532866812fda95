package dev.gradus.site;

import java.nio.file.Path;
import java.util.List;

/**
 * A page of the site.
 *
 * @param path in the folder of the site, with slashes: {@code reference/loss/huber.html}
 * @param group the part of the navigation that lists the page
 * @param parent the path of the page above this one in the navigation; its own path if the
 *     navigation always shows it
 * @param title its heading, as plain text
 * @param body HTML, including the heading
 * @param outline the headings below the first, for the navigation
 * @param entries the entries of the page in the search index
 */
record SitePage(
    String path,
    Group group,
    String parent,
    String title,
    String body,
    List<Heading> outline,
    List<Entry> entries) {

  /** The parts of the navigation, in order. */
  enum Group {
    START("Gradus"),
    GUIDE("Guide"),
    REFERENCE("Reference"),
    PROJECT("Project");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /** A heading and its id. */
  record Heading(String id, String title) {}

  /**
   * An entry in the search index.
   *
   * @param id of the heading; empty for the page itself
   * @param title the title of the result
   * @param kind such as {@code loss}, or the title of the page
   * @param words other names that the search accepts
   * @param text the prose below the heading
   */
  record Entry(String id, String title, String kind, String words, String text) {}

  /** The relative link from one page to another. */
  static String link(String from, String to) {
    Path start = Path.of(from).resolveSibling("");
    return start.relativize(Path.of(to)).toString().replace('\\', '/');
  }

  /** Escapes a text for HTML, including attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
