package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The position of a layer: {@code network.0} is the first of the list {@code network}. {@code
 * network[0]}, as in messages, means the same.
 *
 * @param index of the layer, from 0
 */
public record LayerPlace(int index) {

  private static final Pattern FORM =
      Pattern.compile("network(?:\\.([0-9]{1,6})|\\[([0-9]{1,6})])");

  /**
   * Reads a place.
   *
   * @param option that has it as a value, for the message
   * @throws IllegalArgumentException with a sentence, if the text has another form
   */
  public static LayerPlace of(String option, String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "%s must name layers by their place in the network, such as network.0, the first, but has '%s'"
              .formatted(option, text));
    }
    return new LayerPlace(
        Integer.parseInt(matcher.group(1) == null ? matcher.group(2) : matcher.group(1)));
  }

  /** The places of layers as text. */
  public static Set<Integer> indexes(List<String> places) {
    return places.stream()
        .map(place -> of("layers", place).index())
        .collect(Collectors.toUnmodifiableSet());
  }

  static List<String> listOf(String... layers) {
    requireNonNull(layers, "layers must not be null");
    for (String layer : layers) {
      requireNonNull(layer, "a layer must not be null");
    }
    return List.of(layers);
  }

  @Override
  public String toString() {
    return "network." + index;
  }
}
