package dev.gradus.importing;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A module of PyTorch, by its tensors.
 *
 * @param name such as {@code fc1} or {@code layers.2}; empty for the network itself
 * @param tensors by their names within it
 */
record TorchModule(String name, Map<String, Weights> tensors) {

  private static final Set<String> KNOWN = Set.of("weight", "bias", "running_mean", "running_var");

  /** A counter of batch normalisation, which predictions do not need. */
  private static final String COUNTER = "num_batches_tracked";

  /** Names in their order, with the numbers in them by value. */
  static final Comparator<String> BY_NUMBER =
      Comparator.comparing(TorchModule::padded).thenComparing(Comparator.naturalOrder());

  TorchModule {
    tensors = Map.copyOf(tensors);
  }

  /** The modules of a file, in the order of their numbers. */
  static List<TorchModule> of(Map<String, Optional<Weights>> file) {
    Map<String, Map<String, Weights>> modules = new TreeMap<>(BY_NUMBER);
    file.forEach(
        (name, weights) -> {
          int dot = name.lastIndexOf('.');
          String own = name.substring(dot + 1);
          if (own.equals(COUNTER)) {
            return;
          }
          if (!KNOWN.contains(own) || weights.isEmpty()) {
            throw Refusal.of(
                "the tensor '%s' is of a module that cannot be imported; these can: Linear, Conv2d, BatchNorm1d and 2d, LayerNorm, RMSNorm and PReLU",
                name);
          }
          modules
              .computeIfAbsent(name.substring(0, Math.max(0, dot)), any -> new HashMap<>())
              .put(own, weights.get());
        });
    return modules.entrySet().stream()
        .map(entry -> new TorchModule(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** The name with its numbers padded, so that 10 follows 9. */
  private static String padded(String name) {
    StringBuilder padded = new StringBuilder();
    int digits = 0;
    for (int i = name.length() - 1; i >= 0; i--) {
      char c = name.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      if (!isDigit && digits > 0) {
        padded.append("0".repeat(Math.max(0, 9 - digits)));
      }
      digits = isDigit ? digits + 1 : 0;
      padded.append(c);
    }
    padded.append("0".repeat(digits > 0 ? Math.max(0, 9 - digits) : 0));
    return padded.reverse().toString();
  }

  /** The name without its numbers. */
  String stem() {
    return name.replaceAll("[0-9]+", "#");
  }

  Optional<Weights> find(String tensor) {
    return Optional.ofNullable(tensors.get(tensor));
  }

  /** The shapes of its tensors, such as {@code weight [3, 16], bias [3]}. */
  String shapes() {
    return String.join(
        ", ",
        tensors.entrySet().stream()
            .sorted(Map.Entry.<String, Weights>comparingByKey().reversed())
            .map(tensor -> tensor.getKey() + " " + tensor.getValue().shape())
            .toList());
  }
}
