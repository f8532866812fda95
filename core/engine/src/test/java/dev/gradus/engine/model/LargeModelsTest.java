package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.Allocated;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.file.PreparationJson;
import dev.gradus.runtime.file.RecordJson;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models with many columns are written; what cannot be written, or held, is refused in time. */
class LargeModelsTest {

  @TempDir Path folder;
  private final Gradus gradus = Gradus.create();

  @AfterEach
  void close() {
    gradus.close();
  }

  private static Preparation wide(int columns) {
    SplittableRandom random = new SplittableRandom(1);
    List<PreparedColumn> inputs = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      inputs.add(new ScaledColumn("wavelength_" + i, random.nextDouble(), random.nextDouble() + 1));
    }
    return new Preparation(inputs, new NumericTarget(List.of(new ScaledColumn("y", 0.1, 0.2))));
  }

  @Test
  void aModelOfAsManyColumnsAsATableCanHaveFitsIntoAHeader() throws IOException {
    Preparation preparation = wide(CsvReader.MOST_COLUMNS - 1);
    String text = PreparationJson.write(preparation);
    // With its quotes escaped, as in the header.
    int written = text.replace("\"", "\\\"").length();
    assertTrue(written < Safetensors.MOST_HEADER_BYTES / 2, () -> written + " bytes");
    assertEquals(preparation, PreparationJson.read(text));
  }

  @Test
  void manyColumnsOfOneScaleAreHardlyMoreThanTheirNames() throws IOException {
    List<PreparedColumn> inputs = new ArrayList<>();
    IntStream.range(0, RecordJson.MANY)
        .forEach(i -> inputs.add(new ScaledColumn("x" + (1000 + i), 0, 1)));
    inputs.add(new ScaledColumn("logarithmic", 0, 1, true, Optional.empty(), false));
    Preparation preparation =
        new Preparation(inputs, new NumericTarget(List.of(new ScaledColumn("y", 0.1, 0.2))));
    String text = PreparationJson.write(preparation);
    assertTrue(text.length() < 9 * RecordJson.MANY, () -> text.length() + " characters");
    assertEquals(preparation, PreparationJson.read(text));
    for (String wrong : List.of("\"means\":[0.0,1.0]", "\"means\":[]", "\"means\":[null]")) {
      String changed = text.replace("\"means\":[0.0]", wrong);
      assertTrue(!changed.equals(text));
      assertThrows(IOException.class, () -> PreparationJson.read(changed));
    }
  }

  private static Configuration configuration() {
    return Configuration.builder()
        .data(DataSpec.of("y"))
        .layer(Dense.of(2, new Tanh()))
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .optimizer(new Sgd(0.1))
        .epochs(1)
        .build();
  }

  @Test
  void whatNoFileCouldHoldIsRefusedBeforeTheFirstStep() {
    List<Column> columns = new ArrayList<>();
    String name = "x".repeat(Safetensors.MOST_HEADER_BYTES / 20);
    for (int i = 0; i < 21; i++) {
      columns.add(Column.of(name + i, 0.1, 0.2, 0.4));
    }
    columns.add(Column.of("y", 0.3, 0.2, 0.1));
    List<String> begun = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void started(TrainingPlan plan) {
            begun.add("started");
          }
        };
    Table table = Table.of(columns);
    ModelFileException e =
        assertThrows(
            ModelFileException.class,
            () -> gradus.job(configuration()).on(table).listener(listener).train());
    assertEquals(Reason.TOO_LARGE, e.reason());
    assertEquals(List.of(), begun);
  }

  @Test
  void aNetworkThatAFileOnlySpeaksOfIsRefusedWithoutTakingItsMemory() throws IOException {
    Table table = Table.of(Column.of("x", 0.1, 0.2, 0.4), Column.of("y", 0.3, 0.2, 0.1));
    Path file = folder.resolve("m.safetensors");
    gradus.save(gradus.job(configuration()).on(table).train().model(), file);
    SafetensorsContent content = Safetensors.read(file);
    for (String network :
        List.of(
            "[{dense: {units: 500000000}}, {dense: {}}]",
            "[{dense: {units: 2147483647}}, {dense: {}}]",
            "[{image: {height: 1, width: 1}}, {conv2d: {filters: 400000000, kernel: 1}}, flatten, {dense: {}}]",
            "[{image: {height: 1, width: 1}}, {conv2d: {filters: 1, kernel: 46341, padding: same}}, flatten, {dense: {}}]",
            "[{dense: {units: 30000}}, {dense: {units: 30000}}, {dense: {}}]",
            "[{dense: {units: 400000000}}, batch-norm, {dense: {}}]")) {
      Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
      String yaml = Objects.requireNonNull(metadata.get("gradus.configuration"));
      metadata.put(
          "gradus.configuration",
          yaml.replaceFirst("(?s)network:.*?\nloss", "network: " + network + "\nloss"));
      Files.write(file, Safetensors.encode(new SafetensorsContent(metadata, content.tensors())));
      long before = Allocated.now();
      ModelFileException e =
          assertThrows(ModelFileException.class, () -> gradus.load(file), network);
      long taken = Allocated.now() - before;
      assertEquals(Reason.CORRUPT, e.reason(), e::getMessage);
      assertTrue(taken < 8 << 20, () -> taken + " bytes are taken for " + network);
    }
  }
}
