package dev.gradus.onnx;

import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.file.PluginJson.PluginTypes;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.file.UnfitPluginException;
import dev.gradus.runtime.network.Assembled;
import dev.gradus.spi.Loss;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model consists of besides the preparation of its columns; shared.
 *
 * <p>An application has no use for it, and a service that only predicts must not pay for classes
 * that offer it. So the fields are read as they are, and models with plugins from anywhere by a
 * private method, from a package that is open to this module.
 *
 * @param loss if predictions need it
 * @param decoding turns the outputs of the network into predictions
 */
record SavedParts(Assembled network, Optional<Loss> loss, Decoding decoding) {

  private static final VarHandle NETWORK = field("network", Assembled.class);
  private static final VarHandle LOSS = field("loss", Optional.class);
  private static final VarHandle DECODING = field("decoding", Decoding.class);
  private static final MethodHandle READ = reading();

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(SavedModel.class, MethodHandles.lookup())
          .findVarHandle(SavedModel.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(SavedModel.class + " has no field " + name, e);
    }
  }

  private static MethodHandle reading() {
    try {
      return MethodHandles.privateLookupIn(SavedModel.class, MethodHandles.lookup())
          .findStatic(
              SavedModel.class,
              "read",
              MethodType.methodType(
                  SavedModel.class, SafetensorsContent.class, String.class, PluginTypes.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(SavedModel.class + " has no method for it", e);
    }
  }

  /** Reads a model. */
  static SavedModel read(SafetensorsContent content, String where, Onnx.Plugins plugins) {
    PluginTypes types =
        (kind, name) -> plugins.find(kind, name).orElseThrow(() -> missing(kind, name));
    try {
      return (SavedModel) READ.invokeExact(content, where, types);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("reading a model throws no checked exception", e);
    }
  }

  private static UnfitPluginException missing(Class<?> kind, String name) {
    return new UnfitPluginException(
        "the model needs the %s '%s', which is not installed; add its jar"
            .formatted(kind.getSimpleName().toLowerCase(Locale.ROOT), name));
  }

  /** The parts of a model. */
  @SuppressWarnings("unchecked") // The field is declared with this type.
  static SavedParts of(SavedModel model) {
    return new SavedParts(
        (Assembled) NETWORK.get(model),
        (Optional<Loss>) LOSS.get(model),
        (Decoding) DECODING.get(model));
  }
}
