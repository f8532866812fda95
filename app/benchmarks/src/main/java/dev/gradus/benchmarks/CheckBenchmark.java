package dev.gradus.benchmarks;

import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.check.Claim;
import dev.gradus.check.Conformance;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.initializers.GlorotUniform;
import dev.gradus.spi.Activation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * The time to check the plugins of a network before training. The plugins are those of the first
 * example, {@code iris.yaml}, treated as if they were not built in.
 *
 * <p>Prints one line: the number of such checks per second in a fresh process, by the processor
 * time of the thread. With an argument it prints milliseconds instead, for each plugin and for all
 * of them, in a fresh process and when repeated, both elapsed time and processor time.
 */
public final class CheckBenchmark {

  private static final int ROUNDS = 101;

  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private static final List<Object> PLUGINS =
      List.of(
          new CrossEntropy(),
          new MeanSquaredError(),
          new Tanh(),
          new Softmax(),
          new GlorotUniform(),
          new Adam(0.01),
          new Accuracy());

  private CheckBenchmark() {}

  /** Elapsed time and processor time, in nanoseconds. */
  private record Time(long clock, long processor) {
    static Time now() {
      return new Time(System.nanoTime(), CLOCK.getCurrentThreadCpuTime());
    }

    Time since(Time begin) {
      return new Time(clock - begin.clock, processor - begin.processor);
    }

    Time plus(Time other) {
      return new Time(clock + other.clock, processor + other.processor);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%8.2f %8.2f", clock / 1e6, processor / 1e6);
    }
  }

  /** Runs the benchmark. */
  public static void main(String[] args) throws Throwable {
    List<Time> first = check();
    Time all = first.stream().reduce(new Time(0, 0), Time::plus);
    if (args.length == 0) {
      System.out.printf(Locale.ROOT, "check chosen %.2f%n", 1e9 / all.processor());
      return;
    }
    List<List<Time>> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      rounds.add(check());
    }
    System.out.printf("%-20s %8s %8s %8s %8s%n", "milliseconds", "first", "cpu", "again", "cpu");
    Time again = new Time(0, 0);
    for (int i = 0; i < PLUGINS.size(); i++) {
      int plugin = i;
      Time median =
          new Time(
              median(rounds.stream().mapToLong(round -> round.get(plugin).clock()).toArray()),
              median(rounds.stream().mapToLong(round -> round.get(plugin).processor()).toArray()));
      again = again.plus(median);
      System.out.printf(
          "%-20s %s %s%n", PLUGINS.get(i).getClass().getSimpleName(), first.get(i), median);
    }
    System.out.printf("%-20s %s %s%n", "all", all, again);
  }

  private static List<Time> check() throws Throwable {
    List<Time> times = new ArrayList<>();
    for (Object plugin : PLUGINS) {
      Time begin = Time.now();
      List<Activation> activations =
          ServiceLoader.load(Activation.class).stream().map(ServiceLoader.Provider::get).toList();
      for (Claim claim : Conformance.claimsBeforeTraining(plugin, activations, List.of())) {
        claim.check().run();
      }
      times.add(Time.now().since(begin));
    }
    return times;
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
