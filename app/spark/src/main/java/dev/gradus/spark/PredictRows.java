package dev.gradus.spark;

import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.RowPredictor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Appends predictions to the rows of a partition, on an executor: some rows at a time, so that the
 * network multiplies matrices, and memory does not depend on the number of rows.
 *
 * @param names of the columns of the rows
 * @param predicts whether the prediction is appended
 * @param estimates whether the probabilities are appended after that
 */
record PredictRows(
    Broadcast<SharedModel> model,
    Answer answer,
    List<String> names,
    Cells cells,
    boolean predicts,
    boolean estimates)
    implements MapPartitionsFunction<Row, Row> {

  private static final int ROWS_AT_ONCE = 1 << 10;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    RowPredictor predictor = model.value().predictor();
    Map<String, Integer> places = RowMap.places(names);
    return new Iterator<>() {
      private Iterator<Row> done = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        return done.hasNext() || rows.hasNext();
      }

      @Override
      public Row next() {
        if (!done.hasNext()) {
          if (!rows.hasNext()) {
            throw new NoSuchElementException();
          }
          done = predicted(predictor, some(rows), places).iterator();
        }
        return done.next();
      }
    };
  }

  private static List<Row> some(Iterator<Row> rows) {
    List<Row> some = new ArrayList<>();
    while (some.size() < ROWS_AT_ONCE && rows.hasNext()) {
      some.add(rows.next());
    }
    return some;
  }

  private List<Row> predicted(RowPredictor predictor, List<Row> rows, Map<String, Integer> places) {
    List<RowMap> maps = rows.stream().map(row -> new RowMap(row, places, cells)).toList();
    Iterator<Prediction> predictions = predictor.predictAll(maps.stream()).iterator();
    return rows.stream().map(row -> appended(predictor, row, predictions.next())).toList();
  }

  private Row appended(RowPredictor predictor, Row row, Prediction prediction) {
    List<Object> values = new ArrayList<>(row.length() + 2);
    for (int i = 0; i < row.length(); i++) {
      values.add(row.get(i));
    }
    if (predicts) {
      values.add(answer.prediction(predictor, prediction));
    }
    if (estimates) {
      values.add(answer.probabilities(prediction).map(Vectors::dense).orElse(null));
    }
    return RowFactory.create(values.toArray());
  }
}
