/**
 * Gradus in Spark ML: an {@link org.apache.spark.ml.Estimator} that trains on a DataFrame of raw
 * columns, and its {@link org.apache.spark.ml.Model}.
 *
 * <pre>{@code
 * GradusEstimator estimator = new GradusEstimator().setConfig(yaml).setLabelCol("species");
 * GradusModel model = estimator.fit(flowers);
 * Dataset<Row> predicted = model.transform(more);
 * }</pre>
 *
 * <p>The same rows in the same order give the same model file as the command {@code gradus train},
 * byte for byte, with any number of partitions and executors.
 */
package dev.gradus.spark;
