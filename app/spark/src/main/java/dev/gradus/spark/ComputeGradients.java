package dev.gradus.spark;

import dev.gradus.engine.GradientWorker;
import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * The work of a task: the gradients of some batches of a step.
 *
 * @param request without weights
 */
record ComputeGradients(
    Broadcast<RunWorkers> run, Broadcast<float[]> weights, GradientRequest request)
    implements FlatMapFunction<Iterator<Integer>, BatchGradient> {

  @Override
  public Iterator<BatchGradient> call(Iterator<Integer> batches) {
    GradientRequest whole = request.withWeights(weights.value());
    GradientWorker worker = run.value().take();
    List<BatchGradient> gradients = new ArrayList<>();
    while (batches.hasNext()) {
      gradients.add(worker.gradient(whole, batches.next()));
    }
    // A worker whose task failed is not used again.
    run.value().leave(worker);
    return gradients.iterator();
  }
}
