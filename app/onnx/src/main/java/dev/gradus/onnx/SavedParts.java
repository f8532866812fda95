package dev.gradus.onnx;

import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.network.Assembled;
import dev.gradus.spi.Loss;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * What a model consists of besides the preparation of its columns; shared.
 *
 * <p>An application has no use for it, and a service that only predicts must not pay for classes
 * that offer it. So the fields are read as they are, from a package that is open to this module.
 *
 * @param loss if predictions need it
 * @param decoding turns the outputs of the network into predictions
 */
record SavedParts(Assembled network, Optional<Loss> loss, Decoding decoding) {

  private static final VarHandle NETWORK = field("network", Assembled.class);
  private static final VarHandle LOSS = field("loss", Optional.class);
  private static final VarHandle DECODING = field("decoding", Decoding.class);

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(SavedModel.class, MethodHandles.lookup())
          .findVarHandle(SavedModel.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(SavedModel.class + " has no field " + name, e);
    }
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
