package dev.gradus.site;

import java.nio.file.Path;
import java.util.List;

/**
 * A page of the site.
 *
 * @param path in the folder of the site, with slashes: {@code reference/loss/huber.html}
 * @param group where the navigation lists it
 * @param parent the path of the page whose entry in the navigation it stands under; its own for one
 *     that the navigation always lists
 * @param title its heading, as plain text
 * @param body HTML, heading included
 * @param outline the headings below the first, for the navigation
 * @param entries what the search finds on it
 */
record SitePage(
    String path,
    Group group,
    String parent,
    String title,
    String body,
    List<Heading> outline,
    List<Entry> entries) {

  /** The parts of the navigation, in their order. */
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

  /** A heading and what a link names it by. */
  record Heading(String id, String title) {}

  /**
   * What the search finds.
   *
   * @param id of the heading; empty for the page itself
   * @param title what the result is called
   * @param kind such as {@code loss}, or the title of the page
   * @param words other names under which it is looked for
   * @param text the prose below it
   */
  record Entry(String id, String title, String kind, String words, String text) {}

  /** The way from a page to another one, as a link has it. */
  static String link(String from, String to) {
    Path start = Path.of(from).resolveSibling("");
    return start.relativize(Path.of(to)).toString().replace('\\', '/');
  }

  /** A text as HTML shows it, in an attribute too. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
