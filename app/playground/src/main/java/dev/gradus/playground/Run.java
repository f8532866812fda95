package dev.gradus.playground;

import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.studies.Fingerprint;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.RowOrigins;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Adaptation;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.SingleSteps;
import dev.gradus.engine.training.Trainer;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Networks that learn side by side: from the same weights, on the same batches, each its loss. */
final class Run {

  private final Settings settings;
  private final Dataset data;
  private final List<Trainee> trainees = new ArrayList<>();
  private int[] lastRows;

  private Run(Settings settings, Dataset data) {
    this.settings = settings;
    this.data = data;
    Catalogue catalogue = Catalogue.ofInstalled();
    ExperimentBuilder builder = new ExperimentBuilder(new NetworkBuilder(catalogue));
    Adaptation adaptation = new Adaptation(builder, new Trainer());
    Table table = data.table();
    for (int i = 0; i < settings.losses().size(); i++) {
      Loss loss = settings.losses().get(i).plugin();
      try {
        Adaptation.Adapted adapted =
            adaptation.fit(settings.configuration(loss, data), table, Optional.empty());
        trainees.add(new Trainee(adapted.experiment(), adapted.notes()));
      } catch (IllegalArgumentException | dev.gradus.runtime.problem.GradusException e) {
        throw placed(e, i);
      }
    }
    lastRows = first().steps().nextRows();
  }

  private static SettingsException placed(RuntimeException e, int loss) {
    String sentence = String.valueOf(e.getMessage());
    int colon = sentence.indexOf(": ");
    String place = colon < 0 ? "" : sentence.substring(0, colon);
    return switch (place) {
      case "loss" ->
          new SettingsException("losses[%s]".formatted(loss), sentence.substring(colon + 2));
      case "optimizer", "network" ->
          new SettingsException(
              place.equals("network") ? "layers" : place, sentence.substring(colon + 2));
      default -> new SettingsException("", sentence);
    };
  }

  /** Starts a run. */
  static Run of(String json) {
    Settings settings = Settings.of(json);
    Dataset data = settings.dataset();
    double flipped = settings.data().find("flipped").map(each -> each.number(0, 0.5)).orElse(0.0);
    Run run = new Run(settings, data);
    if (flipped == 0 || !data.classes()) {
      return run;
    }
    int[] training = rows(run.first().experiment().trainingLines(), run.training().rows());
    Arrays.sort(training);
    return new Run(settings, Datasets.flipped(data, flipped, training, settings.seed()));
  }

  Settings settings() {
    return settings;
  }

  Dataset data() {
    return data;
  }

  List<Trainee> trainees() {
    return trainees;
  }

  Trainee first() {
    return trainees.get(0);
  }

  Examples training() {
    return first().experiment().training();
  }

  Optional<Examples> heldOut() {
    return first().experiment().validation();
  }

  /** The rows of the data that examples come from. */
  private static int[] rows(RowOrigins origins, int count) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = origins.of(i) - 1;
    }
    return rows;
  }

  /** The rows of the data that are held out. */
  boolean[] isHeldOut() {
    boolean[] is = new boolean[data.rows()];
    Experiment experiment = first().experiment();
    for (int row : rows(experiment.validationLines(), heldOut().map(Examples::rows).orElse(0))) {
      is[row] = true;
    }
    return is;
  }

  /**
   * Trains on the next batches, all networks on each.
   *
   * @return the losses of the last batch, before the step
   * @throws DivergedException if a number of a network is not finite any more
   */
  double[] step(int batches) {
    double[] losses = new double[trainees.size()];
    for (int i = 0; i < batches; i++) {
      lastRows = first().steps().nextRows();
      for (int k = 0; k < losses.length; k++) {
        losses[k] = trainees.get(k).steps().step();
      }
    }
    return losses;
  }

  /** The training examples of the last batch, or of the first one before any step. */
  int[] lastRows() {
    return lastRows;
  }

  /** The rows of the data of the last batch. */
  int[] lastDataRows() {
    RowOrigins origins = first().experiment().trainingLines();
    return Arrays.stream(lastRows).map(row -> origins.of(row) - 1).toArray();
  }

  /** The numbers of the inputs, row by row; NaN for one that is no number. */
  float[] inputs() {
    List<Column> columns = data.inputs();
    float[] inputs = new float[data.rows() * columns.size()];
    for (int row = 0; row < data.rows(); row++) {
      for (int k = 0; k < columns.size(); k++) {
        inputs[row * columns.size() + k] = (float) columns.get(k).number(row);
      }
    }
    return inputs;
  }

  /** The SHA-256 of the weights of a network, as a comparison of the command prints it. */
  String digest(int network) {
    Trainee trainee = trainees.get(network);
    trainee.steps().predict();
    String digest = Fingerprint.of(trainee.network());
    trainee.steps().learnOn();
    return digest;
  }

  /** The states of all networks, one after another. */
  List<SingleSteps.State> states() {
    return trainees.stream().map(trainee -> trainee.steps().state()).toList();
  }

  /**
   * Goes to a snapshot.
   *
   * @param numbers of the states of all networks, one after another
   * @param position their positions, and then the examples of the last batch
   */
  void restore(float[] numbers, double[] position) {
    List<SingleSteps.State> now = states();
    int next = 0;
    int at = 0;
    for (int i = 0; i < now.size(); i++) {
      int size = now.get(i).numbers().length;
      long[] own = new long[now.get(i).position().length];
      for (int k = 0; k < own.length; k++) {
        own[k] = (long) position[at++];
      }
      trainees
          .get(i)
          .steps()
          .restore(new SingleSteps.State(Arrays.copyOfRange(numbers, next, next + size), own));
      next += size;
    }
    lastRows = new int[position.length - at];
    for (int k = 0; k < lastRows.length; k++) {
      lastRows[k] = (int) position[at + k];
    }
  }

  /** Whether a loss fits the data, perhaps with another output activation. */
  boolean fits(Loss loss) {
    try {
      Adaptation adaptation =
          new Adaptation(
              new ExperimentBuilder(new NetworkBuilder(Catalogue.ofInstalled())), new Trainer());
      new SingleSteps(
          adaptation
              .fit(settings.configuration(loss, data), data.table(), Optional.empty())
              .experiment());
      return loss.columns().isEmpty();
    } catch (IllegalArgumentException | dev.gradus.runtime.problem.GradusException e) {
      return false;
    }
  }
}
