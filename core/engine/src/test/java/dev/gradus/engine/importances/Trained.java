package dev.gradus.engine.importances;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Networks and tables for the tests of this package. */
final class Trained {

  private Trained() {}

  /** A table from lines of CSV. */
  static Table csv(String text) {
    return CsvReader.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "rows.csv");
  }

  /**
   * Numbers, categories, yes and no, dates, and missing cells; a price and a kind that follow from
   * them.
   */
  static String mixed(int rows) {
    SplittableRandom random = new SplittableRandom(4);
    StringBuilder csv = new StringBuilder("size,rooms,city,new,built,price,kind\n");
    List<String> cities = List.of("Oslo", "Bergen", "Molde");
    for (int i = 0; i < rows; i++) {
      double size = random.nextDouble(20, 200);
      int rooms = 1 + (int) (size / 40) + random.nextInt(2);
      int city = random.nextInt(3);
      boolean isNew = random.nextBoolean();
      double price = 1000 * size * (1 + 0.3 * city) + (isNew ? 20_000 : 0) + 1000 * rooms;
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%s,%s,20%02d-%02d-15,%.0f,%s%n",
              i % 11 == 3 ? "" : String.format(Locale.ROOT, "%.2f", size),
              rooms,
              cities.get(city),
              isNew ? "yes" : "no",
              random.nextInt(20),
              1 + random.nextInt(12),
              price,
              price > 170_000 ? "dear" : price > 90_000 ? "fair" : "cheap"));
    }
    return csv.toString();
  }

  /** The mixed table with another target ignored. */
  static final String MIXED_DATA =
      """
      data:
        csv: rows.csv
        target: %s
        columns:
          %s: ignore
          size: {numeric: {missing: mean, indicator: true%s}}
          city: categorical
          new: boolean
          built: {date: {parts: [day-number, month]}}
      """;

  /** A network that was trained on a table, by its YAML. */
  static Model model(Gradus gradus, String yaml, Table table) {
    return gradus.job(configuration(gradus, yaml)).on(table).train().model();
  }

  /** A network with its initial weights. */
  static Model initial(Gradus gradus, String yaml, Table table) {
    return gradus.job(configuration(gradus, yaml)).on(table).learner().model();
  }

  private static Configuration configuration(Gradus gradus, String yaml) {
    try {
      Path file = Files.createTempFile("gradus-importance", ".yaml");
      try {
        Files.writeString(file, yaml);
        return gradus.read(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same table with the cells of one column in another order. */
  static Table permuted(Table table, String name, int... order) {
    return Table.of(
        table.columns().stream()
            .map(column -> column.name().equals(name) ? column.select(order) : column)
            .map(Column.class::cast)
            .toList());
  }
}
