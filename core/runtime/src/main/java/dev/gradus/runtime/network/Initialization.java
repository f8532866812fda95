package dev.gradus.runtime.network;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Tensor;

/** Where weights and biases start. */
public interface Initialization {

  /** All at 0, to be overwritten. */
  Initialization NONE =
      new Initialization() {
        @Override
        public void fill(Tensor tensor, int fanOut, String place, Initializer initializer) {
          // They are 0 already.
        }

        @Override
        public Initializer named(String name) {
          return (weights, fanIn, fanOut, random) -> {};
        }

        @Override
        public long seed(String layer) {
          return 0;
        }
      };

  /**
   * Writes the first numbers of a tensor.
   *
   * @param fanOut how many numbers of the next layer each input has a part in
   * @param place of the option in the configuration, for messages
   */
  void fill(Tensor tensor, int fanOut, String place, Initializer initializer);

  /** An initializer with its defaults. */
  Initializer named(String name);

  /** What the randomness of a layer follows from. */
  long seed(String layer);
}
