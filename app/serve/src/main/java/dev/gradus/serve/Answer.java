package dev.gradus.serve;

import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.column.CellNote;
import java.util.ArrayList;
import java.util.List;

/**
 * A reply with predictions.
 *
 * @param rows the number of rows that were predicted
 */
record Answer(Reply reply, int rows) {

  /** A request with many unusual rows gets notes about the first of them. */
  private static final int MOST_NOTES = 100;

  /** What the client should know about its cells, as sentences that name the row and the column. */
  static List<String> notes(List<Prediction> predictions) {
    List<String> notes = new ArrayList<>();
    int more = 0;
    for (int i = 0; i < predictions.size(); i++) {
      for (CellNote note : predictions.get(i).notes()) {
        if (notes.size() < MOST_NOTES) {
          notes.add("row %s: %s".formatted(i + 1, note.sentence()));
        } else {
          more++;
        }
      }
    }
    if (more > 0) {
      notes.add("There are %s more notes.".formatted(more));
    }
    return notes;
  }
}
