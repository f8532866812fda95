package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Allocated;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.OneHotColumn;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.column.Whitening;
import dev.gradus.runtime.file.PreparationJson;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.problem.ModelFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whitening of a model is in its file, and applied in every prediction. */
class WhitenedModelTest {

  private static final String PREPARATION = "gradus.preparation";

  private static final Gradus GRADUS = Gradus.create();

  @TempDir Path folder;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static Table table() {
    SplittableRandom random = new SplittableRandom(4);
    double[][] rows = new double[60][];
    for (int i = 0; i < rows.length; i++) {
      double a = random.nextDouble(-5, 5);
      double b = a + random.nextDouble(-1, 1);
      rows[i] = new double[] {a, b, a - b + 3, random.nextDouble(), 2 * a - b};
    }
    return Table.ofRows(List.of("a", "b", "difference", "c", "t"), rows);
  }

  private static Model model() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("t").scale(ColumnSpec.Scale.WHITEN))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Sgd(0.1))
            .epochs(20)
            .build();
    return GRADUS.job(configuration).on(table()).train().model();
  }

  private static double[] row(Table table, int row) {
    return table.columns().stream().limit(4).mapToDouble(column -> column.number(row)).toArray();
  }

  @Test
  void aLoadedModelPredictsTheSameBitsInTablesAndSingleRows() {
    Model model = model();
    assertEquals(3, model.network().inputs(), "one column follows from two others");
    Path file = folder.resolve("m.safetensors");
    GRADUS.save(model, file);
    assertEquals(
        "2",
        Safetensors.read(file).metadata().get("gradus.format"),
        "a Gradus that knows no whitening says that it is too new");
    Model loaded = GRADUS.load(file);
    assertEquals(model.preparation(), loaded.preparation());
    double[][] predicted = model.predictor().predict(table());
    double[][] again = loaded.predictor().predict(table());
    for (int i = 0; i < predicted.length; i++) {
      assertArrayEquals(predicted[i], again[i]);
      assertArrayEquals(predicted[i], loaded.predictor().predict(row(table(), i)));
      assertEquals(table().column("t").number(i), predicted[i][0], 1e-2, "it has learned");
    }
  }

  @Test
  void aSingleRowAllocatesNothing() {
    Predictor predictor = model().predictor();
    double[] row = row(table(), 0);
    double[] outputs = new double[1];
    predictor.predict(row, outputs);
    long before = Allocated.now();
    for (int i = 0; i < 1000; i++) {
      predictor.predict(row, outputs);
    }
    long taken = Allocated.now() - before;
    // An object has 16 bytes; who counts takes some too.
    assertTrue(taken < 10_000, () -> "1000 predictions have allocated " + taken + " bytes");
  }

  @Test
  void theFileHasColumnsAndWeights() throws IOException {
    Preparation preparation =
        new Preparation(
            List.of(
                new ScaledColumn("a", 1, 2),
                new OneHotColumn("kind", List.of("x", "y")),
                new ScaledColumn("b", 0, 1)),
            new NumericTarget(List.of(new ScaledColumn("t", 0, 1))),
            Optional.of(new Whitening(List.of("a", "b"), List.of(0.5, 0.5, -2.0, 2.0))));
    String written = PreparationJson.write(preparation);
    assertTrue(
        written.endsWith(
            "\"whitening\":{\"columns\":[\"a\",\"b\"],\"weights\":[0.5,0.5,-2.0,2.0]}}"),
        written);
    assertEquals(preparation, PreparationJson.read(written));
  }

  @Test
  void aWhiteningIsReadToTheLetter() {
    Map<String, List<String>> changes = new LinkedHashMap<>();
    changes.put("a number too few", List.of("\"weights\":[", "\"weights\":[1.0,"));
    changes.put("no number", List.of("\"weights\":[", "\"weights\":[null,"));
    changes.put("an infinite number", List.of("\"weights\":[", "\"weights\":[1e999,0,0,0,"));
    changes.put(
        "no columns",
        List.of(
            "\"columns\":[\"a\",\"b\",\"difference\",\"c\"],\"weights",
            "\"columns\":[],\"weights"));
    changes.put(
        "an unknown column", List.of("\"columns\":[\"a\",\"b\"", "\"columns\":[\"a\",\"z\""));
    changes.put("another order", List.of("\"columns\":[\"a\",\"b\"", "\"columns\":[\"b\",\"a\""));
    changes.put("another key", List.of("\"weights\":", "\"weight\":"));
    changes.put("directions too many", List.of("\"weights\":[", "\"weights\":[1,1,1,1,1,1,1,1,"));
    changes.put("directions too few", List.of("\"whitening\":{", "\"whitened\":{"));
    Path file = folder.resolve("m.safetensors");
    GRADUS.save(model(), file);
    SafetensorsContent content = Safetensors.read(file);
    String before = Objects.requireNonNull(content.metadata().get(PREPARATION));
    changes.forEach(
        (what, change) -> {
          Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
          String after = before.replace(change.get(0), change.get(1));
          assertTrue(!before.equals(after), before);
          metadata.put(PREPARATION, after);
          byte[] changed = Safetensors.encode(new SafetensorsContent(metadata, content.tensors()));
          ModelFileException e =
              assertThrows(ModelFileException.class, () -> GRADUS.load(changed), what);
          assertEquals(ModelFileException.Reason.CORRUPT, e.reason(), what);
        });
  }
}
