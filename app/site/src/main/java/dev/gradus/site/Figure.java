package dev.gradus.site;

import static dev.gradus.site.SitePage.escape;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One or several drawings with what there is to see in them.
 *
 * @param drawings at least one
 * @param caption a sentence or two
 */
record Figure(List<? extends Drawing> drawings, String caption) {

  /** Something drawn as SVG, with the colours of the style sheet. */
  interface Drawing {

    /** The whole drawing. */
    String svg();

    /** Its shape alone, small. */
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

  /** The last drawing is what matters most: of a loss its gradient. */
  String thumbnail() {
    return drawings.get(drawings.size() - 1).thumbnail();
  }

  /** A coordinate, to a tenth of a pixel. */
  static String at(double coordinate) {
    long tenths = Math.round(coordinate * 10);
    String whole = (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10;
    return tenths % 10 == 0 ? whole : whole + "." + Math.abs(tenths) % 10;
  }
}
