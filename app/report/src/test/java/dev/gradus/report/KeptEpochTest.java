package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.InitialGradients;
import dev.gradus.engine.study.LearningCurve;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The epoch whose weights early stopping keeps is found again in the history. */
class KeptEpochTest {

  private static final Configuration PLAIN = Runs.descent().configuration();

  private static Configuration with(EarlyStopping stopping) {
    return PLAIN.withTraining(PLAIN.training().earlyStopping(stopping));
  }

  private static List<EpochReport> history(String name, double... values) {
    return IntStream.range(0, values.length)
        .mapToObj(
            i ->
                new EpochReport(
                    i + 1,
                    values.length,
                    9 - i,
                    0,
                    0.1,
                    name.isEmpty() ? Map.of() : Map.of(name, values[i])))
        .toList();
  }

  private static Optional<Integer> kept(Configuration configuration, List<EpochReport> history) {
    return KeptEpoch.of(configuration, history).map(EpochReport::epoch);
  }

  @Test
  void itIsTheFirstOfTheBest() {
    EarlyStopping stopping = new EarlyStopping();
    assertEquals(Optional.of(2), kept(with(stopping), history("loss", 3, 1, 2, 1)));
    assertEquals(
        Optional.of(1), kept(with(stopping.minDelta(5)), history("loss", 3, 1, 2)), "no gain");
    assertEquals(
        Optional.of(3),
        kept(with(stopping.monitor("accuracy")), history("accuracy", 0.1, 0.4, 0.5, 0.5)));
    assertEquals(
        Optional.of(4), kept(with(stopping), history("", 0, 0, 0, 0)), "of the training loss");
  }

  @Test
  void thereIsNoneWhereTheLastWeightsStay() {
    assertEquals(Optional.empty(), kept(PLAIN, history("loss", 3, 1, 2)));
    assertEquals(
        Optional.empty(),
        kept(with(new EarlyStopping().restoreBest(false)), history("loss", 3, 1, 2)));
  }

  @Test
  void thePageOfARunMarksTheEpochWhoseWeightsItsModelHas() {
    Study run = Runs.descent();
    assertFalse(curves(run).contains("The large mark"), "it ended as planned");
    assertTrue(
        curves(Runs.keeping(run, 1))
            .contains("The large mark is epoch 1, whose weights the model has."),
        "as of a run that diverged, without early stopping");
  }

  private static String curves(Study study) {
    PageBuilder page = new PageBuilder();
    CurvesSection.add(page, study);
    return page.body().toString();
  }

  @Test
  void runsOfSeveralSeedsThatAreOneRunHaveOneMark() {
    Study run =
        Runs.twoEpochs(
            "optimizer: {sgd: {learning-rate: 0.1}}\nmetrics: [accuracy]\n",
            ", early-stopping: {patience: 5}");
    LearningCurve curve = new LearningCurve(run.training().history(), Map.of());
    List<Variant> variants =
        Stream.of("a", "b")
            .map(
                name ->
                    new Variant(
                        name,
                        name,
                        List.of(),
                        Optional.empty(),
                        Optional.of(run),
                        Collections.nCopies(3, Map.of("accuracy", 0.9)),
                        List.of(),
                        List.of(),
                        Collections.nCopies(3, curve)))
            .toList();
    Comparison comparison =
        new Comparison(
            "loss",
            variants,
            new InitialGradients(true, true, List.of(), Map.of(), Map.of(), List.of()),
            "validation",
            List.of(7L, 8L, 9L),
            Optional.empty(),
            true);
    Lines lines = (Lines) new MeasureCurves(comparison).picture("accuracy", true).data();
    assertEquals(
        List.of(List.of("kept with seeds 7, 8 and 9")),
        lines.lines().stream()
            .map(line -> line.dots().stream().map(Lines.Dot::note).toList())
            .toList());
  }
}
