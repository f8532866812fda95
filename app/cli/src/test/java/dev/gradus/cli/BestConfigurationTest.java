package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.table.Caching;
import dev.gradus.engine.table.TableCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init --best} writes the largest network that fits into a time. */
class BestConfigurationTest {

  /** So that no trial ends early on a busy machine. */
  private static final TimeBudget LONGEST = new TimeBudget(3_600_000);

  @TempDir private Path folder;

  private String csv(IntFunction<String> row) throws IOException {
    return csv(60, row);
  }

  private String csv(int rows, IntFunction<String> row) throws IOException {
    StringBuilder text = new StringBuilder("x,kind,y\n");
    for (int i = 0; i < rows; i++) {
      text.append(row.apply(i)).append('\n');
    }
    return Files.writeString(folder.resolve("found.csv"), text.toString()).toString();
  }

  private String numbers() throws IOException {
    return csv(i -> i * 37 % 60 * 0.25 + ",k" + i % 2 + "," + (i * 37 % 60 * 0.5 + i * 7 % 11));
  }

  private Said init(String csv, String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "init";
    all[1] = csv;
    System.arraycopy(more, 0, all, 2, more.length);
    return Said.by("", all);
  }

  @Test
  void itWritesAnEnsembleThatTrainsWithinTheTime() throws IOException {
    Said said = init(numbers(), "--best", "--budget", "1s");
    assertEquals(0, said.status(), said.err());
    assertTrue(
        said.out()
            .matches(
                "(?s).*It trains an ensemble of [0-9]+ networks of 2 x [0-9]+ units with shared weights [(]TabM-mini[)], on piecewise linear embeddings, for [0-9]+ epochs?, which takes about [0-9]+s here; it stops after 0[.]85s at the latest[.]\n.*"),
        said.out());
    Path yaml = folder.resolve("found.yaml");
    String text = Files.readString(yaml);
    for (String line :
        List.of(
            "  - piecewise-linear: {bins: 24, dimensions: 8}\n  - ensemble: {of: ",
            "  - dropout: {rate: 0.1}\n",
            "  - dense\nloss: mean-squared-error\n",
            "  split: {validation: 0.1}",
            "training:\n  epochs: ",
            "  keep-best: {}\n  max-minutes: 0.0142\n")) {
      assertTrue(text.contains(line), text);
    }
    Said trained =
        Said.by(
            "",
            "train",
            yaml.toString(),
            "--quiet",
            "--json",
            "--output",
            folder.resolve("out").toString());
    assertEquals(0, trained.status(), trained.err());
    Matcher seconds = Pattern.compile("\"seconds\":([0-9.E-]+)").matcher(trained.out());
    assertTrue(seconds.find(), trained.out());
    // A busy machine may stop in the middle of the last epoch.
    assertTrue(Double.parseDouble(seconds.group(1)) < 5, "the budget is a second: " + seconds);
  }

  @Test
  @Tag("slow")
  void manyRowsHaveMoreBinsAndNoDropout() throws IOException {
    String csv = csv(5000, i -> i * 37 % 911 * 0.25 + ",k" + i % 2 + "," + i * 53 % 809 * 0.5);
    assertEquals(0, init(csv, "--best", "--budget", "1s").status());
    String text = Files.readString(folder.resolve("found.yaml"));
    assertTrue(text.contains("piecewise-linear: {bins: 64,"), text);
    assertFalse(text.contains("dropout"), text);
  }

  private FoundTable found(Path csv) {
    TableCache none = new TableCache(folder, Caching.NEVER, warning -> {});
    DetectedData data = DetectedCsv.read(none, csv, SaidFormat.NOTHING, Optional.empty());
    List<ColumnSummary> columns = ColumnSummary.of(data.table());
    PredictionTarget goal =
        PredictionTarget.of(data, columns, Optional.of("y"), Optional.empty(), "").orElseThrow();
    return FoundTable.of(data, columns, goal);
  }

  /** As the slow test says of a file that is written. */
  @Test
  void numbersFromManyRowsHaveMoreBinsAndNoDropout() throws IOException {
    FoundTable table = found(Path.of(numbers()));
    List<String> few = BestRecipe.smallest(4_999, false).recipe(table, 0.1, 1, "1").hidden();
    List<String> many = BestRecipe.smallest(5_000, false).recipe(table, 0.1, 1, "1").hidden();
    assertEquals("piecewise-linear: {bins: 24, dimensions: 8}", few.get(0));
    assertEquals("piecewise-linear: {bins: 64, dimensions: 8}", many.get(0));
    assertTrue(few.contains("dropout: {rate: 0.1}"), few.toString());
    assertFalse(many.toString().contains("dropout"), many.toString());
  }

