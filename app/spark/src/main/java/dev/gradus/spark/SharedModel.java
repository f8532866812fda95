package dev.gradus.spark;

import dev.gradus.runtime.RowPredictor;
import dev.gradus.runtime.SavedModel;
import java.io.Serializable;

/**
 * A model file that is sent to executors; each reads it once, with the runtime that only predicts,
 * and its tasks share the predictor.
 */
final class SharedModel implements Serializable {

  private static final long serialVersionUID = 1;

  private final byte[] file;

  @SuppressWarnings("NullAway.Init") // null in a process that has just received it
  private transient volatile RowPredictor predictor;

  /**
   * A model.
   *
   * @param file the bytes of a model file; not modified
   */
  SharedModel(byte[] file) {
    this.file = file;
  }

  /** The bytes of the model file; not to be modified. */
  byte[] file() {
    return file;
  }

  /** The predictor of this process. */
  RowPredictor predictor() {
    RowPredictor read = predictor;
    if (read == null) {
      synchronized (this) {
        read = predictor;
        if (read == null) {
          read = SavedModel.read(file).predictor();
          predictor = read;
        }
      }
    }
    return read;
  }
}
