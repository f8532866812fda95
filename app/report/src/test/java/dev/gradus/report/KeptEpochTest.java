package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.study.Study;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
}
