package dev.gradus.acceptance;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Version;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.optimizers.Adam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * Trains the network of {@link StepsTest}, in a process of its own if the process needs other
 * options.
 */
final class TrainedInVectors {

  /** As many as the Vector API pays for; the run is stopped before. */
  private static final int EPOCHS = 300;

  private static final int LEARNED = 40;

  private TrainedInVectors() {}

  /** Takes a folder for the model, and prints what {@link #train} gives. */
  public static void main(String[] args) throws IOException {
    train(Path.of(args[0])).forEach(System.out::println);
  }

  /**
   * Trains.
   *
   * @return how products are computed, a digest of what was learned, and the fewest bytes that the
   *     steps of an epoch allocated
   */
  static List<String> train(Path folder) throws IOException {
    AllocationWatch watch = new AllocationWatch(2, LEARNED);
    Path file = folder.resolve("trained.safetensors");
    try (Gradus gradus = Gradus.create()) {
      gradus.save(
          gradus
              .job(StepsTest.configuration(new CrossEntropy(), new Adam(), 1, EPOCHS))
              .on(StepsTest.table())
              .listener(watch)
              .train()
              .model(),
          file);
    }
    return List.of(
        Version.products(),
        Bits.digest(List.of(Bits.tensorsOf(Files.readAllBytes(file)))),
        Collections.min(watch.bytes().values()) + " bytes");
  }
}
