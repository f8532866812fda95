package dev.gradus.runtime.file;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The content of a safetensors file.
 *
 * @param metadata strings by name, in the order of the names; without the checksum, which belongs
 *     to the file
 * @param tensors with distinct names, in the order of the file
 */
public record SafetensorsContent(Map<String, String> metadata, List<SafetensorsTensor> tensors) {

  /** Copies the collections and checks the names. */
  public SafetensorsContent {
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    tensors = List.copyOf(tensors);
    if (metadata.containsKey(Safetensors.CHECKSUM)) {
      throw new IllegalArgumentException(
          "the metadata '" + Safetensors.CHECKSUM + "' belong to the file, not to its content");
    }
    Set<String> names = new HashSet<>();
    for (SafetensorsTensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException("two tensors are called '" + tensor.name() + "'");
      }
    }
  }

  /** The tensor of that name, if there is one. */
  public Optional<SafetensorsTensor> find(String name) {
    return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }
}
