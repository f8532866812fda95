package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.training.update.MonitoredMetric;
import dev.gradus.engine.training.update.NestedSchedules;
import dev.gradus.engine.training.update.RunLength;
import dev.gradus.engine.training.update.SteppedSchedules;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The loop over the epochs, from the current state of a run to its end. */
final class TrainingLoop {

  private final Experiment experiment;
  private final Configuration configuration;
  private final RunLength length;
  private final Learning learning;
  private final Supplier<Map<String, Double>> validation;
  private final TrainingListener listener;
  private final Observer observer;
  private final CheckpointStore store;
  private final List<MonitoredMetric> monitored;
  private final Optional<BestEpoch> best;
  private final boolean stopsEarly;
  private final List<EpochReport> reports = new ArrayList<>();
  private final Set<MonitoredMetric> reported = new HashSet<>();
  private final TimeLimit limit;
  private boolean stopped;

  /**
   * Prepares a run that has not started.
   *
   * @param validation evaluates the validation split with the weights that are in the network
   * @param listener sees every epoch
   * @param observer sees every epoch too
   * @param monitored the metrics that a schedule and early stopping monitor
   * @param store saves the run, and restores an earlier one
   */
  TrainingLoop(
      Experiment experiment,
      RunLength length,
      Learning learning,
      Supplier<Map<String, Double>> validation,
      List<MonitoredMetric> monitored,
      TrainingListener listener,
      Observer observer,
      CheckpointStore store) {
    this.experiment = experiment;
    this.configuration = experiment.configuration();
    this.length = length;
    this.learning = learning;
    this.validation = validation;
    this.monitored = monitored;
    this.listener = listener;
    this.observer = observer;
    this.store = store;
    this.limit = new TimeLimit(configuration.training().maxMinutes(), System::nanoTime);
    Optional<EarlyStopping> early = configuration.training().choiceOfEpoch();
    this.stopsEarly = early.isPresent();
    this.best =
        stopsEarly || store.keepsBest()
            ? Optional.of(
                new BestEpoch(
                    early.orElseGet(EarlyStopping::new), configuration, experiment.network()))
            : Optional.empty();
  }

  /** Trains to the end of the run. */
  Trained train() {
    store.restore(experiment, memory()).ifPresent(this::resume);
    observer.start(reports.size());
    boolean ends = reports.size() == length.epochs() || isOver();
    while (!ends) {
      try {
        ends = epoch(reports.size() + 1);
      } catch (DivergedException e) {
        throw diverged(e);
      }
    }
    // A stopped run returns its best weights, if they were recorded.
    int epoch = reports.size();
    if ((stopsEarly || stopped) && best.isPresent() && best.get().restore()) {
      epoch = best.get().epoch();
    }
    observer.finished(reports.size());
    return new Trained(reports, epoch, Optional.empty());
  }

  /** Trains for an epoch, and returns whether it was the last. */
  private boolean epoch(int epoch) {
    if (epoch > 1) {
      learning.learnOn();
    }
    double loss;
    try {
      loss = Verifier.naming(configuration, "in epoch " + epoch, () -> learning.epoch(epoch));
    } catch (CancelledException e) {
      if (epoch == 1) {
        throw e;
      }
      learning.predict();
      return interrupted(epoch);
    }
    learning.predict();
    DivergenceCheck.checkEpoch(experiment.network(), memory(), epoch);
    Optional<Map<String, Double>> measured = measure(epoch);
    EpochReport report =
        new EpochReport(
            epoch,
            length.epochs(),
            loss,
            learning.penalty(),
            learning.learningRate(),
            measured.orElseGet(this::unmeasured));
    reports.add(report);
    if (measured.isPresent()) {
      checkNumbers(report);
      best.ifPresent(seen -> seen.add(report));
    }
    listener.epochDone(report);
    observer.epochDone(epoch);
    limit.epochDone();
    boolean ends = ends(epoch);
    if (measured.isPresent() && learning.isWhole() && (ends || store.isTime(epoch))) {
      store.keep(standing());
    }
    return ends;
  }

  /**
   * Evaluates the validation split.
   *
   * @return empty if the thread was interrupted, so the evaluation may be incomplete
   */
  private Optional<Map<String, Double>> measure(int epoch) {
    try {
      Map<String, Double> measured = validation.get();
      boolean halfDone = experiment.network().keepsStatistics() && CancelledException.isWanted();
      return halfDone ? Optional.empty() : Optional.of(measured);
    } catch (CancelledException e) {
      return Optional.empty();
    } catch (DataException e) {
      throw new DivergedException(
          "training stopped after epoch %s, in validation: %s".formatted(epoch, e.getMessage()));
    }
  }

  private Map<String, Double> unmeasured() {
    Map<String, Double> unmeasured = new LinkedHashMap<>();
    if (experiment.validation().isPresent()) {
      unmeasured.put(EpochReport.LOSS, Double.NaN);
      Target target = experiment.preparation().target().inUnitOfData();
      MetricNames measures = MetricNames.of(configuration);
      for (Metric metric : configuration.metrics()) {
        namesOf(measures, metric, target).forEach(name -> unmeasured.put(name, Double.NaN));
      }
    }
    return unmeasured;
  }

  /**
   * A metric that returns wrong values has been reported when it was evaluated, and does not stop a
   * run.
   */
  private static List<String> namesOf(MetricNames measures, Metric metric, Target target) {
    try {
      return measures.namesOf(metric, target);
    } catch (RuntimeException e) {
      return List.of(measures.nameOf(metric));
    }
  }

