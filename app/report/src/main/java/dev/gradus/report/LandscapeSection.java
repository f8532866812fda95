package dev.gradus.report;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.Landscape;
import java.util.ArrayList;
import java.util.List;

/** A slice through each loss around what was learned, with what it does not say. */
final class LandscapeSection {

  private LandscapeSection() {}

  static void add(Sheet sheet, List<Run> runs) {
    List<Slices.Panel> panels = new ArrayList<>();
    for (Run run : runs) {
      run.study().landscape().ifPresent(slice -> panels.add(panel(run, slice)));
    }
    if (panels.isEmpty()) {
      return;
    }
    sheet.section("landscape", "The loss around it");
    sheet.picture(
        Picture.of(
            panels.size() == 1 ? "A slice through the loss" : "A slice through each loss",
            "The learned weights are the cross in the middle; each step goes along one of two random directions, scaled unit by unit to the length of the weights; the loss is that of a sample of the training examples. A wide pale basin forgives small changes of the weights. Mind that it is one slice of many: a valley in two directions may be none in the thousands of others, and a slice says nothing of the way by which the weights came here.",
            new Slices(panels)));
  }

  private static Slices.Panel panel(Run run, Landscape slice) {
    return new Slices.Panel(
        run.name(),
        PluginType.nameOf(run.study().configuration().loss()),
        slice.at(),
        slice.losses());
  }
}
