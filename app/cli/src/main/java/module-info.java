/** The command {@code gradus}. */
module dev.gradus.cli {
  requires de.siegmar.fastcsv;
  requires dev.gradus.engine;
  requires dev.gradus.formula;
  requires dev.gradus.onnx;
  requires dev.gradus.report;
  requires dev.gradus.check;
  requires dev.gradus.serve;
  requires info.picocli;

  // Commands and their options are found by reflection.
  opens dev.gradus.cli to
      info.picocli;
}
