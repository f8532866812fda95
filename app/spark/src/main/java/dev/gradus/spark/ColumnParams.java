package dev.gradus.spark;

import org.apache.spark.ml.param.Param;

/** The parameters that the estimator and the model share. */
final class ColumnParams {

  static final String PREDICTION = "prediction";
  static final String PROBABILITY = "probability";

  private ColumnParams() {}

  /**
   * The column of predictions.
   *
   * @param uid of its stage
   */
  static Param<String> prediction(String uid) {
    return text(uid, "predictionCol", "the name of the column of predictions; empty for none");
  }

  /** The column of probabilities. */
  static Param<String> probability(String uid) {
    return text(
        uid,
        "probabilityCol",
        "the name of the column of probabilities of the classes or labels; empty for none");
  }

  /** A parameter whose value is a string. */
  static Param<String> text(String uid, String name, String doc) {
    return new Param<>(uid, name, doc, String.class);
  }
}
