package dev.gradus.site;

import static dev.gradus.site.SitePage.escape;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One or more drawings with a caption.
 *
 * @param drawings at least one
 * @param caption a sentence or two
 */
record Figure(List<? extends Drawing> drawings, String caption) {

  /** An SVG drawing, with the colours of the style sheet. */
  interface Drawing {

    /** The complete drawing. */
    String svg();

    /** A small version without text. */
    String thumbnail();
  }

  String html() {
    return drawings.stream()
        .map(drawing -> drawing.svg() + "\n")
        .collect(
            Collectors.joining(
                "",
                "<figure>\n<div class=\"drawings\">\n",
                "</div>\n<figcaption>%s</figcaption>\n</figure>\n".formatted(escape(caption))));
  }

  /** The most important drawing, which is the last one. For a loss, it is the gradient. */
  String thumbnail() {
    return drawings.get(drawings.size() - 1).thumbnail();
  }

  /** Formats a coordinate to a tenth of a pixel. */
  static String at(double coordinate) {
    long tenths = Math.round(coordinate * 10);
    String whole = (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10;
    return tenths % 10 == 0 ? whole : whole + "." + Math.abs(tenths) % 10;
  }
}
