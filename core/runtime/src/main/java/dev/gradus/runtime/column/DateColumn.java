package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.DataException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A column of dates, which become numbers, part by part. Of a part that repeats, such as the month,
 * they are the sine and the cosine of the place in its cycle, so that December is next to January:
 *
 * <pre>{@code
 * sin(2 π place), cos(2 π place)
 * }</pre>
 *
 * Of another part x it is (x - mean) / deviation.
 *
 * @param name the column
 * @param format the format of its texts, as {@link DateText} reads it; empty for ISO dates
 * @param parts the parts, at least one, all different
 * @param means for each part its mean; 0 for a cycle
 * @param deviations for each part its standard deviation, greater than 0; 1 for a cycle
 * @param fill the date that fills a missing cell, in ISO notation; empty if cells must not be
 *     missing
 * @param indicator whether a further number is 1 where a cell was missing, else 0
 */
@Stored("date")
public record DateColumn(
    String name,
    String format,
    List<DatePart> parts,
    List<Double> means,
    List<Double> deviations,
    Optional<String> fill,
    @Stored(with = "fill") boolean indicator)
    implements PreparedColumn {

  private static final int EPOCH = 1970;

  /** Examples of dates have years of four digits. */
  private static final int MOST_YEARS = 1900;

  private static final int MOST_DAYS = MOST_YEARS * 365;

  /** Checks that there are usable numbers for all parts, and the notation of dates. */
  public DateColumn {
    parts = List.copyOf(parts);
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
    boolean usable = means.size() == parts.size() && deviations.size() == parts.size();
    for (int i = 0; usable && i < parts.size(); i++) {
      usable =
          Double.isFinite(means.get(i))
              && Double.isFinite(deviations.get(i))
              && deviations.get(i) > 0
              && parts.indexOf(parts.get(i)) == i;
    }
    if (parts.isEmpty() || !usable) {
      throw new IllegalArgumentException(
          "column '%s' cannot scale the parts %s of a date by %s and %s"
              .formatted(name, parts, means, deviations));
    }
    DateText.of(format);
    if (fill.isPresent() && DateText.ISO.parse(fill.get()).isEmpty()) {
      throw new IllegalArgumentException(
          "column '%s' cannot be filled with %s".formatted(name, fill.get()));
    }
  }

  @Override
  public int width() {
    int width = indicator ? 1 : 0;
    for (DatePart part : parts) {
      width += part.isCycle() ? 2 : 1;
    }
    return width;
  }

  @Override
  public int numbers() {
    return width() - (indicator ? 1 : 0);
  }

  @Override
  public Optional<String> filling() {
    return fill;
  }

  /** A date of about the time of the training data, in ISO notation. */
  @Override
  public Object example() {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) == DatePart.DAY_NUMBER) {
        return LocalDate.EPOCH.plusDays(within(means.get(i), MOST_DAYS)).toString();
      }
      if (parts.get(i) == DatePart.YEAR) {
        return LocalDate.EPOCH
            .withYear(EPOCH + within(means.get(i) - EPOCH, MOST_YEARS))
            .toString();
      }
    }
    return fill.orElse("2013-04-05");
  }

  /** The mean of each number, and no place in any cycle. */
  @Override
  public String middle(double least, double largest, float[] into, int at) {
    Arrays.fill(into, at, at + width(), 0);
    for (DatePart part : parts) {
      if (!part.isCycle()) {
        return example().toString();
      }
    }
    return ANY;
  }

  private static int within(double number, int most) {
    return (int) Math.max(-most, Math.min(most, number));
  }

  /** The message for a cell that is not a date. */
  public String noDate(String text) {
    return "column '%1$s' has dates %2$s, but here it has '%3$s'; correct the cell, or declare the format of the column (columns: {%4$s: {date: {format: …}}})"
        .formatted(
            name,
            format.isEmpty() ? "such as 2013-04-05 or 2013-04-05T10:00" : "in the format " + format,
            text,
            ColumnNames.inYaml(name));
  }

  @Override
  public CellEncoder cells() {
    DateText dates = DateText.of(format);
    return new CellEncoder() {
      @Override
      public boolean text(String text, float[] into, int at) {
        Optional<LocalDateTime> date = dates.parse(text);
        if (date.isEmpty()) {
          throw new DataException("", noDate(text));
        }
        write(date.get(), false, into, at);
        return true;
      }

      @Override
      public void missing(float[] into, int at) {
        if (fill.isEmpty()) {
          throw new DataException("", "column '%s' is missing here".formatted(name));
        }
        write(DateText.ISO.parse(fill.get()).orElseThrow(), true, into, at);
      }
    };
  }

  private void write(LocalDateTime date, boolean missing, float[] into, int at) {
    int next = at;
    for (int i = 0; i < parts.size(); i++) {
      double value = parts.get(i).of(date);
      if (parts.get(i).isCycle()) {
        into[next++] = (float) StrictMath.sin(2 * Math.PI * value);
        into[next++] = (float) StrictMath.cos(2 * Math.PI * value);
      } else {
        float scaled = (float) ((value - means.get(i)) / deviations.get(i));
        if (!Float.isFinite(scaled)) {
          throw new DataException(
              "",
              "column '%s' has %s here; its scaled %s is not a finite float"
                  .formatted(name, date, parts.get(i)));
        }
        into[next++] = scaled;
      }
    }
    if (indicator) {
      into[next] = missing ? 1 : 0;
    }
  }

  /** The digits of a number are a date, such as 20130405 with the format {@code yyyyMMdd}. */
  @Override
  public void encode(double raw, float[] into, int at) {
    CellEncoder cells = cells();
    if (!Double.isNaN(raw)) {
      cells.number(raw, into, at);
    } else {
      cells.missing(into, at);
    }
  }

  @Override
  public String decode(float[] from, int at) {
    StringBuilder decoded = new StringBuilder();
    int next = at;
    for (int i = 0; i < parts.size(); i++) {
      double value = from[next++];
      if (parts.get(i).isCycle()) {
        double turn = StrictMath.atan2(value, from[next++]) / (2 * Math.PI);
        value = turn < 0 ? turn + 1 : turn;
      } else {
        value = value * deviations.get(i) + means.get(i);
      }
      decoded.append(i > 0 ? ", " : "").append(parts.get(i)).append(' ');
      decoded.append(parts.get(i).counted(value));
    }
    return decoded.toString();
  }
}
