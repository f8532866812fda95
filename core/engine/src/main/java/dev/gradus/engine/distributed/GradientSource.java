package dev.gradus.engine.distributed;

import java.util.List;

/** Has the gradients of batches computed in other processes. Used by the training thread alone. */
public interface GradientSource {

  /**
   * Receives the run, once, before the first request.
   *
   * @param run is the same for all requests
   */
  void begin(SharedRun run);

  /**
   * Has the gradients of consecutive batches computed.
   *
   * @param request the batches and the weights
   * @return the gradient of each batch, in the order of the batches
   * @throws dev.gradus.runtime.problem.CancelledException if the thread is interrupted
   */
  List<BatchGradient> compute(GradientRequest request);
}
