package dev.gradus.acceptance;

import dev.gradus.activations.Relu;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.Learner;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Version;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.optimizers.Adam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains the network of {@link StepsTest}, in a process of its own if the process needs other
 * options.
 */
final class TrainedInVectors {

  /** As many as products of constant sizes pay for; the run is stopped before. */
  private static final int EPOCHS = 300;

  private static final int LEARNED = 40;

  /**
   * The full batches of an epoch. The last batch is short; its products may have loops that nothing
   * else uses, so the compiler takes thousands of epochs to notice them.
   */
  private static final int FULL_BATCHES = 7;

  /**
   * Vectors are objects until the second compiler has compiled the loops, and on a busy machine
   * this takes longer than a run. An allocation by the step itself would occur in every run.
   */
  private static final int RUNS = 20;

  private TrainedInVectors() {}

  /** Takes a folder for the model, and prints what {@link #train} gives. */
  public static void main(String[] args) throws IOException {
    train(Path.of(args[0])).forEach(System.out::println);
  }

  /**
   * Trains, again and again until the steps of an epoch allocate nothing.
   *
   * @return how products are computed, digests of what was learned in a run and table by table, and
   *     the fewest bytes that the steps of an epoch allocated
   */
  static List<String> train(Path folder) throws IOException {
    Path file = folder.resolve("trained.safetensors");
    Path ofTables = folder.resolve("tables.safetensors");
    long fewest = Long.MAX_VALUE;
    try (Gradus gradus = Gradus.create()) {
      for (int run = 0; run < RUNS && fewest > 0; run++) {
        AllocationWatch watch = new AllocationWatch(2, LEARNED, FULL_BATCHES);
        gradus.save(
            gradus
                .job(StepsTest.configuration(new CrossEntropy(), new Adam(), 1, EPOCHS))
                .on(StepsTest.table())
                .listener(watch)
                .train()
                .model(),
            file);
        fewest = Math.min(fewest, Collections.min(watch.bytes().values()));
      }
      gradus.save(learned(gradus), ofTables);
    }
    return List.of(
        Version.products(),
        Bits.digest(List.of(Bits.tensorsOf(Files.readAllBytes(file)))),
        Bits.digest(List.of(Bits.tensorsOf(Files.readAllBytes(ofTables)))),
        fewest + " bytes");
  }

  /**
   * Learns from a table with fewer rows than a batch, and then from one with more. The second layer
   * has so many inputs that its gradients are copied for the product.
   */
  private static Model learned(Gradus gradus) {
    Table all = StepsTest.table();
    Learner learner =
        gradus
            .job(
                Configuration.builder()
                    .data(DataSpec.of("kind"))
                    .layer(Dense.of(64, new Relu()))
                    .layer(Dense.of(20, new Tanh()))
                    .layer(Dense.output(new Softmax()))
                    .loss(new CrossEntropy())
                    .optimizer(new Adam())
                    .batchSize(32)
                    .training(t -> t.threads(1))
                    .build())
            .on(all)
            .learner();
    learner.fit(all.select(IntStream.range(0, 10).toArray()));
    learner.fit(all.select(IntStream.range(10, 110).toArray()));
    return learner.model();
  }
}
