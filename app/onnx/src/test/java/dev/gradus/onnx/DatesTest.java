package dev.gradus.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.problem.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of dates, in every notation that ONNX can read. */
class DatesTest {

  @TempDir private Path folder;

  private static LocalDateTime date(Random random) {
    return LocalDateTime.of(1969, 1, 1, 0, 0)
        .plusSeconds((long) (3e9 * random.nextDouble()))
        .plusNanos(random.nextInt(1_000_000_000));
  }

  private SavedModel model(String format, String options) throws IOException {
    DateTimeFormatter formatter =
        DateTimeFormatter.ofPattern(
            format.isEmpty() ? "yyyy-MM-dd'T'HH:mm:ss" : format, Locale.ENGLISH);
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder("day,y\n");
    for (int i = 0; i < 100; i++) {
      boolean missing = options.contains("missing") && i % 9 == 0;
      LocalDateTime date = date(random);
      csv.append(missing ? "" : formatter.format(date))
          .append(',')
          .append(date.getMonthValue())
          .append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
    String declared = format.isEmpty() ? "" : "format: \"" + format + "\", ";
    Path yaml =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            data: {csv: rows.csv, target: y, columns: {y: numeric, day: {date: {%sparts: [day-number, year, month, day-of-year, weekday, hour]%s}}}}
            network: [{dense: {units: 8, activation: tanh}}, dense]
            loss: mean-squared-error
            optimizer: {adam: {learning-rate: 0.01}}
            training: {epochs: 3, seed: 3}
            """
                .formatted(declared, options));
    return Trained.model(yaml);
  }

  private static List<Map<String, String>> rows(String... formats) {
    Random random = new Random(2);
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 0; i < Trained.ROWS; i++) {
      String format = formats[i % formats.length];
      rows.add(
          Map.of("day", DateTimeFormatter.ofPattern(format, Locale.ENGLISH).format(date(random))));
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dd/MM/yyyy HH:mm",
        "HH:mm",
        "d.M.yyyy",
        "MM-dd-yy",
        "yyyyMMdd",
        "yyyyMMdd'T'HHmmss",
        "yyyy",
        "dd.MM.yyyy HH:mm:ss.SSS",
        "S_s m H yyyyMMdd",
        "'on' H:m:s d/M/yy"
      })
  void ownFormats(String format) throws IOException {
    SavedModel model = model(format, ", missing: median, indicator: true");
    List<Map<String, String>> rows = new ArrayList<>(rows(format, "yyyy-MM-dd"));
    rows.add(Map.of("day", ""));
    rows.add(Map.of("day", "29.2.2024"));
    assertTrue(Compared.rows(model, rows) <= 1);
  }

  @Test
  void anyNumberOfDecimalsIsRead() throws IOException {
    SavedModel model = model("dd.MM.yyyy HH:mm:ss.SSS", "");
    String seconds = "dd.MM.yyyy HH:mm:ss.";
    List<Map<String, String>> rows = rows(seconds + "S", seconds + "SSSSSS", seconds + "SSSSSSSSS");
    assertEquals(0, Compared.rows(model, rows));
    List<Map<String, String>> wrong =
        List.of(
            Map.of("day", "01.02.2024 10:20:30"),
            Map.of("day", "01.02.2024 10:20:30."),
            Map.of("day", "01.02.2024 10:20:30.1234567890"));
    assertEquals(3, Compared.rows(model, wrong));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d MMM yyyy",
        "dd/MM/yyyy hh:mm a",
        "yyyy-D",
        "yyyy-MM-dd[ HH:mm]",
        "yyyy-MM-dd HH:mm XXX",
        "yyyy-MM-dd HH:mm VV",
        "yyyyMMddHHmmssSSS",
        "dMyyyy"
      })
  void formatsWithoutAForm(String format) {
    assertEquals(Optional.empty(), DateFields.of(format));
  }

  @Test
  void datesChooseTheVersionThatTheyNeed() throws IOException {
    SavedModel model = model("", "");
    Onnx.Exported exported = Onnx.write(model, folder.resolve("dates.onnx"));
    assertEquals(Onnx.OPSET_OF_DATES, exported.opset());
    assertArrayEquals(Onnx.export(model, Onnx.OPSET_OF_DATES).bytes(), exported.bytes());
    assertArrayEquals(Onnx.export(model).bytes(), exported.bytes());
  }

  @Test
  void isoDates() throws IOException {
    SavedModel model = model("", ", missing: median");
    List<Map<String, String>> rows =
        new ArrayList<>(
            rows(
                "yyyy-MM-dd",
                "yyyy-MM-dd'T'HH:mm",
                "yyyy-MM-dd HH:mm",
                "yyyy-MM-dd'T'HH:mm:ss",
                "yyyy-MM-dd HH:mm:ss'.25'",
                "yyyy-MM-dd'T'HH:mm:ss'.123456Z'",
                "yyyy-MM-dd'T'HH:mm'+02:00'",
                "yyyy-MM-dd HH:mm:ss'-0330'",
                "yyyy-MM-dd HH:mm:ss' UTC'",
                "yyyy-MM-dd'T'HH:mm:ss'.5-07:00'"));
    rows.add(Map.of("day", ""));
    rows.add(Map.of("day", "2024-02-29"));
    rows.add(Map.of("day", "1600-03-01"));
    assertEquals(0, Compared.rows(model, rows));
    assertEquals(
        7,
        Compared.rows(
            model,
            List.of(
                Map.of("day", "2023-02-29"),
                Map.of("day", "1900-02-29"),
                Map.of("day", "2023-13-01"),
                Map.of("day", "2023-04-31"),
                Map.of("day", "2023-04-3"),
                Map.of("day", "yesterday"),
                Map.of("day", "2023-04-30T24:00"))));
  }

  @Test
  void anEmptyCellIsRefusedIfItMustNotBe() throws IOException {
    SavedModel model = model("", "");
    assertEquals(
        1, Compared.rows(model, List.of(Map.of("day", ""), Map.of("day", "2023-04-30")), 23));
  }

  @Test
  void whatHasNoFormIsRefused() throws IOException {
    SavedModel iso = model("", "");
    assertEquals(
        "column 'day' has dates, which need version 20 of the ONNX operators, but this is version 17; use --opset 20",
        assertThrows(GradusException.class, () -> Onnx.export(iso, 17)).getMessage());
    SavedModel names = model("d MMM yyyy", "");
    assertEquals(
        "column 'day' has dates in the format d MMM yyyy, for which there is no form in ONNX; write the dates with yyyy, yy, MM, M, dd, d, HH, H, mm, m, ss and s alone, and decimals of a second behind a point, such as dd/MM/yyyy HH:mm:ss.SSS or yyyyMMdd, or as ISO dates, and train again",
        assertThrows(GradusException.class, () -> Onnx.export(names, 20)).getMessage());
  }
}
