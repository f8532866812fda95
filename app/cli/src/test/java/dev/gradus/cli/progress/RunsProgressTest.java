package dev.gradus.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.cli.text.Screen;
import dev.gradus.engine.config.Search;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.tuning.Trial;
import dev.gradus.runtime.problem.Warning;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command with several runs shows its progress, the best result so far, and the time left. */
class RunsProgressTest {

  private static final long SECOND = 1_000_000_000L;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
  private long now;
  private boolean stop;

  @ParameterizedTest
  @ValueSource(ints = {40, 79, 80, 110, 160})
  void eachVariantHasALineWithItsLosses(int columns) {
    ComparisonProgress progress = comparison(ProgressMode.BAR, new Screen(true, columns, 24), 1);
    run(progress.watch("mean-squared-error-of-a-long-name", 0), 4);
    TrainingListener second = progress.watch("mse", 0);
    run(second, 2);
    List<String> lines = progress.lines(false);
    assertEquals(3, lines.size());
    assertTrue(lines.stream().allMatch(line -> line.length() < columns), lines.toString());
    assertTrue(lines.get(0).startsWith("mean-squared-error-of-a… ["), lines.get(0));
    assertTrue(lines.get(1).startsWith("mse                      ["), lines.get(1));
    if (columns > 79) {
      assertTrue(lines.get(0).contains("epoch 4/4 loss 0.25 val 0.125 done"), lines.get(0));
      assertTrue(lines.get(1).contains("epoch 2/4 loss 0.25 val 0.125"), lines.get(1));
    }
    assertEquals("run 2 of 3, 6s left", lines.get(2));
    progress.finish();
    String text = text();
    String last = text.substring(text.lastIndexOf("\033[J") + 3);
    assertEquals(3, last.lines().count());
    assertTrue(last.endsWith("2 of 3 runs in 6s\n"), last);
    assertFalse(last.contains("left"), last);
  }

  @Test
  void theLinesStayInPlaceAndAWarningStandsAbove() {
    ComparisonProgress progress = comparison(ProgressMode.BAR, new Screen(true, 80, 24), 1);
    run(progress.watch("a", 0), 4);
    said.reset();
    progress.warned(Warning.of("something"));
    assertTrue(text().startsWith("\r\033[2A\033[Jwarning: something\na ["), text());
  }

  @Test
  void aTerminalWithFewLinesShowsOne() {
    ComparisonProgress progress = comparison(ProgressMode.BAR, new Screen(true, 80, 3), 1);
    run(progress.watch("a", 0), 4);
    run(progress.watch("b", 0), 2);
    assertEquals(2, progress.lines(false).size());
    assertTrue(progress.lines(false).get(0).startsWith("b "));
  }

  @Test
  void aComparisonThatIsStoppedSaysWhichRunWas() {
    ComparisonProgress progress = comparison(ProgressMode.BAR, new Screen(true, 80, 24), 1);
    run(progress.watch("a", 0), 4);
    TrainingListener second = progress.watch("b", 0);
    run(second, 2);
    stop = true;
    assertTrue(second.wantsToStop());
    progress.finish();
    progress.finish();
    String last = text().substring(text().lastIndexOf("\033[J") + 3);
    assertTrue(last.endsWith("stopped in run 2 of 3 after 6s\n"), last);
    assertTrue(last.contains("done") && last.lines().toList().get(1).contains("stopped"), last);
    assertEquals(3, last.lines().count());
  }

  @Test
  void elsewhereThereAreLines() {
    ComparisonProgress progress = comparison(ProgressMode.LINES, new Screen(false, 80, 24), 1);
    run(progress.watch("a", 7), 4);
    assertEquals(
        List.of(
            "[1/3] a, seed 7",
            "[1/3] a, seed 7  epoch 4/4  loss 0.25  validation loss 0.125  learning rate 0.1  8s left for all"),
        text().lines().toList());
    said.reset();
    comparison(ProgressMode.NONE, new Screen(true, 80, 24), 1).watch("a", 7);
    assertEquals("", text());
    ComparisonProgress json = comparison(ProgressMode.JSON, new Screen(true, 80, 24), 1);
    run(json.watch("a", 7), 1);
    assertTrue(
        text()
            .startsWith(
                "{\"event\":\"run\",\"variant\":\"a\",\"seed\":7,\"run\":1,\"runs\":3}\n{\"event\":\"epoch\""),
        text());
  }

