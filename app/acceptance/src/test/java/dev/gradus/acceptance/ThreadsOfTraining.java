package dev.gradus.acceptance;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.optimizers.Adam;

/** Trains with as many threads as Gradus chooses, and prints how many it has. */
final class ThreadsOfTraining {

  /** Threads of the engine; the one that trains is not among them. */
  private static final String NAME = "gradus-";

  private ThreadsOfTraining() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    System.out.println(most() + 1);
  }

  /** The most threads of the engine that were there when a step ended. */
  private static long most() {
    long[] most = {0};
    TrainingListener count =
        new TrainingListener() {
          @Override
          public void stepDone(int epoch, int step, double loss) {
            long now =
                Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith(NAME))
                    .count();
            most[0] = Math.max(most[0], now);
          }
        };
    try (Gradus gradus = Gradus.create()) {
      gradus
          .job(StepsTest.builder(new CrossEntropy(), new Adam(), 1).build())
          .on(StepsTest.table())
          .listener(count)
          .train();
    }
    return most[0];
  }
}
