package dev.gradus.report;

import java.util.List;
import java.util.function.Consumer;

/** Builds a table that scrolls sideways where it is too wide; numbers are aligned to the right. */
final class HtmlTable {

  private final Html html = new Html();

  /**
   * Begins a table.
   *
   * @param caption what it holds, for screen readers
   * @param columns the headings; the first is that of the rows, and may be empty
   */
  HtmlTable(String caption, List<String> columns) {
    html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
    html.open("table").element("caption", caption);
    html.open("thead").open("tr");
    for (String column : columns) {
      html.element("th", column, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
  }

  /** Adds a row: its heading, and its cells. */
  HtmlTable row(String heading, List<String> cells) {
    return row(heading, row -> cells.forEach(cell -> row.element("td", cell)));
  }

  /** Adds a row that is marked by whether it was trained on or only reported. */
  HtmlTable marked(String heading, boolean trainedOn, List<String> cells) {
    html.open("tr").open("th", "scope", "row", "class", trainedOn ? "trained" : "reported");
    html.sentence(heading);
    html.element("span", trainedOn ? "trained on" : "only reported", "class", "mark");
    html.close("th");
    cells.forEach(cell -> html.element("td", cell));
    html.close("tr");
    return this;
  }

  /** Adds a row whose cells are written by the caller. */
  HtmlTable row(String heading, Consumer<Html> cells) {
    html.open("tr").element("th", heading, "scope", "row");
    cells.accept(html);
    html.close("tr");
    return this;
  }

  /** The finished table. */
  Html end() {
    html.close("tbody").close("table").close("div");
    return html;
  }
}