  @Test
  void aSearchSaysWhatIsBestAndHowLongItTakes() {
    TuneProgress progress =
        new TuneProgress(out, ProgressMode.BAR, 79, () -> stop, true, () -> now);
    progress.started(List.of(new Search.Round(4, 10), new Search.Round(2, 20)));
    now += 10 * SECOND;
    progress.trialDone(1, 1, trial(0.5));
    assertTrue(
        text()
            .endsWith(
                "[==                  ] trial round 1/2, 1/4 best 0.5 70s left"
                    .replace("70s", "1m")),
        text());
    progress.trialDone(1, 2, trial(0.75));
    progress.trialDone(1, 3, trial(0.25));
    assertTrue(text().contains("best 0.75"), text());
    progress.finish();
    assertTrue(text().endsWith("best 0.75 in 10s\n"), text());
  }

  @Test
  void theLowestScoreIsBestWhereLowerIsBetter() {
    TuneProgress progress =
        new TuneProgress(out, ProgressMode.LINES, 79, () -> stop, false, () -> now);
    progress.started(List.of(new Search.Round(2, 10)));
    now += 2 * SECOND;
    progress.trialDone(1, 1, trial(0.5));
    progress.trialDone(1, 2, trial(0.75));
    assertEquals(
        "2 trials of 10 epochs\n1/2  0.5 in 1.0 s    best 0.5  2s left\n2/2  0.75 in 1.0 s    best 0.5\n",
        text());
  }

  @Test
  void aCrossValidationSaysWhichFoldItIsAtAndTheMeanSoFar() {
    FoldProgress progress = new FoldProgress(out, ProgressMode.BAR, 79, 2, () -> now);
    run(progress, 4);
    progress.foldDone(1, Map.of("loss", 0.5));
    assertTrue(
        text().endsWith("\r[==========          ] fold 1/2 mean loss 0.5 4s left\033[K"), text());
    run(progress, 4);
    progress.foldDone(2, Map.of("loss", 0.25));
    progress.ended();
    assertTrue(
        text().endsWith("[====================] fold 2/2 mean loss 0.375 in 8s\033[K\n"), text());
  }

  @Test
  void aCrossValidationThatIsStoppedSaysSo() {
    FoldProgress progress = new FoldProgress(out, ProgressMode.BAR, 79, 3, () -> now);
    run(progress, 4);
    progress.foldDone(1, Map.of("loss", 0.5));
    progress.ended();
    assertTrue(text().endsWith("mean loss 0.5 stopped after 4s\033[K\n"), text());
  }

  @Test
  void allTimesAreOfOneClock() {
    TrainingPlan plan = new TrainingPlan(9, 9, 0, 2, 1, 9, 0, 4, 2, 8, 1, 99, List.of());
    Throughput pace = new Throughput(plan, () -> now);
    now += 3 * SECOND;
    pace.at(3, 2);
    assertEquals(2, pace.stepsPerSecond());
    assertEquals("1s left", pace.left());
  }

  private String text() {
    return said.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private ComparisonProgress comparison(ProgressMode mode, Screen screen, int seeds) {
    return new ComparisonProgress(out, mode, screen, () -> stop, 3, seeds, () -> now);
  }

  /** Some of four epochs of two steps, each in a second. */
  private void run(TrainingListener listener, int epochs) {
    listener.started(new TrainingPlan(9, 9, 0, 2, 1, 9, 0, 4, 2, 8, 1, 99, List.of()));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      now += SECOND;
      listener.stepDone(epoch, 2, 0.25);
      listener.epochDone(new EpochReport(epoch, 4, 0.25, 0, 0.1, Map.of("loss", 0.125)));
    }
  }

  private static Trial trial(double score) {
    return new Trial(
        1, Map.of(), 10, List.of(score), List.of(), Duration.ofSeconds(1), Optional.empty());
  }
}
