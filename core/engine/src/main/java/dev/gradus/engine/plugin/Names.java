package dev.gradus.engine.plugin;

import dev.gradus.runtime.problem.Nearest;
import dev.gradus.runtime.problem.Quoting;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Guesses which name was meant by one that does not exist, and lists the existing names. */
public final class Names {

  /** Longer lists of names are shortened to the closest names if one of them was probably meant. */
  private static final int MOST_LISTED = 12;

  /**
   * The names of other libraries, papers and notebooks, by the name in Gradus. A name only counts
   * if the one in Gradus is possible at that place. Hyphens and underscores make no difference.
   */
  private static final Map<String, List<String>> SYNONYMS =
      Map.ofEntries(
          Map.entry("lr", List.of("learning-rate")),
          Map.entry("eta", List.of("learning-rate")),
          Map.entry("alpha", List.of("learning-rate")),
          Map.entry("rate", List.of("learning-rate")),
          Map.entry("step-size", List.of("learning-rate")),
          Map.entry("learning-rate-init", List.of("learning-rate")),
          Map.entry("wd", List.of("weight-decay")),
          Map.entry("decay", List.of("weight-decay")),
          Map.entry("eps", List.of("epsilon")),
          Map.entry("mom", List.of("momentum")),
          Map.entry("betas", List.of("beta1")),
          Map.entry("beta-1", List.of("beta1")),
          Map.entry("beta-2", List.of("beta2")),
          Map.entry("bs", List.of("batch-size")),
          Map.entry("batch", List.of("batch-size")),
          Map.entry("mini-batch-size", List.of("batch-size")),
          Map.entry("num-epochs", List.of("epochs")),
          Map.entry("epoch", List.of("epochs")),
          Map.entry("n-epochs", List.of("epochs")),
          Map.entry("nb-epoch", List.of("epochs")),
          Map.entry("max-epochs", List.of("epochs")),
          Map.entry("max-iter", List.of("epochs")),
          Map.entry("iterations", List.of("steps", "epochs")),
          Map.entry("max-steps", List.of("steps")),
          Map.entry("seeds", List.of("seed")),
          Map.entry("random-state", List.of("seed")),
          Map.entry("random-seed", List.of("seed")),
          Map.entry("num-workers", List.of("threads")),
          Map.entry("n-jobs", List.of("threads")),
          Map.entry("grad-clip", List.of("clip-norm")),
          Map.entry("clipnorm", List.of("clip-norm")),
          Map.entry("max-grad-norm", List.of("clip-global-norm")),
          Map.entry("early-stop", List.of("early-stopping")),
          Map.entry("val-split", List.of("validation")),
          Map.entry("validation-split", List.of("validation")),
          Map.entry("val", List.of("validation")),
          Map.entry("test-size", List.of("test", "validation")),
          Map.entry("stratify", List.of("stratified")),
          Map.entry("label", List.of("target")),
          Map.entry("labels", List.of("target")),
          Map.entry("file", List.of("csv")),
          Map.entry("path", List.of("csv")),
          Map.entry("sep", List.of("delimiter")),
          Map.entry("separator", List.of("delimiter")),
          Map.entry("na-values", List.of("missing")),
          Map.entry("layers", List.of("network")),
          Map.entry("model", List.of("network")),
          Map.entry("hidden-layers", List.of("network")),
          Map.entry("criterion", List.of("loss")),
          Map.entry("objective", List.of("loss")),
          Map.entry("cost", List.of("loss")),
          Map.entry("loss-function", List.of("loss")),
          Map.entry("opt", List.of("optimizer")),
          Map.entry("optim", List.of("optimizer")),
          Map.entry("solver", List.of("optimizer")),
          Map.entry("scheduler", List.of("schedule")),
          Map.entry("lr-scheduler", List.of("schedule")),
          Map.entry("dataset", List.of("data")),
          Map.entry("train", List.of("training")),
          Map.entry("hidden", List.of("units")),
          Map.entry("hidden-size", List.of("units")),
          Map.entry("hidden-units", List.of("units")),
          Map.entry("n-units", List.of("units")),
          Map.entry("num-units", List.of("units")),
          Map.entry("neurons", List.of("units")),
          Map.entry("size", List.of("units", "kernel", "dimensions")),
          Map.entry("out-features", List.of("units")),
          Map.entry("out-channels", List.of("filters")),
          Map.entry("num-filters", List.of("filters")),
          Map.entry("n-filters", List.of("filters")),
          Map.entry("kernel-size", List.of("kernel", "size")),
          Map.entry("pool-size", List.of("size")),
          Map.entry("padding", List.of("pads")),
          Map.entry("embedding-dim", List.of("dimensions")),
          Map.entry("output-dim", List.of("dimensions", "units")),
          Map.entry("act", List.of("activation")),
          Map.entry("activation-function", List.of("activation")),
          Map.entry("nonlinearity", List.of("activation")),
          Map.entry("kernel-initializer", List.of("weights")),
          Map.entry("init", List.of("weights")),
          Map.entry("initializer", List.of("weights")),
          Map.entry("bias-initializer", List.of("biases")),
          Map.entry("use-bias", List.of("bias")),
          Map.entry("p", List.of("rate")),
          Map.entry("prob", List.of("rate")),
          Map.entry("probability", List.of("rate")),
          Map.entry("dropout-rate", List.of("rate")),
          Map.entry("fc", List.of("dense")),
          Map.entry("linear", List.of("dense")),
          Map.entry("fully-connected", List.of("dense")),
          Map.entry("conv", List.of("conv2d")),
          Map.entry("convolution", List.of("conv2d")),
          Map.entry("bn", List.of("batch-norm")),
          Map.entry("batch-normalization", List.of("batch-norm")),
          Map.entry("batchnorm1d", List.of("batch-norm")),
          Map.entry("batchnorm2d", List.of("batch-norm")),
          Map.entry("layer-normalization", List.of("layer-norm")),
          Map.entry("max-pooling2d", List.of("max-pool")),
          Map.entry("maxpool2d", List.of("max-pool")),
          Map.entry("average-pooling2d", List.of("average-pool")),
          Map.entry("avg-pool", List.of("average-pool")),
          Map.entry("avg-pool2d", List.of("average-pool")),
          Map.entry("global-average-pooling2d", List.of("global-average-pool")),
          Map.entry("adaptive-avg-pool2d", List.of("global-average-pool")),
          Map.entry("ce", List.of("cross-entropy")),
          Map.entry("xent", List.of("cross-entropy")),
          Map.entry("nll", List.of("cross-entropy")),
          Map.entry("log-loss", List.of("cross-entropy")),
          Map.entry("cross-entropy-loss", List.of("cross-entropy")),
          Map.entry("crossentropyloss", List.of("cross-entropy")),
          Map.entry("categorical-crossentropy", List.of("cross-entropy")),
          Map.entry("sparse-categorical-crossentropy", List.of("cross-entropy")),
          Map.entry("bce-with-logits", List.of("binary-cross-entropy")),
          Map.entry("bceloss", List.of("binary-cross-entropy")),
          Map.entry("l1", List.of("mean-absolute-error")),
          Map.entry("l1loss", List.of("mean-absolute-error")),
          Map.entry("l2", List.of("mean-squared-error", "weight-decay")),
          Map.entry("mseloss", List.of("mean-squared-error")),
          Map.entry("squared-error", List.of("mean-squared-error")),
          Map.entry("rmse", List.of("mean-squared-error")),
          Map.entry("acc", List.of("accuracy")),
          Map.entry("auc", List.of("roc-auc")),
          Map.entry("auroc", List.of("roc-auc")),
          Map.entry("r-squared", List.of("r2")),
          Map.entry("gradient-descent", List.of("sgd")),
          Map.entry("gd", List.of("sgd")),
          Map.entry("l-bfgs", List.of("lbfgs")),
          Map.entry("none", List.of("identity")),
          Map.entry("lrelu", List.of("leaky-relu")),
          Map.entry("classification", List.of("classes")),
          Map.entry("bool", List.of("boolean")),
          Map.entry("string", List.of("categorical")),
          Map.entry("category", List.of("categorical")),
          Map.entry("number", List.of("numeric")),
          Map.entry("float", List.of("numeric")),
          Map.entry("drop", List.of("ignore")),
          Map.entry("skip", List.of("ignore")));

