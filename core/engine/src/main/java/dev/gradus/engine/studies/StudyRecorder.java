package dev.gradus.engine.studies;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.training.Trainer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Records a run for the report, and passes everything on to another listener.
 *
 * <p>It takes about thirty snapshots, more often at the beginning, when most happens.
 */
final class StudyRecorder implements TrainingListener {

  private static final int LOOKS = 30;

  /** The memory limit for the weights of earlier epochs: enough for half a million parameters. */
  private static final long MOST_BYTES = 1L << 26;

  private final TrainingListener next;
  private final Network network;
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final Set<Integer> epochs = new HashSet<>();
  private Optional<TrainingPlan> plan = Optional.empty();
  private Optional<WeightPath> path = Optional.empty();
  private String reason = "No network was trained.";

  /**
   * Creates an empty recorder.
   *
   * @param network the trained network
   */
  StudyRecorder(TrainingListener next, Network network) {
    this.next = next;
    this.network = network;
  }

  /** The path of the weights through the epochs, unless there are too many weights. */
  Optional<WeightPath> path() {
    return path;
  }

  /** Why there is no path, in a sentence; empty if there is one. */
  String whyNoPath() {
    return reason;
  }

  TrainingPlan plan() {
    return plan.orElseThrow();
  }

  List<Snapshot> snapshots() {
    return List.copyOf(snapshots);
  }

  @Override
  public void started(TrainingPlan announced) {
    long bytes = WeightPath.bytes(announced.parameters());
    TrainingPlan started = announced;
    if (bytes > MOST_BYTES) {
      reason = "There are too many weights to keep those of earlier epochs.";
    } else if (!Trainer.leavesRoom(announced, bytes)) {
      reason = "The memory of the process had no room for the weights of earlier epochs.";
    } else {
      reason = "";
      started = announced.holding(bytes);
      path = Optional.of(new WeightPath(network));
      path.get().start(0);
    }
    plan = Optional.of(started);
    epochs.addAll(looks(started.epochs()));
    next.started(started);
  }

  /** The epochs after which snapshots are taken, including 0. */
  static Set<Integer> looks(int epochs) {
    Set<Integer> looks = new HashSet<>();
    for (int i = 0; i < LOOKS; i++) {
      double share = (double) i / (LOOKS - 1);
      looks.add((int) Math.round(epochs * share * share));
    }
    return looks;
  }

  @Override
  public boolean wantsToSee(int epoch) {
    return epochs.contains(epoch) || next.wantsToSee(epoch);
  }

  @Override
  public void seen(Snapshot snapshot) {
    snapshots.add(snapshot);
    next.seen(snapshot);
  }

  @Override
  public void stepDone(int epoch, int step, double loss) {
    next.stepDone(epoch, step, loss);
  }

  @Override
  public void epochDone(EpochReport report) {
    path.ifPresent(known -> known.add(report.epoch()));
    next.epochDone(report);
  }

  @Override
  public boolean wantsToStop() {
    return next.wantsToStop();
  }

  @Override
  public void resumed(List<EpochReport> reports, String sentence) {
    path.ifPresent(known -> known.start(reports.size()));
    next.resumed(reports, sentence);
  }

  @Override
  public void stopped(String reason) {
    next.stopped(reason);
  }
}
