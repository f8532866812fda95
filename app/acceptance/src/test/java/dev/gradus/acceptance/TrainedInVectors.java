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
 * Trains the network of {@link StepsTest}, in a process of its own: prints how products are
 * computed, a digest of what was learned, and the fewest bytes that an epoch allocated in its
 * steps.
 */
final class TrainedInVectors {

  private static final int EPOCHS = 40;

  private TrainedInVectors() {}

  /** Takes a folder for the model. */
  public static void main(String[] args) throws IOException {
    AllocationWatch watch = new AllocationWatch(2);
    Path file = Path.of(args[0], "trained.safetensors");
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
    System.out.println(Version.products());
    System.out.println(Bits.digest(List.of(Bits.tensorsOf(Files.readAllBytes(file)))));
    System.out.println(Collections.min(watch.bytes().values()));
  }
}
