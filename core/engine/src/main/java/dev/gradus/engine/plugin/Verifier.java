package dev.gradus.engine.plugin;

import dev.gradus.engine.plugin.GradientCheck.Slope;
import dev.gradus.engine.problem.GradusException;
import dev.gradus.spi.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Compares the gradients of plugins that are not built in with their values before they teach a
 * network anything, and says what it finds.
 */
public final class Verifier {

  /** How far ratios may be apart to count as one, relative. */
  private static final double SAME = 1e-4;

  /** Of the places, the share at which two things must agree to be called alike. */
  private static final double MOST = 0.9;

  private static final double TINY = 1e-9;

  private final Catalogue catalogue;

  /**
   * Makes a verifier.
   *
   * @param catalogue the losses that a wrong gradient is compared with
   */
  public Verifier(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Verifies all plugins that something is made of, a configuration for instance, and that are not
   * built in.
   *
   * @throws PluginException with a diagnosis, if a gradient is not the slope of its value, or a
   *     plugin fails
   */
  public void verify(Object user) {
    for (Object plugin : UsedPlugins.in(user)) {
      if (!UsedPlugins.isBuiltIn(plugin)) {
        verifyPlugin(plugin);
      }
    }
  }

  /**
   * Verifies one plugin.
   *
   * @throws PluginException with a diagnosis
   */
  void verifyPlugin(Object plugin) {
    List<Slope> slopes;
    try {
      slopes = GradientCheck.of(plugin);
    } catch (PluginException e) {
      throw new PluginException(nameOf(plugin) + " cannot be used: " + e.getMessage(), e);
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      throw new PluginException(
          "%s cannot be used: it failed when it was tried (%s); that is a fault of the plugin"
              .formatted(nameOf(plugin), e),
          e);
    }
    Optional<Slope> wrong = slopes.stream().filter(slope -> !slope.agrees()).findFirst();
    if (wrong.isPresent()) {
      throw new PluginException(
          "%s teaches something else than its value says: %s%s. Correct its gradient; gradus plugin verify shows when it is right"
              .formatted(nameOf(plugin), describe(wrong.get()), diagnosis(plugin, slopes)));
    }
  }

  private static String nameOf(Object plugin) {
    PluginType type = PluginType.of(plugin);
    return "the %s '%s' (%s)".formatted(type.kinds().get(0), type.name(), type.origin());
  }

  private static String describe(Slope slope) {
    String which = slope.prediction().length > 1 ? " of output " + (slope.output() + 1) : "";
    String both =
        String.format(
            Locale.ROOT,
            "%s the gradient%s is %.6g, but the value changes by %.6g per unit",
            slope.where(),
            which,
            slope.stated(),
            slope.measured());
    return Math.abs(slope.measured()) < TINY
        ? both
        : both + String.format(Locale.ROOT, ", a ratio of %.4g", slope.stated() / slope.measured());
  }

  /** What the gradient looks like instead; empty if like nothing that is known. */
  private String diagnosis(Object plugin, List<Slope> slopes) {
    Optional<Double> factor = factor(slopes, Slope::stated, Slope::measured);
    if (factor.isPresent()) {
      return constant(factor.get());
    }
    if (!(plugin instanceof Loss)) {
      return "";
    }
    Optional<String> value = likeness(slopes, Slope::value, false);
    Optional<String> gradient = likeness(slopes, Slope::stated, true);
    if (value.isPresent() && gradient.isPresent()) {
      return "; the value is that of %s, the gradient that of %s"
          .formatted(value.get(), gradient.get());
    }
    return gradient.map(name -> "; the gradient is that of " + name).orElse("");
  }

  private static String constant(double factor) {
    if (Math.abs(factor + 1) < SAME) {
      return "; it is so everywhere: the sign of the gradient is wrong";
    }
    return String.format(
        Locale.ROOT,
        "; it is so everywhere: a factor of %.4g is too much in the gradient, or missing in the value (a mean over the outputs for a sum, or a 2 from a square?)",
        factor);
  }

  /**
   * The factor between two numbers that is the same at most places, if it is.
   *
   * @return empty if there is none, or they are alike
   */
  private static Optional<Double> factor(
      List<Slope> slopes, ToDoubleFunction<Slope> one, ToDoubleFunction<Slope> other) {
    List<Slope> telling =
        slopes.stream().filter(slope -> Math.abs(other.applyAsDouble(slope)) > TINY).toList();
    if (telling.isEmpty()) {
      return Optional.empty();
    }
    double[] ratios =
        telling.stream()
            .mapToDouble(slope -> one.applyAsDouble(slope) / other.applyAsDouble(slope))
            .sorted()
            .toArray();
    double median = ratios[ratios.length / 2];
    long alike =
        Arrays.stream(ratios)
            .filter(ratio -> Math.abs(ratio - median) <= SAME * Math.abs(median))
            .count();
    return alike >= MOST * ratios.length && median != 0 ? Optional.of(median) : Optional.empty();
  }

  /** The built-in loss that has such values or gradients, or else has them up to a factor. */
  private Optional<String> likeness(
      List<Slope> slopes, ToDoubleFunction<Slope> number, boolean ofGradient) {
    Optional<String> upToFactor = Optional.empty();
    for (PluginType type : catalogue.all(PluginKind.LOSS)) {
      Loss loss = (Loss) type.create(Map.of());
      Optional<Double> factor =
          UsedPlugins.isBuiltIn(loss) && suits(loss, slopes)
              ? factor(slopes, number, slope -> numberOf(loss, slope, ofGradient))
              : Optional.empty();
      if (factor.isPresent() && Math.abs(factor.get() - 1) < SAME) {
        return Optional.of(type.name());
      }
      upToFactor =
          upToFactor.or(
              () ->
                  factor.map(
                      times -> String.format(Locale.ROOT, "%.4g times %s", times, type.name())));
    }
    return upToFactor;
  }

  private static boolean suits(Loss loss, List<Slope> slopes) {
    return loss.outputsPerTarget() == 1
        && slopes.stream()
            .allMatch(
                slope ->
                    slope.prediction().length == slope.target().length
                        && Arrays.stream(slope.prediction()).allMatch(loss.predictions()::contains)
                        && Arrays.stream(slope.target()).allMatch(loss.targets()::contains));
  }

  private static double numberOf(Loss loss, Slope slope, boolean ofGradient) {
    double[] gradient = new double[slope.prediction().length];
    double value = loss.evaluate(slope.prediction().clone(), slope.target().clone(), gradient);
    return ofGradient ? gradient[slope.output()] : value;
  }

  /**
   * Does something in which plugins take part; where one of them fails, it is named.
   *
   * @param user what the plugins belong to
   * @param when such as {@code in epoch 3}
   * @throws PluginException if an exception arose in the code of a plugin that is not built in
   */
  public static <T> T naming(Object user, String when, Supplier<T> work) {
    try {
      return work.get();
    } catch (GradusException e) {
      throw e;
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      Optional<PluginException> fault = faultIn(e, user, when);
      if (fault.isPresent()) {
        throw fault.get();
      }
      throw e;
    }
  }

  private static Optional<PluginException> faultIn(Throwable e, Object user, String when) {
    for (StackTraceElement frame : e.getStackTrace()) {
      for (Object plugin : UsedPlugins.in(user)) {
        if (!UsedPlugins.isBuiltIn(plugin)
            && frame.getClassName().equals(plugin.getClass().getName())) {
          return Optional.of(
              new PluginException(
                  "%s failed %s (%s, at %s:%s); that is a fault of the plugin"
                      .formatted(
                          nameOf(plugin), when, e, frame.getFileName(), frame.getLineNumber()),
                  e));
        }
      }
    }
    return Optional.empty();
  }
}