  @Test
  void classesFromManyRowsHaveLongerVectorsAndFewerEpochs() throws IOException {
    FoundTable table = found(Path.of(csv(i -> i * 0.25 + "," + i * 53 % 89 + ",c" + i % 2)));
    BestRecipe few = BestRecipe.smallest(4_999, true);
    BestRecipe many = BestRecipe.smallest(5_000, true);
    String fewLayers = few.recipe(table, 0.1, 1, "1").hidden().toString();
    String manyLayers = many.recipe(table, 0.1, 1, "1").hidden().toString();
    assertTrue(fewLayers.contains("{bins: 24, dimensions: 8}"), fewLayers);
    assertTrue(manyLayers.contains("{bins: 64, dimensions: 16}"), manyLayers);
    assertTrue(manyLayers.contains("dropout: {rate: 0.1}"), manyLayers);
    assertEquals(20, many.most());
    assertEquals(200, few.most());
  }

  @Test
  void withoutNumbersThereAreNoVectors() throws IOException {
    Said said =
        init(csv(i -> "n" + i % 5 + ",k" + i % 3 + ",c" + i % 2), "--best", "--budget", "1s");
    assertEquals(0, said.status(), said.err());
    String text = Files.readString(folder.resolve("found.yaml"));
    assertFalse(text.contains("piecewise-linear"), text);
    assertTrue(text.contains("  - dense: {activation: softmax}\nloss: cross-entropy\n"), text);
    assertFalse(said.out().contains("piecewise"), said.out());
  }

  @Test
  void aBudgetThatIsTooShortIsSaid() throws IOException {
    Said said = init(numbers(), "--best", "--budget", "0.001s");
    assertEquals(0, said.status(), said.err());
    assertTrue(
        said.out()
            .contains(
                " for 1 epoch, which takes about 0s here, more than the budget; give it more time with --budget, or leave out --best.\n"),
        said.out());
  }

  @Test
  void aWrongBudgetIsRefused() throws IOException {
    String csv = numbers();
    for (String wrong : List.of("5", "0m", "m", "-1s", "5 m")) {
      Said said = init(csv, "--best", "--budget=" + wrong);
      assertEquals(2, said.status());
      assertTrue(
          said.err()
              .contains(
                  "it must be a time above 0 in seconds, minutes or hours, such as 90s, 5m or 1h"),
          said.err());
    }
    Said alone = init(csv, "--budget", "5m");
    assertEquals(2, alone.status());
    assertTrue(
        alone.err().contains("--budget limits the time of --best; add --best, or remove --budget"),
        alone.err());
    assertFalse(Files.exists(folder.resolve("found.yaml")));
  }

  @Test
  void budgetsAreReadAndDivided() {
    TimeBudget budget = new TimeBudget.Converter().convert("1.5h");
    assertEquals(5400, budget.seconds());
    assertEquals(4, budget.trial());
    assertEquals(1219, budget.epochs(3.1));
    assertEquals("76.5", budget.minutes());
    assertEquals(0.1, new TimeBudget(2).trial(), 1e-12);
    assertThrows(
        IllegalArgumentException.class, () -> new TimeBudget.Converter().convert("5 minutes"));
  }

  @Test
  void smallerNetworksFollowLargerOnes() {
    for (int rows : List.of(50, 3_000, 30_000, 1_000_000)) {
      List<BestRecipe> networks = BestRecipe.of(rows, rows > 3_000, Overfitting.EARLY);
      for (int i = 1; i < networks.size(); i++) {
        assertTrue(networks.get(i).members() < networks.get(i - 1).members());
        assertTrue(networks.get(i).units() <= networks.get(i - 1).units());
      }
      assertEquals(1, networks.get(networks.size() - 1).least(), "the last is always possible");
    }
  }

  @Test
  void theSpeedIsThatAfterTheWarmUp() {
    long[] now = {0};
    TrainingSpeed speed = new TrainingSpeed(10, () -> now[0]);
    speed.started(new TrainingPlan(90, 10, 0, 1, 1, 2, 0, 5, 3, 15, 1, 0, List.of()));
    for (int second : List.of(3, 4, 6, 8)) {
      assertFalse(speed.wantsToStop());
      now[0] = second * 1_000_000_000L;
      speed.stepDone(1, 1, 0);
    }
    assertEquals(3 * 2, speed.secondsPerEpoch(), 1e-9, "the last steps took 2 seconds each");
    now[0] = 11_000_000_000L;
    assertTrue(speed.wantsToStop());
  }

