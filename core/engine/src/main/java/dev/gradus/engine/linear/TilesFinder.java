package dev.gradus.engine.linear;

import dev.gradus.runtime.linear.Fused;
import java.util.Optional;

/** Finds the tiles that are compiled apart, where this Java can run them fast. */
final class TilesFinder {

  private static final String MODULE = "jdk.incubator.vector";

  private static final String TILES = "dev.gradus.engine.linear.VectorTiles";

  /** What Java says of itself where no compiler would take the vectors into registers. */
  private static final String INTERPRETED = "interpreted mode";

  private static final String FIRST_COMPILER_ALONE = "emulated-client";

  /** With fewer elements in a vector, plain loops are as fast. */
  private static final int FEWEST_LANES = 4;

  private TilesFinder() {}

  /** The tiles of this Java; empty without the module, and where vectors would be objects. */
  static Optional<Tiles> find() {
    String java = System.getProperty("java.vm.info", "");
    boolean isCompiled = !java.contains(INTERPRETED) && !java.contains(FIRST_COMPILER_ALONE);
    if (!isCompiled || !Fused.hasInstruction()) {
      return Optional.empty();
    }
    return whateverTheCompiler().filter(tiles -> tiles.lanes() >= FEWEST_LANES);
  }

  /** The tiles of this Java, however slow; empty without the module. */
  static Optional<Tiles> whateverTheCompiler() {
    return ModuleLayer.boot().findModule(MODULE).map(TilesFinder::tiles);
  }

  private static Tiles tiles(Module vectors) {
    // Not in the module's descriptor: a compiler would warn of it wherever Gradus is used.
    TilesFinder.class.getModule().addReads(vectors);
    try {
      return Class.forName(TILES).asSubclass(Tiles.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the class " + TILES + " is missing", e);
    }
  }
}
