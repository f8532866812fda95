package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Softmax;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.problem.GradusException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model knows where it comes from. */
class AboutTest {

  private static final Table TABLE =
      Table.of(
          Column.of("width", 0.2, 1.3, 2.1, 0.3, 1.4, 2.2, 0.1, 1.2),
          Column.of("kind", "a", "b", "c", "a", "b", "c", "a", "b"));

  private final Gradus gradus = Gradus.create();

  @AfterEach
  void close() {
    gradus.close();
  }

  private Training trained() {
    return gradus
        .job(
            Configuration.builder()
                .data(
                    new DataSpec(
                        Optional.empty(),
                        List.of("kind"),
                        Map.of(),
                        ColumnSpec.Scale.STANDARD,
                        new SplitSpec(0.25, Optional.empty())))
                .layer(Dense.output(new Softmax()))
                .loss(new CrossEntropy())
                .optimizer(new Adam(0.01))
                .metric(new Accuracy())
                .epochs(2)
                .seed(3)
                .build())
        .on(TABLE)
        .train();
  }

  private byte[] bytes(Model model) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    gradus.save(model, out);
    return out.toByteArray();
  }

  @Test
  void itSaysHowItWasTrained() {
    Training training = trained();
    Model model = training.model();
    About about = model.about();
    assertEquals(Version.current(), about.version());
    assertEquals(Optional.of(6), about.trainingRows());
    assertEquals(Optional.of(2), about.validationRows());
    assertEquals(Optional.of(3L), about.seed());
    assertEquals(training.metrics(), about.scores());
    assertEquals(Optional.empty(), about.trainedAt());
    assertEquals(Optional.empty(), about.duration());
    assertTrue(model.plugins().stream().anyMatch(line -> line.startsWith("optimizer adam (")));
    Model loaded = gradus.load(bytes(model));
    assertEquals(about, loaded.about());
    assertEquals(
        List.copyOf(about.scores().keySet()), List.copyOf(loaded.about().scores().keySet()));
    assertEquals(model.plugins(), loaded.plugins());
  }

  @Test
  void theSameTrainingGivesTheSameBytesUnlessADateIsWanted() {
    assertArrayEquals(bytes(trained().model()), bytes(trained().model()));
    Instant when = Instant.parse("2026-03-04T05:06:07Z");
    Model dated = trained().model().dated(when, Duration.ofMillis(1234));
    assertEquals(Optional.of(when), dated.about().trainedAt());
    Model loaded = gradus.load(bytes(dated));
    assertEquals(dated.about(), loaded.about());
    assertEquals(Optional.of(Duration.ofMillis(1234)), loaded.about().duration());
    assertArrayEquals(bytes(dated), bytes(loaded));
  }

  @Test
  void theApplicationSaysWhatItLikes() {
    Model model = trained().model();
    assertEquals(Map.of(), model.metadata());
    Map<String, String> own = Map.of("team", "risk", "data", "2026-03, überall\n\"zweite\"");
    Model named = model.withMetadata(own);
    assertEquals(own, named.metadata());
    byte[] bytes = bytes(named);
    assertEquals("risk", Safetensors.decode(bytes, "m").metadata().get("application.team"));
    Model loaded = gradus.load(bytes);
    assertEquals(own, loaded.metadata());
    assertEquals(Map.of(), loaded.withMetadata(Map.of()).metadata());
    assertArrayEquals(bytes(model), bytes(loaded.withMetadata(Map.of())));
    assertThrows(IllegalArgumentException.class, () -> model.withMetadata(Map.of("", "x")));
    Map<String, String> holes = new HashMap<>();
    holes.put("team", null);
    assertEquals("metadata: the value of 'team' must not be null", refused(model, holes));
    holes.put(null, "risk");
    holes.remove("team");
    assertEquals("metadata must not have a key that is null", refused(model, holes));
    assertThrows(
        GradusException.class,
        () -> bytes(model.withMetadata(Map.of("long", "x".repeat(20_000_000)))));
  }

  private static String refused(Model model, Map<String, String> metadata) {
    return String.valueOf(
        assertThrows(NullPointerException.class, () -> model.withMetadata(metadata)).getMessage());
  }

  @Test
  void aLineSaysWhatItIs() {
    assertEquals(
        "model of kind (a, b, c) from 1 columns, 6 parameters, trained by Gradus %s on 6 rows"
            .formatted(Version.current()),
        trained().model().toString());
  }
}
