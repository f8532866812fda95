/** The page that shows what a network has learned, and what another loss would have taught it. */
module dev.gradus.report {
  requires transitive dev.gradus.engine;
  requires com.fasterxml.jackson.core;
  requires de.siegmar.fastcsv;

  exports dev.gradus.report;

  // What the pictures show are records, which are written by their components.
  opens dev.gradus.report to
      dev.gradus.engine;
}
