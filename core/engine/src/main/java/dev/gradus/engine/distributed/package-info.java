/**
 * Computes the gradients of a run, or the runs of a search or a comparison, in other processes,
 * with the bits of one process.
 *
 * <p>The unit of a run is the batch. Its gradient depends only on the weights, its rows and its
 * number, so any process may compute it, and compute it again if a process is lost. The training
 * process adds the gradients of a step in the order of the batches, whatever the order in which
 * they arrive, and makes the step itself.
 *
 * <p>A {@link dev.gradus.engine.distributed.GradientSource} of the application takes the place of
 * the backward pass; {@code Job.gradients} sets it. It receives the run once, as a {@link
 * dev.gradus.engine.distributed.SharedRun}, and sends it to its processes, where {@code
 * Gradus.worker} reads it. The rows are part of the run, unless they are larger than the memory:
 * then they stay in the file of the training process, and each batch is sent with its rows.
 *
 * <p>The unit of a search or a comparison is a network that is trained. A {@link
 * dev.gradus.engine.distributed.TrialSource} of the application, which {@code Job.trials} sets,
 * sends each {@link dev.gradus.engine.distributed.TrialRequest} to a process that has a job with
 * the same configuration and data, where {@code Job.trial} does it.
 */
package dev.gradus.engine.distributed;
