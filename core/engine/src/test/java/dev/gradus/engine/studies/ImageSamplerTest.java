package dev.gradus.engine.studies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Softmax;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.study.ExampleGradient;
import dev.gradus.engine.study.ImageExamples;
import dev.gradus.engine.study.Outcome;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.Image;
import dev.gradus.layers.MaxPool;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.optimizers.Sgd;
import dev.gradus.spi.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Examples become images again where the columns are pixels. */
class ImageSamplerTest {

  private static final int ROWS = 4;

  /** Pixel {@code k} of row {@code i} is {@code 10 i + k}. */
  private static Table table(String name, int pixels) {
    List<Column> columns = new ArrayList<>();
    for (int k = 0; k < pixels; k++) {
      int pixel = k;
      columns.add(
          Column.of(name + k, IntStream.range(0, ROWS).mapToDouble(i -> 10 * i + pixel).toArray()));
    }
    columns.add(Column.of("t", "a", "b", "a", "b"));
    return Table.of(columns.toArray(Column[]::new));
  }

  private static Experiment experiment(Table table, Optional<Image> image) {
    Configuration.Builder configuration =
        Configuration.builder().data(DataSpec.of("t").scale(ColumnSpec.Scale.STANDARD));
    image.ifPresent(layer -> configuration.layer(layer).layer(new MaxPool()).layer(new Flatten()));
    return new ExperimentBuilder(new NetworkBuilder(Catalogue.ofInstalled()))
        .build(
            configuration
                .layer(Dense.output(new Softmax()))
                .loss(new CrossEntropy())
                .optimizer(new Sgd(0.1))
                .build(),
            table);
  }

  private static Optional<ImageExamples> images(Experiment experiment) {
    List<ExampleGradient> hardest =
        List.of(new ExampleGradient(experiment.trainingLines().of(3), 1, 0.5, Map.of(), "b", "a"));
    // The third is taken for b, and surer than the second is for a.
    Outcome outcome =
        new Outcome(
            "training",
            ROWS,
            List.of(1, 2, 3, 4),
            List.of(List.of(0.9, 0.1), List.of(0.6, 0.4), List.of(0.2, 0.8), List.of(0.3, 0.7)),
            List.of(List.of(1.0, 0.0), List.of(0.0, 1.0), List.of(1.0, 0.0), List.of(0.0, 1.0)),
            List.of());
    return ImageSampler.of(experiment, hardest, outcome);
  }

  @Test
  void theFirstLayerSeesAnImage() {
    ImageExamples images =
        images(experiment(table("x", 6), Optional.of(new Image(2, 3)))).orElseThrow();
    assertEquals(Shape.image(2, 3, 1), images.shape());
    assertEquals(List.of(2, 1), List.copyOf(images.mistakes().keySet()), "the surest first");
    // The least number of the three images is 10, the largest 35.
    List<Integer> hardest = IntStream.range(0, 6).map(k -> byteOf(30 + k)).boxed().toList();
    assertEquals(List.of(hardest), images.hardest());
    assertEquals(
        IntStream.range(0, 6).map(k -> byteOf(20 + k)).boxed().toList(), images.mistakes().get(2));
  }

  private static int byteOf(int number) {
    return (int) Math.round(255 * (number - 10) / 25.0);
  }

  @Test
  void aSquareNumberOfColumnsNamedAsPixelsIsAnImage() {
    assertEquals(
        Shape.image(5, 5, 1),
        images(experiment(table("p", 25), Optional.empty())).orElseThrow().shape());
    assertTrue(images(experiment(table("p", 24), Optional.empty())).isEmpty());
    assertTrue(images(experiment(table("x", 25), Optional.empty())).isEmpty());
  }
}
