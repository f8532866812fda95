package dev.gradus.spark;

import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Converts values of a DataFrame to cells of Gradus, the same way for training and prediction.
 *
 * @param zone the time zone of the session, in which points in time become dates with a time of day
 */
record Cells(String zone) implements Serializable {

  /** The cells of a session. */
  static Cells of(org.apache.spark.sql.SparkSession session) {
    return new Cells(session.conf().get("spark.sql.session.timeZone"));
  }

  /**
   * Refuses a column whose values are not single numbers, strings or dates.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static void check(StructField field) {
    if (!isCell(field.dataType())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "column '%s' has the type %s, but Gradus takes raw columns: numbers, strings, booleans, dates and timestamps; select its parts as columns of their own, or drop it",
              field.name(),
              field.dataType().simpleString()));
    }
  }

  /** Whether a column of this type can be read. */
  static boolean isCell(DataType type) {
    return type instanceof NumericType
        || type instanceof StringType
        || type instanceof BooleanType
        || type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }

  /** A value as Gradus takes it: dates in ISO notation, as in a file; others as they are. */
  Object of(Object value) {
    if (value instanceof Date date) {
      return date.toLocalDate().toString();
    }
    if (value instanceof LocalDate date) {
      return date.toString();
    }
    if (value instanceof Timestamp timestamp) {
      return of(timestamp.toInstant());
    }
    if (value instanceof Instant instant) {
      return instant.atZone(ZoneId.of(zone)).toLocalDateTime().toString();
    }
    return value;
  }
}
