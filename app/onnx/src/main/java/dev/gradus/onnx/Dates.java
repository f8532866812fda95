package dev.gradus.onnx;

import dev.gradus.runtime.column.DateColumn;
import java.util.List;

/** Appends the preparation of a column of dates. */
final class Dates {

  private final OnnxGraph graph;
  private final DateColumn column;

  Dates(OnnxGraph graph, DateColumn column) {
    this.graph = graph;
    this.column = column;
  }

  /**
   * Appends everything.
   *
   * @param faults gets a column that is NaN for cells that are no dates
   * @return the name of the encoded cells
   */
  String append(List<String> faults) {
    throw Refusal.of(
        "column '%s' has dates, whose parts have no form in ONNX at opset %s", column.name(), graph.opset());
  }
}
