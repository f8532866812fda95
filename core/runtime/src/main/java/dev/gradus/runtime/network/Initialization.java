package dev.gradus.runtime.network;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Tensor;

/** Sets the initial values of weights and biases. */
public interface Initialization {

  /** All 0, to be overwritten. */
  Initialization NONE =
      new Initialization() {
        @Override
        public void fill(Tensor tensor, int fanOut, String place, Initializer initializer) {
          // New arrays are 0 already.
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
   * Writes the initial values of a tensor.
   *
   * @param fanOut the number of outputs that each input contributes to
   * @param place of the option in the configuration, for messages
   */
  void fill(Tensor tensor, int fanOut, String place, Initializer initializer);

  /** An initializer with its defaults. */
  Initializer named(String name);

  /** The seed of the random numbers of a layer. */
  long seed(String layer);

  /**
   * A schedule of a layer, for the run that trains the network; itself unless overridden.
   *
   * @param place of the option in the configuration, for messages
   * @param range the values that the layer allows
   */
  default Schedule scheduled(String place, Schedule schedule, Interval range) {
    return schedule;
  }
}
