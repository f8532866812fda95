package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Allocated;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sizes that no memory could hold are refused before any is allocated, whichever option sets them.
 */
class HostileSizesTest {

  private static final long HEAP = 64L << 20;

  /** What refusing may take, in bytes: far less than the smallest of what is refused. */
  private static final long FRUGAL = 8L << 20;

  private static final long[] SIZES = {4_000_000, 46_341, 500_000_000, 2_147_483_647};

  @TempDir Path folder;

  private static Table images() {
    List<Column> columns = new ArrayList<>();
    for (int k = 0; k < 64; k++) {
      columns.add(Column.of("p" + k, 0.1 * k, 0.5, 0.9, 1.0 - 0.01 * k));
    }
    columns.add(Column.of("city", "a", "b", "c", "a"));
    columns.add(Column.of("y", 1.0, 2.0, 3.0, 4.0));
    return Table.of(columns);
  }

  /** Networks with a hole for a number. */
  private static List<String> networks() {
    String end = "flatten, dense";
    return List.of(
        "[dense: {units: %s}, dense]",
        "[dense: {units: %s, activation: prelu}, dense]",
        "[dense: {units: 8}, dense: {units: %s, bias: false}, dense]",
        "[dense: {units: %s}, batch-norm, dense]",
        "[dense: {units: %s}, layer-norm, dropout, dense]",
        "[dense: {units: 100}, dense: {units: %s}, dense: {units: 100}, dense]",
        "[residual: {layers: [dense: {units: %s}, dense: {units: 64}]}, dense]",
        "[image: {height: 8, width: 8}, conv2d: {filters: %s}, " + end + "]",
        "[image: {height: 8, width: 8}, conv2d: {filters: %s, padding: same}, max-pool, "
            + end
            + "]",
        "[image: {height: 8, width: 8}, conv2d: {filters: 2, kernel: %s}, " + end + "]",
        "[image: {height: 8, width: 8}, conv2d: {filters: 2, kernel: %s, padding: same}, "
            + end
            + "]",
        "[image: {height: 8, width: 8}, conv2d: {filters: 3}, conv2d: {filters: %s, kernel: 1}, "
            + end
            + "]",
        "[image: {height: %s, width: 8}, " + end + "]",
        "[image: {height: 8, width: 8, channels: %s}, " + end + "]",
        "[image: {height: 8, width: 8}, max-pool: {size: %s}, " + end + "]",
        "[image: {height: 8, width: 8}, residual: {layers: [conv2d: {filters: %s, padding: same}, conv2d: {filters: 1, padding: same}]}, "
            + end
            + "]");
  }

  private static String yaml(String columns, String network, String training) {
    return """
        data: {csv: data.csv, target: y, columns: {%s}}
        network: %s
        loss: mean-squared-error
        optimizer: adam
        training: {%s}
        """
        .formatted(columns, network, training);
  }

  private static List<String> hostile() {
    List<String> all = new ArrayList<>();
    for (long size : SIZES) {
      for (String network : networks()) {
        all.add(yaml("city: ignore", network.formatted(size), "epochs: 1"));
      }
      all.add(yaml("", "[embedding: {dimensions: %s}, dense]".formatted(size), "epochs: 1"));
    }
    all.add(yaml("city: ignore", "[dense]", "threads: 2147483647"));
    all.add(yaml("city: ignore", "[dense]", "threads: 1025"));
    return all;
  }

  @Test
  void eachIsRefusedWithoutTakingTheMemory() throws IOException {
    Table table = images();
    Path file = folder.resolve("c.yaml");
    try (Gradus gradus = Gradus.create()) {
      ExperimentBuilder experiments =
          new ExperimentBuilder(new NetworkBuilder(gradus.catalogue()), warning -> {}, HEAP);
      for (String yaml : hostile()) {
        Files.writeString(file, yaml);
        long before = Allocated.now();
        GradusException e =
            assertThrows(
                GradusException.class,
                () -> {
                  Configuration configuration = gradus.read(file);
                  experiments.build(configuration, table);
                },
                yaml);
        long taken = Allocated.now() - before;
        assertTrue(taken < FRUGAL, () -> taken + " bytes are taken for " + yaml);
        assertTrue(
            String.valueOf(e.getMessage())
                .matches("(?s).*(network\\[[0-9]\\][^ :]*|training[.]threads): .{20,}"),
            () -> yaml + e.getMessage());
      }
    }
  }

  @Test
  void aBatchOfAnySizeIsAsLargeAsTheDataAtMost() throws IOException {
    Path file = folder.resolve("c.yaml");
    Files.writeString(
        file,
        yaml("city: ignore", "[dense]", "batch-size: 2147483647, accumulate-batches: 2147483647"));
    try (Gradus gradus = Gradus.create()) {
      Experiment experiment =
          new ExperimentBuilder(new NetworkBuilder(gradus.catalogue()), warning -> {}, HEAP)
              .build(gradus.read(file), images());
      assertTrue(new Trainer().plan(experiment).bytes() < FRUGAL);
    }
  }
}