  /** Warns when a monitored value is not a number for the first time. */
  private void checkNumbers(EpochReport report) {
    List<MonitoredMetric> all = new ArrayList<>(monitored);
    if (!stopsEarly && best.isPresent()) {
      all.add(new MonitoredMetric("training.checkpoint", EpochReport.LOSS));
    }
    for (MonitoredMetric each : all) {
      double value = each.of(report);
      if (!Double.isFinite(value) && reported.add(each)) {
        experiment
            .warnings()
            .accept(
                Warning.of(
                    "%s monitors '%s', which is %s after epoch %s; such epochs are ignored and never count as the best"
                        .formatted(each.place(), each.monitor(), value, report.epoch())));
      }
    }
  }

  /**
   * The exception of a run that has diverged; the network has the best weights, if they were
   * recorded.
   */
  private DivergedException diverged(DivergedException e) {
    int bestEpoch = best.map(BestEpoch::epoch).orElse(0);
    if (bestEpoch == 0) {
      return new DivergedException(String.valueOf(e.getMessage()), e, reports, 0);
    }
    best.ifPresent(BestEpoch::putBack);
    observer.finished(reports.size());
    return new DivergedException(
        e.getMessage() + "; " + best.map(BestEpoch::describeKept).orElse(""),
        e,
        reports,
        bestEpoch);
  }

  private boolean interrupted(int epoch) {
    stopped = true;
    listener.stopped(
        "stopped in epoch %s%s%s"
            .formatted(
                epoch,
                listener.wantsToStop() ? " as requested" : ", because the thread was interrupted",
                described()));
    return true;
  }

  private boolean ends(int epoch) {
    if (epoch == length.epochs()) {
      return true;
    }
    if (CancelledException.isWanted()) {
      return interrupted(epoch);
    }
    if (listener.wantsToStop()) {
      stopped = true;
      listener.stopped("stopped in epoch %s as requested%s".formatted(epoch, described()));
      return true;
    }
    if (isOver()) {
      listener.stopped("stopped after epoch %s%s".formatted(epoch, described()));
      return true;
    }
    Optional<String> late = limit.reached();
    if (late.isPresent()) {
      listener.stopped("stopped after epoch %s, %s%s".formatted(epoch, late.get(), described()));
      return true;
    }
    learning.measured(reports);
    return false;
  }

  private boolean isOver() {
    return stopsEarly && best.map(BestEpoch::isOver).orElse(false);
  }

  private String described() {
    return best.filter(seen -> stopsEarly || stopped)
        .map(epoch -> "; " + epoch.describe())
        .orElse("");
  }

  private Map<String, Matrix> memory() {
    Map<String, Matrix> memory = new LinkedHashMap<>(learning.memory());
    best.ifPresent(seen -> memory.putAll(seen.memory()));
    return memory;
  }

  private TrainingState standing() {
    return new TrainingState(
        experiment,
        memory(),
        reports,
        learning.steps(),
        learning.batches(),
        best.map(BestEpoch::epoch).orElse(0));
  }

  private void resume(ResumedRun past) {
    checkLength(past);
    DivergenceCheck.checkRestored(experiment.network(), memory(), past.origin());
    for (EpochReport report : past.reports()) {
      reports.add(
          new EpochReport(
              report.epoch(),
              length.epochs(),
              report.loss(),
              report.penalty(),
              report.learningRate(),
              report.validation()));
    }
    best.ifPresent(seen -> seen.resume(reports));
    learning.resume(past.steps(), past.batches());
    learning.measured(reports);
    int done = reports.size();
    String rest =
        done == length.epochs()
            ? "all of its epochs are complete, so nothing is left to train"
            : isOver()
                ? "it had stopped there%s; nothing is left to train".formatted(described())
                : "epoch %s comes next".formatted(done + 1);
    listener.resumed(
        List.copyOf(reports),
        "the run resumes after epoch %s, from %s; %s".formatted(done, past.origin(), rest));
  }

  private void checkLength(ResumedRun past) {
    int done = past.reports().size();
    if (done > length.epochs() || past.steps() > length.steps()) {
      throw new TrainingException(
          String.format(
              Locale.ROOT,
              "training: the run in %s has made %,d steps in %,d epochs, more than the requested %,d steps in %,d epochs; request at least as many, or resume from an older checkpoint",
              past.origin(),
              past.steps(),
              done,
              length.steps(),
              length.epochs()));
    }
    long before = length.like(past.training()).steps();
    SteppedSchedules.all(configuration).forEach(each -> checkSchedule(each, before, past));
  }

  private void checkSchedule(SteppedSchedules.Placed placed, long before, ResumedRun past) {
    Schedule schedule = placed.schedule();
    Schedule ofEpochs = NestedSchedules.forEpochs(schedule, length.stepsPerEpoch());
    if (before != length.steps()
        && !ofEpochs.forRun(before).equals(ofEpochs.forRun(length.steps()))) {
      throw new TrainingException(
          String.format(
              Locale.ROOT,
              "%s: %s depends on the length of the run, which was %,d steps in %s and is %,d now; with the new length the epochs already trained would have used other rates; keep the length of the run, or start a new run",
              placed.place(),
              PluginType.nameOf(schedule),
              before,
              past.origin(),
              length.steps()));
    }
  }
}
