package dev.gradus.runtime.parts;

import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.network.SavedParts;
import dev.gradus.runtime.object.Friend;
import java.lang.invoke.MethodHandles;
import java.util.function.Function;

/** Takes a model apart. */
public final class ModelParts {

  private static final Function<SavedModel, SavedParts> PARTS =
      Friend.of(MethodHandles.lookup(), SavedModel.class, "PARTS");

  private ModelParts() {}

  /** The parts of a model; shared, so they must not be modified. */
  public static SavedParts of(SavedModel model) {
    return PARTS.apply(model);
  }
}
