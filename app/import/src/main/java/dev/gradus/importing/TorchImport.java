package dev.gradus.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gradus.activations.Prelu;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.PredictingPart;
import dev.gradus.layers.AlphaDropout;
import dev.gradus.layers.AveragePool;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.GaussianNoise;
import dev.gradus.layers.GlobalAveragePool;
import dev.gradus.layers.Image;
import dev.gradus.layers.LayerNorm;
import dev.gradus.layers.MaxPool;
import dev.gradus.layers.RmsNorm;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.network.PluginName;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the weights of a PyTorch network, whose layers are in a YAML file.
 *
 * <p>A safetensors file has its tensors in no useful order, so modules go to layers by their names
 * and shapes: by the numbers in the names where shapes leave a choice.
 */
final class TorchImport {

  /** How many steps a search for the places of modules may take. */
  private static final int MOST_TRIES = 100_000;

  private final List<Layer> network;
  private final List<TorchModule> modules;
  private final Map<TorchSlot, TorchModule> assigned = new HashMap<>();

  private int tries;

  private TorchImport(List<Layer> network, List<TorchModule> modules) {
    this.network = network;
    this.modules = modules;
  }

  static Imported read(byte[] bytes, Naming naming, Gradus gradus) throws DamagedException {
    Map<String, Optional<Weights>> tensors = TensorFile.read(bytes);
    Path yaml =
        naming
            .network()
            .orElseThrow(
                () ->
                    Refusal.of(
                        "a safetensors file has weights, but no layers; name a YAML file with the layers of the network (--network)"));
    PredictingPart part =
        PredictingPart.read(text(yaml), yaml.getFileName().toString(), gradus.catalogue());
    TorchImport torch = new TorchImport(part.network(), TorchModule.of(tensors));
    torch.assign(naming.modules());
    Naming named = part.data().map(naming::or).orElse(naming);
    return ModelMaker.make(torch.read(), named, gradus);
  }

  private static String text(Path yaml) {
    try {
      return new String(Files.readAllBytes(yaml), UTF_8);
    } catch (IOException e) {
      throw new GradusException(
          new Problem(yaml.toString(), "the file cannot be read: " + IoReason.of(e)), e);
    }
  }

  private void assign(List<String> names) {
    List<TorchSlot> slots = TorchSlot.of(network);
    List<TorchModule> ordered = names.isEmpty() ? modules : named(names);
    if (slots.size() != ordered.size()) {
      throw Refusal.of(
          "the network has %s layers with weights (%s), but there are %s modules (%s)",
          slots.size(),
          String.join(", ", slots.stream().map(TorchSlot::called).toList()),
          ordered.size(),
          String.join(", ", ordered.stream().map(TorchModule::name).toList()));
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      order.add(i);
    }
    if (names.isEmpty()) {
      order = order(slots);
    }
    for (int i = 0; i < slots.size(); i++) {
      TorchModule module = ordered.get(order.get(i));
      if (!slots.get(i).fits(module)) {
        throw Refusal.of(
            "%s takes %s, but module '%s' has %s",
            slots.get(i).called(), slots.get(i).wanted(), module.name(), module.shapes());
      }
      assigned.put(slots.get(i), module);
    }
  }

  private List<TorchModule> named(List<String> names) {
    List<TorchModule> named = new ArrayList<>();
    for (String name : names) {
      named.add(
          modules.stream()
              .filter(module -> module.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      Refusal.of(
                          "there is no module '%s'; there are %s",
                          name,
                          String.join(", ", modules.stream().map(TorchModule::name).toList()))));
    }
    return named;
  }

