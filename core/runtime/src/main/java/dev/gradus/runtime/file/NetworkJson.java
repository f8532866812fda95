package dev.gradus.runtime.file;

import dev.gradus.runtime.file.StrictJson.Token;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The structure of a network as JSON, for the model file.
 *
 * <pre>{@code
 * {"layers":[{"dense":{"units":16,"activation":{"tanh":{}},…}}, …],"outputs":3}
 * }</pre>
 *
 * <p>If predictions do not follow from the outputs alone, {@code "loss":{"quantiles":{…}}} is the
 * loss that the network was trained with.
 *
 * @param layers from input to output, at least one
 * @param outputs the number of outputs
 * @param loss empty if predictions do not need it, or can do without it and it is not installed
 * @param lack why it is not available, in a sentence; empty if it is, or if it is not needed
 */
public record NetworkJson(
    List<Layer> layers, int outputs, Optional<Loss> loss, Optional<String> lack) {

  /** A network without missing plugins. */
  public NetworkJson(List<Layer> layers, int outputs, Optional<Loss> loss) {
    this(layers, outputs, loss, Optional.empty());
  }

  public NetworkJson {
    layers = List.copyOf(layers);
  }

  /**
   * Writes it.
   *
   * @param options gives the values of the options of a record, by name
   */
  public String write(Function<Object, Map<String, Object>> options) {
    JsonWriter json = new JsonWriter().open('{').key("layers").open('[');
    layers.forEach(layer -> PluginJson.write(json, layer, options));
    json.close(']').key("outputs").value(outputs);
    loss.ifPresent(given -> PluginJson.write(json.key("loss"), given, options));
    return json.close('}').toString();
  }

  /**
   * Reads it.
   *
   * @param needsLoss whether a missing plugin of the loss is an error
   * @throws UnfitPluginException if a plugin is missing, or its version does not fit
   * @throws IOException with half a sentence, if it is not what {@link #write} writes
   */
  public static NetworkJson read(String text, PluginJson.PluginTypes types, boolean needsLoss)
      throws IOException {
    PluginJson plugins = new PluginJson(types);
    StrictJson json = new StrictJson(text);
    json.take(Token.START_OBJECT);
    json.key("layers");
    List<Layer> layers = json.list(each -> plugins.read(each, Layer.class));
    json.key("outputs");
    long outputs = json.whole();
    if (layers.isEmpty() || outputs < 1 || outputs > Integer.MAX_VALUE) {
      throw new IOException("it has %s layers and %s outputs".formatted(layers.size(), outputs));
    }
    Optional<Loss> loss = Optional.empty();
    if (json.isAt("loss")) {
      json.key("loss");
      try {
        loss = Optional.of(plugins.read(json, Loss.class));
      } catch (UnfitPluginException e) {
        if (needsLoss) {
          throw e;
        }
        return new NetworkJson(
            layers, (int) outputs, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
      }
    }
    json.take(Token.END_OBJECT);
    json.end();
    if (needsLoss && loss.isEmpty()) {
      throw new IOException("it lacks 'loss', which its predictions need");
    }
    return new NetworkJson(layers, (int) outputs, loss);
  }
}
