package dev.gradus.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The body of a page as it grows: text and tables for everyone, data for the pictures. */
final class PageBuilder {

  private final Html html = new Html();
  private final Html contents = new Html();
  private final Map<String, Object> pictures = new LinkedHashMap<>();
  private boolean inSection;

  /** Begins a section, which ends where the next one begins. */
  PageBuilder section(String id, String title) {
    endSection();
    html.open("section", "id", id, "aria-labelledby", id + "-title");
    html.element("h2", title, "id", id + "-title");
    contents.open("a", "href", "#" + id).text(title).close("a");
    inSection = true;
    return this;
  }

  /** Adds a paragraph. */
  PageBuilder paragraph(String sentences) {
    html.element("p", sentences);
    return this;
  }

  /** Adds a paragraph in small print: what was left out, or what to be careful about. */
  PageBuilder note(String sentences) {
    html.element("p", sentences, "class", "note");
    return this;
  }

  /** Adds HTML that was made elsewhere. */
  PageBuilder add(Html other) {
    html.add(other);
    return this;
  }

  /** Adds a heading within a section. */
  PageBuilder heading(String title) {
    html.element("h3", title);
    return this;
  }

  /** Adds a heading below such a heading. */
  PageBuilder subheading(String title) {
    html.element("h4", title);
    return this;
  }

  /** Adds a picture over the whole width. */
  PageBuilder picture(Picture picture) {
    add(picture, "figure wide");
    return this;
  }

  /** Adds pictures, next to each other where there is room. */
  PageBuilder pictures(List<Picture> several) {
    if (several.size() == 1) {
      return picture(several.get(0));
    }
    html.open("div", "class", "grid");
    several.forEach(picture -> add(picture, "figure"));
    html.close("div");
    return this;
  }

  private void add(Picture picture, String look) {
    html.add(figure(picture, look));
  }

  /**
   * A picture to stand outside of the sections, such as next to the headline.
   *
   * @param look the classes that the style sheet knows
   */
  Html figure(Picture picture, String look) {
    String id = "picture-" + (pictures.size() + 1);
    pictures.put(id, new Drawn(picture.kind(), picture.title(), picture.data()));
    return new Html()
        .open("figure", "class", look, "id", id)
        .element("h3", picture.title())
        .open("div", "class", "drawing")
        .close("div")
        .element("figcaption", picture.caption())
        .close("figure");
  }

  /** What a script is given to draw a picture. */
  private record Drawn(String kind, String title, Record data) {}

  private void endSection() {
    if (inSection) {
      html.close("section");
    }
    inSection = false;
  }

  /** The finished body. */
  Html body() {
    endSection();
    return html;
  }

  /** Links to the sections. */
  Html contents() {
    return contents;
  }

  /** The data of the pictures, as JSON that may stand in a script element. */
  String data() {
    return ScriptData.write(pictures);
  }

  /** The kinds of pictures on the page, which need their scripts. */
  List<String> kinds() {
    List<String> kinds = new ArrayList<>();
    for (Object drawn : pictures.values()) {
      String kind = ((Drawn) drawn).kind();
      if (!kinds.contains(kind)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }
}
