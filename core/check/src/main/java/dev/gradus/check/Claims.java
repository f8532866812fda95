package dev.gradus.check;

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
  private final Effort effort;
  private final List<Claim> claims = new ArrayList<>();

  Claims(Object plugin, Effort effort) {
    this.plugin = plugin;
    this.effort = effort;
  }

  Effort effort() {
    return effort;
  }

  /**
   * Adds the claim that every option has an effect, if there are options to vary.
   *
   * @param behaviour the results of a plugin of the same class, as numbers
   */
  Claims thatEveryOptionCounts(Function<Object, double[]> behaviour) {
    return OptionsCount.canVary(plugin)
        ? that("every option has an effect", () -> OptionsCount.check(plugin, behaviour))
        : this;
  }

  /** Adds a claim that is checked before training too. */
  Claims thatTrainingNeeds(String claim, Claim.Check check) {
    claims.add(new Claim(claim, true, check));
    return this;
  }

  /** Adds a claim. */
  Claims that(String claim, Claim.Check check) {
    claims.add(new Claim(claim, false, check));
    return this;
  }

  List<Claim> all() {
    return List.copyOf(claims);
  }

  /** Whether two numbers agree: relative to the expected one above 1, absolutely below. */
  static boolean close(double actual, double expected, double tolerance) {
    return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));
  }

  /**
   * The result of a method.
   *
   * @throws BrokenClaim if it is null
   */
  @SuppressWarnings("ConstantValue") // The compiler does not hold a plugin to non-null results.
  static <T> T answer(Object plugin, String method, T returned) {
    if (returned == null) {
      throw new BrokenClaim(
          plugin, "its method " + method + " returns null; no result may be null");
    }
    return returned;
  }

  /**
   * The message of a refusal.
   *
   * @throws BrokenClaim if it has none
   */
  static void checkRefusal(Object plugin, String what, IllegalArgumentException refusal) {
    if (String.valueOf(refusal.getMessage()).length() < 20) {
      throw new BrokenClaim(
          plugin, "it refuses %s without a sentence: '%s'".formatted(what, refusal.getMessage()));
    }
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
          throw new BrokenClaim(
              plugin, "several threads at once get different results from one thread");
        }
      }
    } catch (ExecutionException e) {
      throw new BrokenClaim(plugin, "it fails when several threads use it: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }
}
