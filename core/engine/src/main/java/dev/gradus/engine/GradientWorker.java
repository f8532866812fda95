package dev.gradus.engine;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.Replica;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the gradients of the batches of a run that is trained in another process; see {@link
 * Job#gradients}. The arrays of the run are shared by all workers of a process. For one thread at a
 * time; {@link Gradus#worker} creates it.
 */
public final class GradientWorker {

  private final Replica replica;

  private GradientWorker(Replica replica) {
    this.replica = replica;
  }

  /** A worker for a run. */
  static GradientWorker of(Engine engine, SharedRun run) {
    Model model = engine.parts().models().read(run.model());
    Experiment experiment =
        engine
            .parts()
            .experiments()
            .replica(
                model.configuration(),
                model.preparation(),
                Models.networkOf(model),
                examplesOf(run, model));
    return new GradientWorker(new Replica(experiment));
  }

  private static Examples examplesOf(SharedRun run, Model model) {
    int rows = run.rows();
    return new Examples(
            new Matrix(rows, model.preparation().inputWidth(), run.inputs()),
            new Matrix(rows, model.preparation().targets().width(), run.targets()),
            run.exampleWeights().map(each -> new Matrix(rows, 1, each)))
        .with(AuxiliaryColumns.of(model.configuration().loss().columns(), run.auxiliary()));
  }

  /** What workers need of a run that has not made a step. */
  static SharedRun shared(Engine engine, Experiment experiment) {
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    engine
        .parts()
        .models()
        .write(Models.of(experiment, warning -> {}, Optional.empty(), Map.of()), model);
    Examples training = experiment.training();
    return new SharedRun(
        model.toByteArray(),
        training.rows(),
        training.inputs().inMemory().values(),
        training.targets().inMemory().values(),
        training.weights().map(Matrix::values).orElse(new float[0]),
        training.auxiliary().of(List.copyOf(experiment.configuration().loss().columns())));
  }

  /**
   * Computes the gradient of a batch.
   *
   * @param request with the weights, which may be one array for all batches of a step
   * @param batch its index in the epoch, one of those in the request
   * @throws dev.gradus.runtime.problem.GradusException if the weights do not fit the run
   */
  public BatchGradient gradient(GradientRequest request, int batch) {
    return replica.gradient(requireNonNull(request, "request must not be null"), batch);
  }
}