  @Test
  void slowStepsAreMeasuredFromTheStart() {
    long[] now = {5_000_000_000L};
    TrainingSpeed speed = new TrainingSpeed(1, () -> now[0]);
    speed.started(new TrainingPlan(90, 10, 0, 1, 1, 2, 0, 5, 3, 15, 1, 0, List.of()));
    now[0] = 7_000_000_000L;
    speed.stepDone(1, 1, 0);
    assertEquals(3 * 2, speed.secondsPerEpoch(), 1e-9);
  }

  @Test
  void aShortRunIsMeasuredAsAWhole() {
    long[] now = {0};
    TrainingSpeed speed = new TrainingSpeed(10, () -> now[0]);
    speed.started(new TrainingPlan(90, 10, 0, 1, 1, 2, 0, 5, 3, 15, 1, 0, List.of()));
    for (int second : List.of(1, 2)) {
      now[0] = second * 1_000_000_000L;
      speed.stepDone(1, 1, 0);
    }
    assertEquals(3, speed.secondsPerEpoch(), 1e-9);
  }

  private Path law() throws IOException {
    StringBuilder law = new StringBuilder("x,z,y\n");
    for (int i = 0; i < 120; i++) {
      double x = i * 37 % 120 / 12.0;
      double z = i * 53 % 120 / 12.0;
      law.append("%s,%s,%s\n".formatted(x, z, Math.sin(x) * z + x * z / 10));
    }
    return Files.writeString(folder.resolve("law.csv"), law);
  }

  /** Without the four seconds that find out how fast the machine is. */
  @Test
  @Tag("slow")
  void allRowsCanTrainIfTheNetworkLearnsToTheEnd() throws IOException {
    FoundTable table = found(law());
    try (Gradus gradus = Gradus.create()) {
      assertEquals(Overfitting.NONE, Overfitting.of(table, LONGEST, gradus));
    }
    String text = written(table, Overfitting.NONE);
    assertTrue(text.contains("  split: {validation: 0}   # all rows train; "), text);
    assertFalse(text.contains("keep-best"), text);
  }

  @Test
  void rowsAreHeldOutOnlyOfTablesThatAreOverfittedEarly() throws IOException {
    FoundTable table = found(Path.of(numbers()));
    for (Overfitting overfitting : Overfitting.values()) {
      boolean heldOut = overfitting == Overfitting.EARLY;
      String text = written(table, overfitting);
      assertEquals(heldOut, text.contains("  split: {validation: 0.1}"), text);
      assertEquals(!heldOut, text.contains("  split: {validation: 0}   # all rows train; "), text);
      assertEquals(heldOut, text.contains("keep-best"), text);
    }
  }

  @Test
  void aCommentSaysWhatLimitsTheEpochs() throws IOException {
    FoundTable table = found(Path.of(numbers()));
    BestRecipe network = BestRecipe.smallest(30_000, true);
    assertEquals(
        "  epochs: 19   # limited by the time on the machine where this was written",
        network.recipe(table, 0, 19, "1").training().get(1));
    assertEquals(
        "  epochs: 20   # more are unlikely to help",
        network.recipe(table, 0, 20, "1").training().get(1));
  }

  private String written(FoundTable table, Overfitting overfitting) {
    BestRecipe network = BestRecipe.of(30_000, true, overfitting).get(0);
    BestChoice choice = new BestChoice(network, overfitting, network.most(), 1, LONGEST);
    assertEquals(
        overfitting != Overfitting.EARLY,
        choice.sentence(table).contains(" It trains on all rows, "),
        choice.sentence(table));
    Path yaml = folder.resolve("written.yaml");
    return FirstConfiguration.text(table, new YamlPlace(yaml), choice.recipe(table));
  }

  @Test
  void fewEpochsOfNoLargeNetworkAreEnoughIfMoreOverfit() {
    for (BestRecipe network : BestRecipe.of(30_000, false, Overfitting.LATE)) {
      assertEquals(8, network.most());
      assertTrue(network.members() <= 16, network.toString());
    }
    assertEquals(60, BestRecipe.of(30_000, false, Overfitting.NONE).get(0).most());
    assertEquals(20, BestRecipe.of(30_000, true, Overfitting.NONE).get(0).most());
  }

