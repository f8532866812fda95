package dev.gradus.testkit;

import dev.gradus.spi.Plugin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** The claims about one plugin. */
final class Claims {

  private static final int THREADS = 4;

  private final Object plugin;
  private final List<Claim> claims = new ArrayList<>();

  /** Begins with the claims that hold for every kind of plugin. */
  Claims(Object plugin) {
    this.plugin = plugin;
    OptionClaims.addTo(this, plugin.getClass());
  }

  /**
   * Adds the claim that every option makes a difference.
   *
   * @param behaviour what a plugin of the same class does, as numbers
   */
  Claims thatEveryOptionCounts(Function<Object, double[]> behaviour) {
    return that("every option makes a difference", () -> OptionsCount.check(plugin, behaviour));
  }

  /** Adds a claim. */
  Claims that(String claim, Claim.Check check) {
    claims.add(new Claim(claim, check));
    return this;
  }

  /** What is claimed of. */
  Object plugin() {
    return plugin;
  }

  List<Claim> all() {
    return List.copyOf(claims);
  }

  /** The name of a plugin, for messages. */
  static String nameOf(Object plugin) {
    Plugin description = plugin.getClass().getAnnotation(Plugin.class);
    return (description == null ? "" : description.name() + " ") + plugin;
  }

  /** Fails, naming the plugin, what was found, what was expected, and the seed. */
  static AssertionError failure(Object plugin, String sentence) {
    return new AssertionError(nameOf(plugin) + ": " + sentence + " (seed " + Samples.SEED + ")");
  }

  /** Whether two numbers agree: relative to the expected one above 1, absolutely below. */
  static boolean close(double actual, double expected, double tolerance) {
    return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));
  }

  /**
   * The results of a computation on several threads at once, each of which must equal the first.
   */
  static void sameFromAllThreads(Object plugin, Callable<double[]> computation) throws Exception {
    double[] alone = computation.call();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (Future<double[]> result :
          threads.invokeAll(Collections.nCopies(2 * THREADS, computation))) {
        if (!Arrays.equals(alone, result.get())) {
          throw failure(plugin, "several threads at once get other numbers than one");
        }
      }
    } catch (ExecutionException e) {
      throw new AssertionError(nameOf(plugin) + " fails when several threads use it", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
