package dev.gradus.report;

/**
 * A picture of the page.
 *
 * @param kind which script draws it: the name of a file among the resources, without its ending
 * @param title what it shows
 * @param caption what to see in it, in one sentence or a few
 * @param data what the script is given: a record, whose components it finds under their names
 */
record Picture(String kind, String title, String caption, Record data) {

  /** Curves over a common axis. */
  static Picture of(String title, String caption, Lines data) {
    return new Picture("lines", title, caption, data);
  }

  /** Dots. */
  static Picture of(String title, String caption, Dots data) {
    return new Picture("dots", title, caption, data);
  }

  /** One histogram. */
  static Picture of(String title, String caption, Bars data) {
    return new Picture("bars", title, caption, data);
  }

  /** Histograms of layers, at epochs that the reader chooses. */
  static Picture of(String title, String caption, LayerHistograms data) {
    return new Picture("histograms", title, caption, data);
  }

  /** What networks predict over a plane, at epochs that the reader chooses. */
  static Picture of(String title, String caption, Plane data) {
    return new Picture("plane", title, caption, data);
  }

  /** ROC curves. */
  static Picture of(String title, String caption, RocCurves data) {
    return new Picture("roc", title, caption, data);
  }

  /** Predicted probabilities next to how often they came true. */
  static Picture of(String title, String caption, Calibration data) {
    return new Picture("calibration", title, caption, data);
  }

  /** Slices through losses. */
  static Picture of(String title, String caption, Slices data) {
    return new Picture("slices", title, caption, data);
  }
}
