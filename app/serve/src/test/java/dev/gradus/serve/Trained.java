package dev.gradus.serve;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Small models with columns of every kind, trained once. */
final class Trained {

  /** An engine for the tests; never closed. */
  static final Gradus GRADUS = Gradus.builder().onWarning(warning -> {}).build();

  /** Classes from a number, a category, a boolean that may be missing, and a date. */
  static final Model RISK =
      train(
          """
          target: risk
          columns:
            smoker: {boolean: {missing: most-frequent}}
            city: {categorical: {missing: category}}
          """,
          "- dense: {activation: softmax}",
          "cross-entropy");

  /** Two classes with one output. */
  static final Model CLUB =
      train(
          "target: club\ncolumns: {risk: ignore, smoker: ignore, city: ignore, born: ignore}",
          "- dense: {activation: sigmoid}",
          "cross-entropy");

  /** Two numbers. */
  static final Model NUMBERS =
      train(
          "target: [age, weight]\ncolumns: {smoker: ignore, city: ignore, born: ignore, club: ignore}",
          "- dense: {}",
          "mse");

  /** One number with an interval. */
  static final Model WEIGHT =
      train(
          "target: weight\ncolumns: {smoker: ignore, city: ignore, born: ignore}",
          "- dense: {}",
          "{quantiles: {levels: [0.1, 0.5, 0.9]}}");

  /** Labels, one of them with words of its own. */
  static final Model LABELS =
      train(
          "target: [smoker, club]\ncolumns: {smoker: boolean, club: {boolean: {positive: chess, negative: golf}}, city: ignore, born: ignore, risk: ignore}\nmissing: drop",
          "- dense: {activation: sigmoid}",
          "cross-entropy");

  /** Classes with sets that hold the true one. */
  static final Model SETS =
      train(
          "target: risk\nsplit: {calibration: 0.3}\ncolumns: {smoker: ignore, city: ignore, born: ignore, club: ignore}",
          "- dense: {activation: softmax}",
          "cross-entropy",
          ", conformal: {coverage: 0.9}");

  /** Classes with bars in their names, in sets that are never empty. */
  static final Model BARS =
      trainOn(
          csv().replace("low", "a|b").replace("\"middle, or so\"", "c|\\").replace("high", "|d"),
          "target: risk\nsplit: {calibration: 0.3}\ncolumns: {smoker: ignore, city: ignore, born: ignore, club: ignore}",
          "- dense: {activation: softmax}",
          "cross-entropy",
          ", conformal: {coverage: 0.9, method: aps}");

  /** Two classes with names of 3,000 letters, so that few rows have a long answer. */
  static final Model WORDY =
      trainOn(
          csv().replace("golf", "g".repeat(3_000)).replace("chess", "c".repeat(3_000)),
          "target: club\ncolumns: {risk: ignore, smoker: ignore, city: ignore, born: ignore}",
          "- dense: {activation: sigmoid}",
          "cross-entropy",
          "");

  /** A number from an identifier of more digits than a number keeps. */
  static final Model IDS =
      trainOn(
          "id,y\n" + "1152921504606846977,1\n1152921504606846978,5\n".repeat(20),
          "target: y\ncolumns: {id: categorical, y: numeric}",
          "- dense: {}",
          "mse",
          "");

  /** Two numbers with intervals that hold the true ones. */
  static final Model INTERVALS =
      train(
          "target: [age, weight]\nsplit: {calibration: 0.3}\ncolumns: {smoker: ignore, city: ignore, born: ignore, club: ignore}",
          "- dense: {}",
          "mse",
          ", conformal: {coverage: 0.9}");

  private Trained() {}

  /** A table of 60 people, with cells that must be quoted. */
  static String csv() {
    StringBuilder csv = new StringBuilder("age,weight,smoker,city,born,club,risk\n");
    for (int i = 0; i < 60; i++) {
      int age = 20 + i * 7 % 50;
      String smoker = i % 11 == 3 ? "" : i % 3 == 0 ? "yes" : "no";
      String city = i % 13 == 5 ? "" : List.of("Oslo", "Rome", "\"St. Gallen, CH\"").get(i % 3);
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%.1f,%s,%s,%d-%02d-%02d,%s,%s%n",
              age,
              60 + i * 5 % 40 + 0.5,
              smoker,
              city,
              2026 - age,
              1 + i % 12,
              1 + i % 28,
              age > 40 ? "golf" : "chess",
              List.of("low", "\"middle, or so\"", "high").get(age / 25)));
    }
    return csv.toString().replace(System.lineSeparator(), "\n");
  }

  private static Model train(String data, String last, String loss) {
    return train(data, last, loss, "");
  }

  private static Model train(String data, String last, String loss, String more) {
    return trainOn(csv(), data, last, loss, more);
  }

  private static Model trainOn(String csv, String data, String last, String loss, String more) {
    try {
      Path folder = Files.createTempDirectory("gradus-serve");
      try {
        Files.writeString(folder.resolve("people.csv"), csv);
        Path yaml = folder.resolve("people.yaml");
        Files.writeString(
            yaml,
            """
            data:
              csv: people.csv
              %s
            network:
              - dense: {units: 6, activation: tanh}
              %s
            loss: %s
            optimizer: {adam: {learning-rate: 0.02}}
            training: {epochs: 30, batch-size: 10%s}
            """
                .formatted(data.strip().replace("\n", "\n  "), last, loss, more));
        return GRADUS.job(yaml).train().model();
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
