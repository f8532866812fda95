package dev.gradus.engine.plugin;

import dev.gradus.check.BrokenClaim;
import dev.gradus.check.Claim;
import dev.gradus.check.Conformance;
import dev.gradus.check.LayerInput;
import dev.gradus.check.Slope;
import dev.gradus.check.WrongGradient;
import dev.gradus.formula.typed.TypedPlugin;
import dev.gradus.runtime.column.ShortNumber;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import dev.gradus.spi.Activation;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Checks plugins that are not built in before training, and diagnoses what is wrong: above all,
 * whether their gradients are the derivatives of their values.
 */
public final class Verifier {

  /** How much a steep formula may change within the step of a finite difference. */
  private static final double STEEP = 0.01;

  /** The relative difference up to which ratios count as equal. */
  private static final double SAME = 1e-4;

  /** The share of the points at which two functions must agree to count as the same. */
  private static final double MOST = 0.9;

  private static final double TINY = 1e-9;

  private final Catalogue catalogue;

  /**
   * Creates a verifier.
   *
   * @param catalogue the losses that a wrong gradient is compared with, and the activations that a
   *     loss may have a form for
   */
  public Verifier(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Verifies all plugins in an object, such as a configuration, that are not built in or that are
   * typed as a formula, with the options that they have there.
   *
   * @param placesOf the inputs of a layer in a network; empty if they are not known
   * @throws PluginException with a diagnosis, if a gradient is not the derivative of its value, or
   *     a plugin violates another rule of its interface, or fails
   */
  public void verify(Object user, Function<Object, List<LayerInput>> placesOf) {
    for (Object plugin : withInitializers(UsedPlugins.in(user))) {
      if ((!UsedPlugins.isBuiltIn(plugin) || isTyped(plugin))
          && !PluginType.of(plugin).kinds().isEmpty()) {
        verifyPlugin(plugin, placesOf.apply(plugin));
      }
    }
  }

  /** The plugins, and the initializers that activations among them name. */
  private List<Object> withInitializers(List<Object> plugins) {
    List<Object> all = new ArrayList<>(plugins);
    for (Object plugin : plugins) {
      if (plugin instanceof Activation activation) {
        naming(
            plugin,
            "when it was asked for its initializer",
            () ->
                Optional.ofNullable(activation.initializer())
                    .flatMap(name -> catalogue.find(PluginKind.INITIALIZER, name))
                    .map(type -> all.add(type.create(Map.of()))));
      }
    }
    return all;
  }

  /**
   * Verifies one plugin.
   *
   * @throws PluginException with a diagnosis
   */
  void verifyPlugin(Object plugin, List<LayerInput> places) {
    List<Activation> activations = activations();
    try {
      for (Claim claim : Conformance.claimsBeforeTraining(plugin, activations, places)) {
        run(claim, plugin);
      }
    } catch (WrongGradient e) {
      if (isTyped(plugin)) {
        throw new PluginException(
            "%s cannot be used: %s; change the formula, so that it and its derivative are finite and of moderate size"
                .formatted(nameOf(plugin), e.sentence()),
            e);
      }
      throw new PluginException(
          new Problem(
              "",
              "the gradient of %s is not the derivative of its value: %s%s. Correct the gradient"
                  .formatted(nameOf(plugin), e.sentence(), diagnosis(plugin, e.slopes())),
              Remedy.VERIFY_PLUGIN),
          e);
    } catch (BrokenClaim e) {
      throw new PluginException(
          "%s cannot be used: %s; %s"
              .formatted(
                  nameOf(plugin),
                  e.sentence(),
                  isTyped(plugin) ? "change the formula" : "that is a fault of the plugin"),
          e);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      throw new PluginException(
          "%s cannot be used: it failed when it was tried (%s%s); that is a fault of the plugin"
              .formatted(nameOf(plugin), e, placeIn(e, plugin)),
          e);
    }
  }

  /**
   * Checks a claim. A derivative that Gradus derived itself may differ by more than that of a
   * plugin from its finite difference, which is inexact where a formula is steep.
   */
  private static void run(Claim claim, Object plugin) throws Throwable {
    try {
      claim.check().run();
    } catch (WrongGradient e) {
      boolean isSteep =
          e.slopes().stream()
              .allMatch(
                  slope ->
                      Math.abs(slope.stated() - slope.measured())
                          <= STEEP * Math.abs(slope.stated()));
      if (!isTyped(plugin) || !isSteep) {
        throw e;
      }
    }
  }

  /** The plugins that can be created with their defaults. */
  private List<Activation> activations() {
    return catalogue.all(PluginKind.ACTIVATION).stream()
        .filter(PluginType::needsNoOptions)
        .flatMap(type -> made(type).stream())
        .toList();
  }

  /** Empty if it cannot be created, which is not the fault of the verified plugin. */
  private static Optional<Activation> made(PluginType type) {
    try {
      return Optional.of((Activation) type.create(Map.of()));
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      return Optional.empty();
    }
  }

  /**
   * Checks the result of a plugin's method.
   *
   * @param returned null if the plugin violates its interface
   * @throws PluginException naming the plugin and the method, if it is null
   */
  public static <T> T answer(Object plugin, String method, T returned) {
    if (returned == null) {
      throw new PluginException(
          "%s cannot be used: its method %s returns null, but no result may be null; that is a fault of the plugin"
              .formatted(nameOf(plugin), method));
    }
    return returned;
  }

  /** Whether its formula is in the configuration, so that nobody has tested it before. */
  private static boolean isTyped(Object plugin) {
    return plugin instanceof TypedPlugin;
  }

  private static String nameOf(Object plugin) {
    PluginType type = PluginType.of(plugin);
    String kind = type.kinds().isEmpty() ? "option" : type.kinds().get(0).toString();
    if (isTyped(plugin)) {
      return "the %s '%s'".formatted(kind, PluginType.nameOf(plugin));
    }
    return "the %s '%s' (%s)".formatted(kind, type.name(), type.origin());
  }

  /** A diagnosis of the wrong gradient; empty if it matches no known mistake. */
  private String diagnosis(Object plugin, List<Slope> slopes) {
    Optional<Double> factor = factor(slopes, Slope::stated, Slope::measured);
    if (factor.isPresent()) {
      return constant(factor.get());
    }
    if (!(plugin instanceof Loss) || plugin instanceof BatchLoss) {
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

  /**
   * Describes a ratio that is the same at most points. Empty if it is 1: then the gradient is wrong
   * only at other points, one of which the message names.
   */
  private static String constant(double factor) {
    if (Math.abs(factor - 1) < SAME) {
      return "";
    }
    if (Math.abs(factor + 1) < SAME) {
      return "; the ratio is -1 at every point: the sign of the gradient is wrong";
    }
    return String.format(
        Locale.ROOT,
        "; the ratio is the same at every point: the gradient is %.4g times the derivative of the value (did you forget the mean over outputs, or the 2 of the square?)",
        factor);
  }

  /**
   * The constant factor between two numbers, if they have the same ratio at most points.
   *
   * @return empty if there is none, or they agree
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

  /**
   * The built-in loss with the same values or gradients; failing that, one that differs only by a
   * constant factor.
   */
  private Optional<String> likeness(
      List<Slope> slopes, ToDoubleFunction<Slope> number, boolean ofGradient) {
    Optional<String> upToFactor = Optional.empty();
    List<PluginType> types =
        catalogue.all(PluginKind.LOSS).stream().filter(PluginType::needsNoOptions).toList();
    for (PluginType type : types) {
      Loss loss = (Loss) type.create(Map.of());
      Optional<Double> factor =
          UsedPlugins.isBuiltIn(loss)
                  && !isTyped(loss)
                  && loss.columns().isEmpty()
                  && loss.decoder().isEmpty()
                  && suits(loss, slopes)
              ? factor(slopes, number, slope -> numberOf(loss, slope, ofGradient))
              : Optional.empty();
      if (factor.isPresent() && Math.abs(factor.get() - 1) < SAME) {
        return Optional.of(type.name());
      }
      upToFactor =
          upToFactor.or(
              () ->
                  factor.map(times -> "%s times %s".formatted(ShortNumber.of(times), type.name())));
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
   * Runs code that calls plugins; if one of them fails, the exception names it. This includes
   * checked exceptions, although no plugin method may throw them.
   *
   * @param user the object that the plugins belong to
   * @param when such as {@code in epoch 3}
   * @throws PluginException if an exception arose in the code of a plugin that is not built in
   */
  public static <T> T naming(Object user, String when, Supplier<T> work) {
    try {
      return work.get();
    } catch (GradusException | OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      Optional<PluginException> fault = faultIn(e, user, when);
      if (fault.isPresent()) {
        throw fault.get();
      }
      throw e;
    }
  }

  /**
   * Names the plugin whose code threw an exception, for code that cannot use {@link #naming}.
   *
   * @param user the object that the plugins belong to
   * @param when such as {@code in epoch 3}
   * @return empty if it did not arise in a plugin, or only in one that is built in
   */
  public static Optional<PluginException> faultIn(Throwable e, Object user, String when) {
    List<Object> plugins =
        UsedPlugins.in(user).stream().filter(plugin -> !UsedPlugins.isBuiltIn(plugin)).toList();
    for (Throwable thrown = e; thrown != null; thrown = thrown.getCause()) {
      for (StackTraceElement frame : thrown.getStackTrace()) {
        for (Object plugin : plugins) {
          if (isOf(frame, plugin.getClass())) {
            String sentence =
                "%s failed %s (%s%s); that is a fault of the plugin"
                    .formatted(nameOf(plugin), when, thrown, place(frame));
            return Optional.of(new PluginException(sentence, e));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String placeIn(Throwable e, Object plugin) {
    return Arrays.stream(e.getStackTrace())
        .filter(frame -> isOf(frame, plugin.getClass()))
        .findFirst()
        .map(Verifier::place)
        .orElse("");
  }

  private static String place(StackTraceElement frame) {
    return frame.getFileName() == null
        ? ", in " + frame.getClassName()
        : ", at %s:%s".formatted(frame.getFileName(), frame.getLineNumber());
  }

  /** Whether the code belongs to a plugin: to its class, or to another class in its jar. */
  private static boolean isOf(StackTraceElement frame, Class<?> plugin) {
    if (frame.getClassName().equals(plugin.getName())
        || frame.getClassName().startsWith(plugin.getName() + "$")) {
      return true;
    }
    ClassLoader loader = plugin.getClassLoader();
    if (loader == Verifier.class.getClassLoader() || !PluginLoader.isOne(loader)) {
      return false;
    }
    return plugin.getModule().isNamed()
        ? plugin.getModule().getName().equals(frame.getModuleName())
        : String.valueOf(loader.getName()).equals(frame.getClassLoaderName());
  }
}