  /** The module of each slot: the only one that fits, or by the numbers in the names. */
  private List<Integer> order(List<TorchSlot> slots) {
    List<Integer> plain = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      plain.add(i);
    }
    boolean isPlain = true;
    for (int i = 0; i < slots.size(); i++) {
      isPlain &= slots.get(i).fits(modules.get(i));
    }
    if (isPlain && interchangeable(slots).isEmpty()) {
      return plain;
    }
    List<List<Integer>> found = new ArrayList<>();
    search(slots, new ArrayList<>(), found);
    if (found.size() == 1) {
      return found.get(0);
    }
    Optional<String> pair = interchangeable(slots);
    if (found.size() > 1) {
      throw Refusal.of(
          "it is not clear which module is which layer, because %s fit the same layers; name the modules in the order of the layers (--modules)",
          pair.orElse("several"));
    }
    return plain;
  }

  /** Two modules with unlike names that fit each other's layer. */
  private Optional<String> interchangeable(List<TorchSlot> slots) {
    for (int i = 0; i < slots.size(); i++) {
      for (int j = 0; j < i; j++) {
        TorchModule one = modules.get(j);
        TorchModule other = modules.get(i);
        boolean swap =
            slots.stream().filter(slot -> slot.fits(one) && slot.fits(other)).count() > 1;
        if (swap && !one.stem().equals(other.stem())) {
          return Optional.of("'%s' and '%s'".formatted(one.name(), other.name()));
        }
      }
    }
    return Optional.empty();
  }

  /** Finds up to two ways to give each slot a module. */
  private void search(List<TorchSlot> slots, List<Integer> taken, List<List<Integer>> found) {
    if (++tries > MOST_TRIES) {
      return;
    }
    if (taken.size() == slots.size()) {
      found.add(List.copyOf(taken));
      return;
    }
    TorchSlot slot = slots.get(taken.size());
    for (int i = 0; i < modules.size() && found.size() < 2; i++) {
      boolean free = !taken.contains(i) && slot.fits(modules.get(i));
      if (free && restFits(slots, taken, i)) {
        taken.add(i);
        search(slots, taken, found);
        taken.remove(taken.size() - 1);
      }
    }
  }

  /** Whether each module that would be left still fits a later slot, so that a search ends soon. */
  private boolean restFits(List<TorchSlot> slots, List<Integer> taken, int next) {
    for (int i = 0; i < modules.size(); i++) {
      TorchModule module = modules.get(i);
      boolean left = i != next && !taken.contains(i);
      if (left
          && slots.subList(taken.size() + 1, slots.size()).stream()
              .noneMatch(slot -> slot.fits(module))) {
        return false;
      }
    }
    return true;
  }

  private ReadNetwork read() {
    NetworkDraft draft = new NetworkDraft(inputs(), true);
    List<TorchSlot> slots = TorchSlot.of(network);
    for (int i = 0; i < network.size(); i++) {
      int index = i;
      Optional<TorchSlot> slot =
          slots.stream().filter(each -> each.index() == index && !each.isSlope()).findFirst();
      append(draft, network.get(i), i, slot.map(assigned::get));
      Optional<TorchSlot> slope =
          slots.stream().filter(each -> each.index() == index && each.isSlope()).findFirst();
      network
          .get(i)
          .activation()
          .ifPresent(
              activation ->
                  activate(draft, activation, "network." + index, slope.map(assigned::get)));
    }
    return ReadNetwork.of(draft, "PyTorch weights, safetensors", List.of());
  }

  /** The shape of a row of inputs: that of an image, or as the first weights need it. */
  private List<Integer> inputs() {
    for (Layer layer : network) {
      if (layer instanceof Image image) {
        List<Integer> sizes = List.of(image.channels(), image.height(), image.width());
        if (Weights.sizeOf(sizes) < 1) {
          throw Refusal.of("the image of shape %s is too large", sizes);
        }
        return sizes;
      }
      Optional<TorchModule> module =
          assigned.entrySet().stream()
              .filter(entry -> entry.getKey().layer() == layer && !entry.getKey().isSlope())
              .map(Map.Entry::getValue)
              .findFirst();
      if (module.isPresent()) {
        List<Integer> shape =
            module
                .get()
                .find("weight")
                .or(() -> module.get().find("running_mean"))
                .orElseThrow()
                .shape();
        return List.of(shape.get(shape.size() - 1));
      }
    }
    throw Refusal.of("no layer of the network has weights");
  }

  private void append(NetworkDraft draft, Layer layer, int index, Optional<TorchModule> module) {
    String origin = module.map(TorchModule::name).orElse("network." + index);
    if (layer instanceof Dense dense) {
      refuseUnlike(dense, index);
      dense(draft, index, module.orElseThrow());
    } else if (layer instanceof Conv2d conv) {
      TorchModule own = module.orElseThrow();
      draft.convolution(
          "module '" + origin + "'",
          own.find("weight").orElseThrow().channelsLast(),
          own.find("bias").map(Weights::values),
          conv.stride(),
          pads(draft, conv, "network." + index + " (conv2d)"));
    } else if (layer instanceof BatchNorm norm) {
      draft.batchNorm(
          "module '" + origin + "'",
          new BatchNorm(norm.momentum(), norm.epsilon(), Optional.empty()),
          batchNorm(module.orElseThrow()));
    } else if (layer instanceof LayerNorm norm) {
      rowNorm(draft, module.orElseThrow(), new LayerNorm(norm.epsilon(), Optional.empty()), true);
    } else if (layer instanceof RmsNorm norm) {
      rowNorm(draft, module.orElseThrow(), new RmsNorm(norm.epsilon(), Optional.empty()), false);
    } else {
      appendWithoutWeights(draft, layer, index);
    }
  }

  /** The padding of a module; empty for padding='same', which PyTorch has without a stride. */
  private static Optional<List<Integer>> pads(NetworkDraft draft, Conv2d conv, String origin) {
    if (conv.padding() == Conv2d.Padding.VALID) {
      return Optional.of(conv.pads().orElse(Windows.NO_PADS));
    }
    if (conv.stride() == 1) {
      return Optional.empty();
    }
    Windows windows = draft.windows(origin, conv.kernel(), conv.stride(), Optional.empty());
    List<Integer> same = windows.pads();
    if (!same.get(0).equals(same.get(2)) || !same.get(1).equals(same.get(3))) {
      throw Refusal.of(
          "%s: padding is same, which puts zeros around %s with a stride of %s: %s above, %s left, %s below and %s right; but PyTorch puts the same number on both sides, so write the padding of the module instead, such as pads: %s",
          origin,
          windows.image(),
          conv.stride(),
          same.get(0),
          same.get(1),
          same.get(2),
          same.get(3),
          Math.max(1, (conv.kernel() - 1) / 2));
    }
    return Optional.of(same);
  }

  private static void refuseUnlike(Dense dense, int index) {
    if (dense.parametrization() != Dense.Parametrization.STANDARD) {
      throw Refusal.of(
          "network.%s (dense): parametrization is ntk, which PyTorch's Linear does not have",
          index);
    }
  }

  private static void dense(NetworkDraft draft, int index, TorchModule module) {
    Weights weight = module.find("weight").orElseThrow();
    if (weight.size(1) != draft.width()) {
      throw Refusal.of(
          "network.%s (dense) has %s inputs, but the weight of module '%s' has the shape %s, for %s inputs",
          index, draft.width(), module.name(), weight.shape(), weight.size(1));
    }
    draft.dense(
        "module '" + module.name() + "'",
        weight.transposed(),
        module.find("bias").map(Weights::values));
  }

  private static Map<String, float[]> batchNorm(TorchModule module) {
    float[] mean = module.find("running_mean").orElseThrow().values();
    float[] variance =
        module
            .find("running_var")
            .orElseThrow(() -> Refusal.of("module '%s': its running_var is missing", module.name()))
            .values();
    float[] ones = new float[mean.length];
    Arrays.fill(ones, 1);
    return Map.of(
        "weight",
        module.find("weight").map(Weights::values).orElse(ones),
        "bias",
        module.find("bias").map(Weights::values).orElse(new float[mean.length]),
        "running-mean",
        mean,
        "running-variance",
        variance);
  }

  private static void rowNorm(NetworkDraft draft, TorchModule module, Layer norm, boolean shifts) {
    float[] weight = module.find("weight").orElseThrow().values();
    Map<String, float[]> values = new HashMap<>(Map.of("weight", weight));
    if (shifts) {
      values.put("bias", module.find("bias").map(Weights::values).orElse(new float[weight.length]));
    }
    draft.rowNorm("module '" + module.name() + "'", norm, values);
  }

  private static void appendWithoutWeights(NetworkDraft draft, Layer layer, int index) {
    String origin = "network." + index;
    if (layer instanceof Dropout
        || layer instanceof AlphaDropout
        || layer instanceof GaussianNoise) {
      draft.noise(origin, layer);
    } else if (layer instanceof Flatten) {
      draft.reshape(origin, List.of(draft.width()), false);
    } else if (layer instanceof MaxPool pool) {
      draft.maxPool(origin, windows(draft, origin, pool.size(), pool.stride(), pool.pads()));
    } else if (layer instanceof AveragePool pool) {
      draft.averagePool(
          origin, windows(draft, origin, pool.size(), pool.stride(), pool.pads()), true);
    } else if (layer instanceof GlobalAveragePool) {
      draft.globalPool(origin, false, false);
    } else if (layer instanceof Image image) {
      draft.reshape(origin, List.of(image.channels(), image.height(), image.width()), false);
    } else {
      throw Refusal.of(
          "network.%s: a layer %s takes no weights of PyTorch; only chains of dense, conv2d, batch-norm, layer-norm, rms-norm, pooling, flatten and noise are imported",
          index, PluginName.of(layer));
    }
  }

  private static Windows windows(
      NetworkDraft draft,
      String origin,
      int size,
      Optional<Integer> stride,
      Optional<List<Integer>> pads) {
    return draft.windows(
        origin, size, stride.orElse(size), Optional.of(pads.orElse(Windows.NO_PADS)));
  }

  private static void activate(
      NetworkDraft draft, Activation activation, String origin, Optional<TorchModule> slope) {
    if (activation instanceof Prelu) {
      Weights given = slope.orElseThrow().find("weight").orElseThrow();
      List<Integer> shape = new ArrayList<>(given.shape());
      // One for each channel, whatever follows in the shape of a row.
      shape.addAll(Collections.nCopies(draft.dimensions().size() - 1, 1));
      draft.prelu("module '" + slope.get().name() + "'", new Weights(shape, given.values()));
    } else if (activation.isPointwise()) {
      draft.activation(origin, activation);
    } else {
      draft.rowActivation(origin, activation, draft.channelAxis());
    }
  }
}
