package dev.gradus.engine;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import dev.gradus.engine.distributed.PreparedRows;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.Replica;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the gradients of the batches of a run that is trained in another process; see {@link
 * Job#gradients}. The arrays of the run are shared by all workers of a process. For one thread at a
 * time; {@link Gradus#worker} creates it.
 */
public final class GradientWorker {

  /** The most numbers of an array. */
  private static final long MOST = Integer.MAX_VALUE - 8L;

  private final Replica replica;
  private final Model model;

  private GradientWorker(Replica replica, Model model) {
    this.replica = replica;
    this.model = model;
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
                examplesOf(run.prepared(), model),
                run);
    return new GradientWorker(new Replica(experiment, run), model);
  }

  private static Examples examplesOf(PreparedRows prepared, Model model) {
    int rows = prepared.rows();
    return new Examples(
            new Matrix(rows, model.preparation().inputWidth(), prepared.inputs()),
            new Matrix(rows, model.preparation().targets().width(), prepared.targets()),
            Optional.of(prepared.weights())
                .filter(weights -> weights.length > 0)
                .map(weights -> new Matrix(rows, 1, weights)))
        .with(AuxiliaryColumns.of(model.configuration().loss().columns(), prepared.auxiliary()));
  }

  /**
   * What workers need of a run that has not made a step.
   *
   * @param mostBytes the most bytes of prepared rows that are part of it
   */
  static SharedRun shared(Engine engine, Experiment experiment, long mostBytes) {
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    engine
        .parts()
        .models()
        .write(Models.of(experiment, warning -> {}, Optional.empty(), Map.of()), model);
    Examples training = experiment.training();
    Batches batches = Replica.batches(experiment);
    return new SharedRun(
        model.toByteArray(),
        training.rows(),
        batches.count(),
        batches.largest(),
        experiment.learned().classWeights().stream().mapToDouble(each -> each).toArray(),
        fitsArrays(training) && bytesOf(training, experiment.configuration()) <= mostBytes
            ? Replica.sent(training, experiment.configuration())
            : PreparedRows.NONE);
  }

  /** Whether the examples are in memory, and not so many that an array cannot hold them. */
  private static boolean fitsArrays(Examples examples) {
    long widest = Math.max(examples.inputs().columns(), examples.targets().columns());
    return !examples.isStored() && examples.rows() * widest <= MOST;
  }

  /** The bytes of all examples as they are sent. */
  private static long bytesOf(Examples examples, Configuration configuration) {
    long floats =
        (long) examples.inputs().columns()
            + examples.targets().columns()
            + (examples.weights().isPresent() ? 1 : 0);
    long doubles = configuration.loss().columns().size();
    return (Float.BYTES * floats + Double.BYTES * doubles) * examples.rows();
  }

  /**
   * Computes the gradient of a batch of a run that has its rows.
   *
   * @param request with the weights, which may be one array for all batches of a step
   * @param batch its index in the epoch, one of those in the request
   * @throws dev.gradus.runtime.problem.GradusException if the weights do not fit the run
   */
  public BatchGradient gradient(GradientRequest request, int batch) {
    return replica.gradient(requireNonNull(request, "request must not be null"), batch);
  }

  /**
   * Computes the gradient of a batch of a run that {@link SharedRun#sendsRows}.
   *
   * @param request with the weights, which may be one array for all batches of a step
   * @param batch its index in the epoch, one of those in the request
   * @param rows those of the batch; its arrays are used as they are
   * @throws dev.gradus.runtime.problem.GradusException if the weights do not fit the run
   */
  public BatchGradient gradient(GradientRequest request, int batch, PreparedRows rows) {
    requireNonNull(request, "request must not be null");
    requireNonNull(rows, "rows must not be null");
    return replica.gradient(request, batch, examplesOf(rows, model));
  }
}
