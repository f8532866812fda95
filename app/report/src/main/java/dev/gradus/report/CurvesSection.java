package dev.gradus.report;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The learning curves: the loss and each metric, on the training and the validation examples. */
final class CurvesSection {

  /** Readers would scroll past more. */
  private static final int MOST_PICTURES = 12;

  private CurvesSection() {}

  static void add(PageBuilder page, Study study) {
    if (study.training().history().isEmpty()) {
      return;
    }
    Set<String> names = new LinkedHashSet<>(List.of(EpochReport.LOSS));
    study.training().history().forEach(epoch -> names.addAll(epoch.validation().keySet()));
    study.snapshots().forEach(snapshot -> names.addAll(snapshot.training().keySet()));
    List<Picture> pictures = new ArrayList<>();
    names.stream()
        .limit(MOST_PICTURES)
        .forEach(name -> picture(study, name).ifPresent(pictures::add));
    rate(study).ifPresent(pictures::add);
    page.section("curves", "How it learned");
    page.pictures(pictures);
    if (names.size() > MOST_PICTURES) {
      page.note(
          "%s further metrics are left out here; history.csv has them."
              .formatted(names.size() - MOST_PICTURES));
    }
    if (study.training().history().size() > Lines.MOST_POINTS) {
      page.note(
          "Of %s epochs, %s are drawn, evenly spaced."
              .formatted(Prose.number(study.training().history().size()), Lines.MOST_POINTS));
    }
  }

  private static Optional<Picture> picture(Study study, String name) {
    boolean isLoss = name.equals(EpochReport.LOSS);
    List<EpochReport> history = Thinning.of(study.training().history(), Lines.MOST_POINTS);
    List<Lines.Line> lines = new ArrayList<>();
    lines.add(isLoss ? trainingLoss(history) : training(study, name));
    Optional<EpochReport> kept =
        KeptEpoch.of(study).filter(epoch -> epoch.validation().containsKey(name));
    lines.add(
        new Lines.Line(
                "validation",
                1,
                history.stream().map(epoch -> (double) epoch.epoch()).toList(),
                history.stream()
                    .map(epoch -> epoch.validation().getOrDefault(name, Double.NaN))
                    .toList())
            .withDots(
                kept.stream()
                    .map(
                        epoch ->
                            new Lines.Dot(
                                epoch.epoch(),
                                epoch.validation().getOrDefault(name, Double.NaN),
                                "the epoch that was kept"))
                    .toList()));
    lines.removeIf(line -> line.y().stream().noneMatch(Double::isFinite));
    String title = isLoss ? "Loss: " + NumbersSection.lossOf(study) : name;
    Lines data = new Lines("epoch", isLoss ? "loss" : name, lines);
    return data.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Picture.of(
                title,
                caption(study, name, isLoss)
                    + kept.map(
                            epoch ->
                                " The large mark is epoch %s, whose weights the model has."
                                    .formatted(Prose.number((long) epoch.epoch())))
                        .orElse(""),
                isLoss ? data.scaled() : data));
  }

  private static Lines.Line trainingLoss(List<EpochReport> history) {
    return new Lines.Line(
        "training",
        0,
        history.stream().map(epoch -> (double) epoch.epoch()).toList(),
        history.stream().map(EpochReport::loss).toList());
  }

  /** Metrics on the training examples are only known at the snapshots. */
  private static Lines.Line training(Study study, String name) {
    List<Snapshot> seen =
        study.snapshots().stream().filter(s -> s.training().containsKey(name)).toList();
    return new Lines.Line(
        study.plan().trainingRows() > Snapshot.SAMPLE ? "training, a sample" : "training",
        0,
        seen.stream().map(snapshot -> (double) snapshot.epoch()).toList(),
        seen.stream().map(snapshot -> snapshot.training().get(name)).toList(),
        true,
        Optional.empty(),
        Optional.empty());
  }

  private static String caption(Study study, String name, boolean isLoss) {
    boolean validated =
        study.training().history().stream().anyMatch(epoch -> epoch.validation().containsKey(name));
    String gap =
        validated
            ? "Where the curves diverge, the network overfits: what it learns then holds for the training examples alone."
            : "No examples were held out, so this shows how well the network fits the training examples, not how it does on new ones.";
    return isLoss
        ? "The loss that the network was trained on. The training loss is the mean over the batches of an epoch, measured before each step. "
            + gap
        : "Only reported: the network was not trained on it. " + gap;
  }

  private static Optional<Picture> rate(Study study) {
    List<EpochReport> history = Thinning.of(study.training().history(), Lines.MOST_POINTS);
    boolean changes =
        history.stream().mapToDouble(EpochReport::learningRate).distinct().count() > 1;
    if (!changes) {
      return Optional.empty();
    }
    Lines data =
        new Lines(
            "epoch",
            "learning rate",
            List.of(
                new Lines.Line(
                    "learning rate",
                    2,
                    history.stream().map(epoch -> (double) epoch.epoch()).toList(),
                    history.stream().map(EpochReport::learningRate).toList())));
    return Optional.of(
        Picture.of(
            "Learning rate", "The rate of the last step of each epoch, by the schedule.", data));
  }
}