  private Names() {}

  /** A name in the style of Gradus: in lower case, with hyphens. */
  public static String canonical(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The existing name that differs from a found one only in capitals or underscores, if there is
   * one.
   *
   * @return the existing name; also empty if the found name exists as it is
   */
  public static Optional<String> spelled(String found, Collection<String> existing) {
    return Optional.of(canonical(found))
        .filter(name -> !existing.contains(found) && existing.contains(name));
  }

  /** The existing name that is a synonym of a found one. */
  public static Optional<String> synonym(String found, Collection<String> existing) {
    String name = canonical(found).replace(' ', '-');
    if (existing.contains(name)) {
      return Optional.of(name);
    }
    return SYNONYMS.entrySet().stream()
        .filter(entry -> plain(entry.getKey()).equals(plain(name)))
        .flatMap(entry -> entry.getValue().stream())
        .filter(existing::contains)
        .findFirst();
  }

  /** Makes {@code numEpochs} and {@code num_epochs} the same. */
  private static String plain(String name) {
    return name.replace("-", "");
  }

  /** The existing name that was probably meant: a synonym, or the nearest name. */
  public static Optional<String> meant(String found, Collection<String> existing) {
    if (found.length() > Quoting.LONGEST) {
      return Optional.empty();
    }
    String name = canonical(found).replace(' ', '-');
    return synonym(name, existing).or(() -> Nearest.to(name, existing));
  }

  /** A question that proposes the name that was probably meant; empty if none is similar. */
  public static String didYouMean(String found, Collection<String> existing) {
    return meant(found, existing).map(name -> "did you mean '" + name + "'?").orElse("");
  }

  /**
   * The end of a message about an unknown name: first the name that was probably meant, then the
   * existing names in parentheses. If one was probably meant, a long list is shortened to the
   * closest names.
   *
   * @param found the name that does not exist
   * @param names the names to list
   * @param all the names that may be meant, including aliases
   * @param label the beginning of the list, such as {@code allowed: }
   */
  public static String instead(
      String found, Collection<String> names, Collection<String> all, String label) {
    String guess = didYouMean(found, all);
    return (guess.isEmpty() ? "" : "; " + guess)
        + " ("
        + label
        + (guess.isEmpty() ? list(names) : closest(found, names))
        + ")";
  }

  /** The names closest to one that does not exist, and the number of further names. */
  public static String closest(String found, Collection<String> names) {
    if (names.size() <= MOST_LISTED) {
      return list(names);
    }
    return list(Nearest.closest(canonical(found), names, MOST_LISTED))
        + " and %s more".formatted(names.size() - MOST_LISTED);
  }

  /** The names with commas; {@code none} if there are none. */
  public static String list(Collection<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
