package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.SeenRange;
import dev.gradus.engine.data.UnseenCell;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.problem.ModelFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model knows which cells are unlike those that it was trained on. */
class UnseenCellsTest {

  private static final Gradus GRADUS = Gradus.builder().onWarning(warning -> {}).build();

  private static final String YAML =
      """
      data:
        target: y
        columns:
          age: {numeric: {missing: mean, scale: %s}}
          city: {categorical: {missing: category}}
          built: {date: {parts: [day-number, month]}}
          moon: {date: {parts: [month]}}
          new: boolean
          y: numeric
      network: [{dense: {}}]
      loss: mean-squared-error
      optimizer: {sgd: {learning-rate: 0.01}}
      training: {epochs: 1, batch-size: 2}
      """;

  private static final Table TABLE =
      csv(
          """
          age,city,built,moon,new,y
          17,Oslo,2013-05-01,2013-05-01,yes,1
          90.5,Bergen,2014-12-31T10:30,2014-12-31,no,2
          ,Oslo,2013-06-01,2013-06-01,yes,3
          20,Oslo,2013-06-01,2013-06-01,yes,3
          25,Oslo,2013-06-01,2013-06-01,no,4
          26,Oslo,2013-06-01,2013-06-01,no,4
          200,Molde,2020-06-01,2020-06-01,no,5
          21,Oslo,2013-06-01,2013-06-01,no,6
          """);

  @TempDir private Path folder;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static Table csv(String text) {
    return CsvReader.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "rows.csv");
  }

  private Configuration configuration(String scale) throws IOException {
    Path file = folder.resolve("unseen.yaml");
    Files.writeString(file, YAML.formatted(scale));
    return GRADUS.read(file);
  }

  private Model model(String scale) throws IOException {
    return GRADUS
        .job(configuration(scale))
        .on(TABLE.select(new int[] {0, 1, 2, 3, 4, 5}))
        .validatedOn(TABLE.select(new int[] {6, 7}))
        .train()
        .model();
  }

  private static Model loaded(Model model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    GRADUS.save(model, bytes);
    return GRADUS.load(bytes.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"standard", "min-max", "none", "log", "whiten"})
  void whatLiesOutsideOfTheTrainingRowsIsNamed(String scale) throws IOException {
    Model model = loaded(model(scale));
    List<List<UnseenCell>> unseen = model.unseen(TABLE);
    for (int row = 0; row < 6; row++) {
      assertEquals(List.of(), unseen.get(row), "training row " + row);
    }
    assertEquals(
        List.of(
            new UnseenCell("age", "200", "17 to 90.5"),
            new UnseenCell("city", "Molde", ""),
            new UnseenCell("built", "2020-06-01", "2013-05-01 to 2014-12-31T10:30")),
        unseen.get(6));
    assertEquals("age 200 (17 to 90.5)", unseen.get(6).get(0).toString());
    assertEquals("city Molde", unseen.get(6).get(1).toString());
    assertEquals(List.of(), unseen.get(7));
  }

  @Test
  void theFileHoldsTheRanges() throws IOException {
    Model model = model("standard");
    assertEquals(List.of("age", "built"), List.copyOf(model.ranges().keySet()));
    assertEquals(new SeenRange(17, 90.5), model.ranges().get("age"));
    assertEquals(model.ranges(), loaded(model).ranges());
    assertEquals(model.ranges(), loaded(loaded(model)).ranges());
  }

  @Test
  void aModelThatBeganAsAnotherHasSeenTheRowsOfBoth() throws IOException {
    Model first = model("standard");
    Table later =
        csv(
            """
            age,city,built,moon,new,y
            10,Oslo,2013-05-01,2013-05-01,yes,1
            30,Oslo,2013-05-01,2013-05-01,no,1
            12,Oslo,2015-05-01,2015-05-01,no,1
            99,Oslo,2013-05-01,2013-05-01,no,1
            """);
    Model second = GRADUS.job(configuration("standard")).from(first).on(later).train().model();
    assertEquals(new SeenRange(10, 99), second.ranges().get("age"));
    Learner learner = GRADUS.job(configuration("standard")).from(first).learner();
    assertEquals(first.ranges(), learner.model().ranges());
    learner.fit(later);
    assertEquals(new SeenRange(10, 99), learner.model().ranges().get("age"));
  }

  private static Model with(Model model, Map<String, String> changed) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    GRADUS.save(model, bytes);
    SafetensorsContent content = Safetensors.decode(bytes.toByteArray(), "the model");
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    metadata.remove("gradus.ranges");
    metadata.putAll(changed);
    return GRADUS.load(Safetensors.encode(new SafetensorsContent(metadata, content.tensors())));
  }

  @Test
  void aFileOfAnEarlierVersionMarksWhatIsFarAndUnknown() throws IOException {
    Model model = with(model("standard"), Map.of());
    assertEquals(Map.of(), model.ranges());
    Table far =
        csv(
            """
            age,city,built,moon,new
            100,Molde,2020-06-01,2020-06-01,no
            1e6,Oslo,2013-06-01,2013-06-01,no
            """);
    List<List<UnseenCell>> unseen = model.unseen(far);
    assertEquals(List.of(new UnseenCell("city", "Molde", "")), unseen.get(0));
    assertEquals(List.of("age"), unseen.get(1).stream().map(UnseenCell::column).toList());
    assertTrue(unseen.get(1).get(0).seen().startsWith("around "), unseen.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1 2", "2 1 age", "NaN 1 age", "1 Infinity age", "a b c"})
  void rangesThatCannotBeReadAreRefused(String ranges) throws IOException {
    Model model = model("standard");
    ModelFileException e =
        assertThrows(ModelFileException.class, () -> with(model, Map.of("gradus.ranges", ranges)));
    assertEquals(ModelFileException.Reason.CORRUPT, e.reason());
    assertTrue(e.getMessage().contains("the ranges of its columns cannot be read"), e.getMessage());
  }
}
