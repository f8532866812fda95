package dev.gradus.site;

import static dev.gradus.site.SitePage.escape;
import static dev.gradus.site.SitePage.link;

import dev.gradus.site.SitePage.Group;
import java.util.List;
import java.util.Map;

/** The parts that all pages share: the head, the search, the navigation. */
final class Frame {

  private final List<SitePage> pages;

  /**
   * Makes the frame.
   *
   * @param pages all pages of the site, in the order of the navigation
   */
  Frame(List<SitePage> pages) {
    this.pages = List.copyOf(pages);
  }

  /** The complete page as HTML. */
  String around(SitePage page) {
    boolean isStart = page.group() == Group.START;
    String filled = Site.resource("page.html");
    for (Map.Entry<String, String> part :
        Map.of(
                "title", escape(isStart ? page.title() : page.title() + " – Gradus"),
                "root", "../".repeat((int) page.path().chars().filter(c -> c == '/').count()),
                "navigation", navigation(page))
            .entrySet()) {
      filled = filled.replace("{{" + part.getKey() + "}}", part.getValue());
    }
    // The body comes last, so that its text is not mistaken for a placeholder.
    return filled.replace("{{body}}", page.body());
  }

  private String navigation(SitePage current) {
    StringBuilder html = new StringBuilder();
    for (Group group : Group.values()) {
      List<SitePage> listed =
          pages.stream()
              .filter(page -> page.group() == group && page.parent().equals(page.path()))
              .toList();
      if (listed.isEmpty()) {
        continue;
      }
      html.append("<h2>").append(group.title()).append("</h2>\n<ul>\n");
      for (SitePage page : listed) {
        String title = group == Group.START ? "Overview" : page.title();
        html.append("<li>").append(item(current, page, title));
        if (page.path().equals(current.parent())) {
          html.append(below(current, page));
        }
        html.append("</li>\n");
      }
      if (group == Group.START) {
        html.append("<li><a href=\"%s\">Playground</a></li>\n".formatted(playground(current)));
      }
      html.append("</ul>\n");
    }
    return html.toString();
  }

  private static String playground(SitePage current) {
    return escape(link(current.path(), Site.PLAYGROUND));
  }

  /** The items below an open entry: its pages or, if it has none, its headings. */
  private String below(SitePage current, SitePage open) {
    StringBuilder items = new StringBuilder();
    for (SitePage page : pages) {
      if (page.parent().equals(open.path()) && !page.path().equals(open.path())) {
        items.append("<li>").append(item(current, page, page.title())).append("</li>\n");
      }
    }
    if (items.isEmpty()) {
      open.outline()
          .forEach(
              heading ->
                  items
                      .append("<li><a href=\"#")
                      .append(escape(heading.id()))
                      .append("\">")
                      .append(escape(heading.title()))
                      .append("</a></li>\n"));
    }
    return items.isEmpty() ? "" : "\n<ul>\n" + items + "</ul>\n";
  }

  private static String item(SitePage current, SitePage page, String title) {
    String here = page.path().equals(current.path()) ? " aria-current=\"page\"" : "";
    return "<a href=\"%s\"%s>%s</a>"
        .formatted(escape(link(current.path(), page.path())), here, escape(title));
  }
}