  @Test
  @Tag("slow")
  void allRowsTrainIfTheNetworkLearnsToTheEnd() throws IOException {
    Said said = init(law().toString(), "--best", "--budget", "1000h");
    assertTrue(said.out().contains(" It trains on all rows, because "), said.out() + said.err());
    String text = Files.readString(folder.resolve("law.yaml"));
    assertTrue(text.contains("  split: {validation: 0}   # all rows train; "), text);
    assertFalse(text.contains("keep-best"), text);
  }

  @Test
  void rowsAreHeldOutIfTheBestEpochIsEarlyOrTheRunWasCut() {
    assertTrue(Overfitting.isLate(losses(4, 4, 3, 2, 2.1)));
    assertFalse(Overfitting.isLate(losses(4, 4, 1, 2, 2.1)));
    assertFalse(Overfitting.isLate(losses(4, 4, 3, 2)), "the run was cut");
    double none = Double.NaN;
    assertFalse(Overfitting.isLate(losses(4, none, none, none, none)));
  }

  @Test
  void manyRowsTrainFewEpochsIfTheBestEpochIsInTheMiddle() {
    assertEquals(Overfitting.NONE, Overfitting.ofManyRows(losses(4, 4, 3, 2, 1)));
    assertEquals(Overfitting.LATE, Overfitting.ofManyRows(losses(4, 4, 3, 1, 2)));
    assertEquals(Overfitting.EARLY, Overfitting.ofManyRows(losses(4, 2, 3, 1, 2)), "did not fall");
    assertEquals(Overfitting.EARLY, Overfitting.ofManyRows(losses(4, 4, 3, 2)), "the run was cut");
    assertEquals(Overfitting.EARLY, Overfitting.ofManyRows(losses(1)), "there was no epoch");
    double none = Double.NaN;
    assertEquals(Overfitting.EARLY, Overfitting.ofManyRows(losses(4, none, none, none, none)));
  }

  private TrialLosses losses(int epochs, double... losses) {
    TrialLosses all = new TrialLosses(1, () -> 0);
    for (int i = 0; i < losses.length; i++) {
      Map<String, Double> validation = Map.of(EpochReport.LOSS, losses[i]);
      all.epochDone(new EpochReport(i + 1, epochs, 1, 0, 0.003, validation));
    }
    return all;
  }

  @Test
  void aTrialThatCannotEndInTimeEndsEarly() {
    long[] now = {0};
    TrialLosses losses = new TrialLosses(40, () -> now[0]);
    losses.started(new TrainingPlan(90, 10, 0, 1, 1, 2, 0, 5, 3, 30, 1, 0, List.of()));
    now[0] = 10_000_000_000L;
    losses.stepDone(1, 1, 0);
    losses.stepDone(1, 2, 0);
    assertFalse(losses.wantsToStop(), "its time for a tenth of the steps is not over");
    now[0]++;
    assertTrue(losses.wantsToStop());
    losses.stepDone(1, 3, 0);
    assertFalse(losses.wantsToStop(), "a tenth of the steps is done");
  }

  /** Classes that depend on two of ten columns, and more on chance. */
  @Test
  @Tag("slow")
  void manyNoisyRowsAreTrainedForFewEpochs() throws IOException {
    Random random = new Random(7);
    StringBuilder csv = new StringBuilder("a,b,c,d,e,f,g,h,i,j,y\n");
    for (int row = 0; row < 6000; row++) {
      double[] x = random.doubles(10, -1.7, 1.7).toArray();
      double likely = 1 / (1 + Math.exp(-x[0] - x[1] * x[2]));
      for (double each : x) {
        csv.append(each).append(',');
      }
      csv.append(random.nextDouble() < likely ? "yes\n" : "no\n");
    }
    FoundTable table = found(Files.writeString(folder.resolve("noisy.csv"), csv));
    try (Gradus gradus = Gradus.create()) {
      assertEquals(Overfitting.LATE, Overfitting.of(table, LONGEST, gradus));
    }
  }

  /** A law without noise is learned to the end, by a network for many rows, too. */
  @Test
  @Tag("slow")
  void manyRowsOfALawAreTrainedToTheEnd() throws IOException {
    Random random = new Random(7);
    String csv =
        csv(
            6000,
            i -> {
              double x = random.nextDouble();
              double z = random.nextDouble();
              return x + "," + z + "," + Math.sin(9 * x) * z;
            });
    FoundTable table = found(Path.of(csv));
    try (Gradus gradus = Gradus.create()) {
      assertEquals(Overfitting.NONE, Overfitting.of(table, LONGEST, gradus));
    }
  }
}
