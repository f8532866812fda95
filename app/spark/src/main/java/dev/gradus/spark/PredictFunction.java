package dev.gradus.spark;

import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.RowPredictor;
import java.util.Arrays;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;

/**
 * The function of SQL: predicts from one struct of columns.
 *
 * @param estimates whether it returns the probabilities instead of the prediction
 */
record PredictFunction(
    Broadcast<Sent<SharedModel>> model, Answer answer, Cells cells, boolean estimates)
    implements UDF1<Row, Object> {

  @Override
  @SuppressWarnings("NullAway") // null is a missing value of SQL
  public Object call(Row row) {
    if (row == null) {
      return null;
    }
    RowPredictor predictor = model.value().value().predictor();
    Prediction prediction =
        predictor.predict(
            new RowMap(row, RowMap.places(Arrays.asList(row.schema().fieldNames())), cells));
    return estimates
        ? answer.probabilities(prediction).orElse(null)
        : answer.prediction(predictor, prediction);
  }
}
