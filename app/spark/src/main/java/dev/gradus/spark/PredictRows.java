package dev.gradus.spark;

import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.RowPredictor;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
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
    Broadcast<Sent<SharedModel>> model,
    Answer answer,
    List<String> names,
    Cells cells,
    boolean predicts,
    boolean estimates)
    implements MapPartitionsFunction<Row, Row> {

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    RowPredictor predictor = model.value().value().predictor();
    Map<String, Integer> places = RowMap.places(names);
    // The predictor takes some rows in advance.
    Queue<Row> taken = new ArrayDeque<>();
    Stream<RowMap> maps =
        StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
            .peek(taken::add)
            .map(row -> new RowMap(row, places, cells));
    // One stream for the partition, so that it counts the rows of the partition.
    Iterator<Prediction> predictions = predictor.predictAll(maps).iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return located(predictions::hasNext);
      }

      @Override
      public Row next() {
        Prediction prediction = located(predictions::next);
        return appended(predictor, taken.remove(), prediction);
      }
    };
  }

  /**
   * Adds the partition to the row that an error names, unless it is of an earlier model of a
   * pipeline, which has done so.
   */
  private static <T> T located(Supplier<T> work) {
    try {
      return work.get();
    } catch (DataException e) {
      String place = "partition %s, ".formatted(TaskContext.getPartitionId());
      String said = String.valueOf(e.getMessage());
      if (said.startsWith(place)) {
        throw e;
      }
      throw new DataException(Problem.of(place + said), e);
    }
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
