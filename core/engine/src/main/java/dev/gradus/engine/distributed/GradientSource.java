package dev.gradus.engine.distributed;

import java.util.Iterator;
import java.util.function.IntFunction;

/** Has the gradients of batches computed in other processes. Used by the training thread alone. */
public interface GradientSource {

  /**
   * The most bytes of prepared rows that a run may have, because each process has memory for no
   * more. A run with more {@link SharedRun#sendsRows}: each request comes with the rows of its
   * batches. Without a limit, unless overridden.
   */
  default long mostBytesOfRows() {
    return Long.MAX_VALUE;
  }

  /**
   * Receives the run, once, before the first request.
   *
   * @param run is the same for all requests
   */
  void begin(SharedRun run);

  /**
   * Has the gradients of consecutive batches computed.
   *
   * <p>A gradient is added to the sum of its step as soon as it is returned, and then dropped. So a
   * source that returns each when it arrives has few of them in memory.
   *
   * @param request the batches and the weights
   * @param rows gives the rows of a batch, by its index in the epoch, if the run {@link
   *     SharedRun#sendsRows}. The thread that trains may call it until it makes the next request;
   *     each call makes a new copy, so a source that asks for few at a time has few in memory
   * @return the gradient of each batch, in the order of the batches; it may wait for them. All are
   *     taken before the next request, unless training ends before that. Like this method, it
   *     throws a {@link dev.gradus.runtime.problem.CancelledException} if the thread is interrupted
   */
  Iterator<BatchGradient> compute(GradientRequest request, IntFunction<PreparedRows> rows);
}
