package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.LayerSnapshot;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.LossLandscape;
import dev.gradus.engine.study.Sharpness;
import dev.gradus.engine.study.Study;
import dev.gradus.runtime.problem.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader finds on the page, scripts or not. */
class ReportTest {

  private static Study moons;
  private static Comparison losses;
  private static String moonsPage;
  private static String lossesPage;

  @TempDir private Path folder;

  @BeforeAll
  static void train() {
    moons = Runs.moons();
    losses = Runs.losses(3);
    moonsPage = Report.of(moons).text();
    lossesPage = Report.of(losses).text();
  }

  private static int size(String page) {
    return page.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void eachLossHasItsLineOfNumpyWithWhatDiffersHighlighted() {
    String section =
        lossesPage.substring(
            lossesPage.indexOf("<section id=\"numpy\""),
            lossesPage.indexOf("<section id=\"curves\""));
    assertTrue(section.contains("<pre><code>d_Z2 = a_2 - y</code></pre>"), section);
    assertTrue(section.contains("<span class=\"differs\">2 * (</span>a_2 - y"), section);
    assertTrue(section.contains("gamma = 2\n"), section);
    assertTrue(section.contains("The constant factor 2 acts as a learning rate"), section);
    assertTrue(section.contains("dividing by m in d_W and d_b"), section);
    assertFalse(moonsPage.contains("<section id=\"numpy\""), "one run compares nothing");
  }

  @Test
  void thePageIsOneFileThatAsksForNothing() {
    for (String page : List.of(moonsPage, lossesPage)) {
      assertTrue(page.contains("default-src 'none'"));
      assertFalse(page.contains("src=\"") || page.contains("<link"), "refers to another file");
      assertFalse(page.contains("sourceMappingURL"), "refers to a map");
      assertTrue(page.contains("MIT License"), "keeps the licence of Chart.js");
    }
  }

  @Test
  void theAnswerComesFirst() {
    int right = ClassAnswers.of(moons.outcome(), ReportContext.of(moons.model()).classes()).right();
    assertTrue(
        moonsPage.contains(
            "the network classifies %s of 80 validation examples correctly.".formatted(right)));
    assertTrue(moonsPage.indexOf("<h1>") < moonsPage.indexOf("<h2"));
  }

  @Test
  void theMainNumbersAreTablesThatNeedNoScript() {
    assertTrue(moonsPage.contains("<noscript>"));
    assertTrue(
        moonsPage.contains(
            Prose.number(
                moons
                    .training()
                    .metrics()
                    .getOrDefault("validation", Map.of())
                    .getOrDefault("accuracy", Double.NaN))));
    assertTrue(moonsPage.contains("Confusion matrix"));
    assertTrue(moonsPage.contains(moons.finalWeights()));
    assertTrue(moonsPage.contains("binary-cross-entropy: {label-smoothing"));
  }

  @Test
  void thePathOfTheDataIsNotOnThePage() {
    assertFalse(moonsPage.contains(System.getProperty("java.io.tmpdir")));
  }

  @Test
  void theFirstScreenOfAComparisonIsTheAnswerInWordsAndPictures() {
    String first = lossesPage.substring(0, lossesPage.indexOf("<nav "));
    int headline = first.indexOf("<h1>");
    int gradients = first.indexOf("<h3>The gradient of each loss, by the error</h3>");
    int curves = first.indexOf("<h3>accuracy</h3>");
    assertTrue(
        0 < headline && headline < gradients && gradients < curves, first.substring(headline));
    assertTrue(first.contains("Large marks are 32 training examples before the first step"));
    assertTrue(first.contains("<li>Printing another loss changes nothing: "));
    assertTrue(lossesPage.contains("\"dots\":[{\"x\":"), "examples lie on the curves");
    assertTrue(lossesPage.contains("\"band\":{\"low\":["), "seeds are bands");
  }

  @Test
  void theTableBeforeTheFirstStepComesBeforeTheScores() {
    int gradients = lossesPage.indexOf("<h2 id=\"gradient-title\">");
    int start = lossesPage.indexOf("<h2 id=\"start-title\">");
    int scores = lossesPage.indexOf("<h2 id=\"scores-title\">");
    assertTrue(0 < gradients && gradients < start && start < scores);
  }

  @Test
  void aTimeThatDependsOnTheOrderOfTheRunsIsNotCompared() {
    assertFalse(lossesPage.contains("<th scope=\"col\">time</th>"));
  }

  @Test
  void scoresAreMarkedAsTrainedOnOrOnlyReported() {
    int variants = losses.trained().size();
    long scores =
        losses.trained().stream()
            .flatMap(variant -> variant.scores().get(0).values().stream())
            .filter(Double::isFinite)
            .count();
    assertEquals(variants, lossesPage.split("\"mark\">trained on<").length - 1);
    assertEquals(scores - variants, lossesPage.split("\"mark\">only reported<").length - 1);
  }

  @Test
  void theControlRunIsThereWithBothChecksums() {
    String checksum = losses.controlRun().orElseThrow().withoutPrinting();
    assertTrue(lossesPage.contains("Printing another loss changes nothing</h2>"));
    assertEquals(2, lossesPage.split("<code>" + checksum + "</code>").length - 1);
  }

  @Test
  void whoWasRefusedIsNamedWithTheReason() {
    String reason =
        losses.variants().stream()
            .flatMap(variant -> variant.refusal().stream())
            .findFirst()
            .orElseThrow()
            .problems()
            .get(0)
            .sentence();
    assertTrue(lossesPage.contains(Html.escape(reason)));
  }

  @Test
  void whereAllPullAlikeNoneIsCalledHardest() {
    String page = Report.of(Runs.numbers()).text();
    assertEquals(
        2, page.split("These gradients are equally large", -1).length, "under one of the losses");
    assertFalse(page.contains("the same under"), "the first of many are no finding");
    assertTrue(lossesPage.contains("the same under"));
  }

  @Test
  void scoresInAnotherUnitThanTheLossesSaySo() {
    String unit =
        "Scores are in the unit of <code>height</code> in the data, a squared error in its square.";
    assertTrue(Report.of(Runs.numbers()).text().contains(unit));
    assertFalse(lossesPage.contains("Scores are in the unit of"));
  }

  @Test
  void theGradientOfALinearOutputIsDrawnOnce() {
    String page = Report.of(Runs.numbers()).text();
    assertTrue(page.contains("by the error</h3>"));
    assertFalse(page.contains("The gradient by the pre-activation"));
  }

  @Test
  void imagesAreShownAsImages() {
    Study images = Runs.images();
    String page = Report.of(images).text();
    int mistakes = images.images().orElseThrow().mistakes().size();
    assertTrue(mistakes > 0, "there is nothing to show");
    assertTrue(page.contains("Images that are classified wrongly"));
    assertTrue(page.contains("The filters of the first layer"));
    assertFalse(page.contains("input columns, the first 4"), "a few pixels say nothing");
    int filters = 4;
    assertEquals(
        images.contributions().size() + mistakes + filters,
        page.split("class=\"pixels\"", -1).length - 1);
    assertTrue(size(page) < 600_000, size(page) + " bytes");
  }

  @Test
  void aSmallRunMakesASmallPage() {
    assertTrue(size(moonsPage) < 600_000, size(moonsPage) + " bytes");
  }

  @Test
  void aLongRunOfADeepNetworkMakesALittleLargerPageAndSaysWhatWasLeftOut() {
    List<EpochReport> history =
        IntStream.rangeClosed(1, 10_000)
            .mapToObj(i -> moons.training().history().get(i % moons.training().history().size()))
            .toList();
    List<Snapshot> snapshots =
        moons.snapshots().stream()
            .map(
                snapshot -> {
                  LayerSnapshot layer = snapshot.layers().get(0);
                  return new Snapshot(
                      snapshot.epoch(),
                      Collections.nCopies(200, layer),
                      snapshot.training(),
                      snapshot.surface());
                })
            .toList();
    Study large = with(history, snapshots, moons.landscape(), moons.sharpness());
    String page = Report.of(large).text();
    assertTrue(size(page) < 1_500_000, size(page) + " bytes");
    assertTrue(page.contains("Of 10,000 epochs, 400 are drawn"));
    assertTrue(page.contains("Of 200 layers, 8 are drawn"));
  }

  /** The moons with something else in their place. */
  private static Study with(
      List<EpochReport> history,
      List<Snapshot> snapshots,
      Optional<LossLandscape> landscape,
      Sharpness sharpness) {
    Training training = moons.training();
    return new Study(
        new Training(
            training.model(),
            history,
            training.epoch(),
            training.metrics(),
            training.duration(),
            training.warnings(),
            training.failure(),
            training.linear()),
        moons.plan(),
        snapshots,
        moons.curve(),
        moons.outcome(),
        moons.contributions(),
        landscape,
        sharpness,
        moons.images(),
        moons.regression(),
        moons.startingWeights(),
        moons.finalWeights());
  }

  private static String page(Optional<LossLandscape> landscape, Sharpness sharpness) {
    return Report.of(with(moons.training().history(), moons.snapshots(), landscape, sharpness))
        .text();
  }

  @Test
  void theWayOfTheWeightsIsDrawnWithWhatItsPlaneShows() {
    LossLandscape.Path path = moons.landscape().orElseThrow().path().orElseThrow();
    assertTrue(moonsPage.contains("The path of the weights over the loss"));
    assertTrue(
        moonsPage.contains(Prose.percent(path.firstShare() + path.secondShare()) + " of their"));
    assertTrue(moonsPage.contains("\"path\":[{\"epoch\":0,"));
    assertTrue(moonsPage.contains("In this plane the loss falls from "));
    assertTrue(lossesPage.contains("The path of the weights over each loss"));
    assertTrue(lossesPage.contains("so the planes differ"));
  }

  /** The landscape of the moons, with other numbers in place of its epochs or losses. */
  private static String pageOf(int later, UnaryOperator<List<List<Double>>> losses) {
    LossLandscape known = moons.landscape().orElseThrow();
    LossLandscape.Path path = known.path().orElseThrow();
    List<LossLandscape.Point> points =
        path.points().stream()
            .map(point -> new LossLandscape.Point(later + point.epoch(), point.x(), point.y()))
            .toList();
    return page(
        Optional.of(
            new LossLandscape(
                known.x(),
                known.y(),
                losses.apply(known.losses()),
                Optional.of(new LossLandscape.Path(points, path.firstShare(), path.secondShare())),
                "")),
        moons.sharpness());
  }

  @Test
  void theWayOfARunThatWentOnBeginsThere() {
    assertTrue(moonsPage.contains("The line leads from the start (large dot)"));
    String page = pageOf(1200, losses -> losses);
    assertTrue(
        page.contains("The line leads from where this run resumed, after epoch 1,200 (large dot)"));
    assertTrue(page.contains(" after that epoch to "));
    assertFalse(page.contains("the start (large dot)") || page.contains("at the start to"));
  }

  @Test
  void aLossThatIsNotFiniteIsNotComparedWithAnother() {
    String page =
        pageOf(
            0,
            losses ->
                losses.stream()
                    .map(row -> Collections.nCopies(row.size(), Double.POSITIVE_INFINITY))
                    .map(List::copyOf)
                    .toList());
    assertTrue(
        page.contains("the cross marks the learned weights. The loss is the mean over 128 of 240"));
    assertFalse(page.contains("In this plane the loss"));
  }

  @Test
  void aWayThatIsNotKnownIsReplacedAndThePageSaysSo() {
    LossLandscape known = moons.landscape().orElseThrow();
    LossLandscape random =
        new LossLandscape(known.x(), known.y(), known.losses(), Optional.empty(), "It was lost.");
    String page = page(Optional.of(random), moons.sharpness());
    assertTrue(page.contains("It was lost. Instead, the picture shows two random directions"));
    assertFalse(page.contains("The path of the weights"));
    assertFalse(page(Optional.empty(), moons.sharpness()).contains("id=\"landscape\""));
  }

  @Test
  void theLargestEigenvalueStandsBesideTheLearningRate() {
    Sharpness sharpness = new Sharpness(List.of(8.0, 2.0, 1.0), 0.5, 100, "");
    String page = page(moons.landscape(), sharpness);
    assertTrue(page.contains("is λ = 8, the largest eigenvalue of its Hessian"));
    assertTrue(
        page.contains(
            "above 2/λ = 0.25, since every step along that direction then ends farther from the minimum than it began."));
    assertTrue(page.contains("with a learning rate of 0.01, which is below that."));
    assertTrue(page.contains("The next eigenvalues are 2 and 1."));
    assertTrue(page.contains("The error of λ is about ± 0.5."));
    assertTrue(page.contains("the mean over 100 of 240 training examples"));
    assertTrue(
        page(moons.landscape(), new Sharpness(List.of(800.0), 0.5, 240, ""))
            .contains("which is above that."));
  }

  @Test
  void aLossThatBendsUpwardsNowhereHasNoLimit() {
    String page = page(moons.landscape(), new Sharpness(List.of(-0.5), 0.1, 240, ""));
    assertTrue(page.contains("the largest eigenvalue of its Hessian is −0.5"));
    assertFalse(page.contains("2/λ ="));
  }

  @Test
  void aCurvatureThatWasNotComputedHasItsReason() {
    String page =
        page(moons.landscape(), new Sharpness(List.of(), Double.NaN, 0, "It took too long."));
    assertTrue(page.contains("The curvature was not computed. It took too long."));
  }

  @Test
  void theCurvaturesOfAllVariantsAreInOneTable() {
    assertEquals(1, lossesPage.split("The largest curvature of each loss</caption>").length - 1);
    losses
        .trained()
        .forEach(
            variant ->
                assertTrue(
                    lossesPage.contains(
                        "<td>%s</td>"
                            .formatted(
                                Prose.number(
                                    variant
                                        .study()
                                        .orElseThrow()
                                        .sharpness()
                                        .largestRate()
                                        .orElseThrow())))));
  }

  @Test
  void theFileHoldsTheText() throws IOException {
    Path file = folder.resolve("report.html");
    Report report = Report.of(moons);
    report.write(file);
    assertEquals(report.text(), Files.readString(file));
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path file = folder.resolve("nowhere").resolve("report.html");
    DataException e = assertThrows(DataException.class, () -> Report.of(moons).write(file));
    assertTrue(e.problems().get(0).where().contains("nowhere"), e.toString());
  }

  @Test
  void whereEverySeedIsTheSameRunNothingIsSaidOfChance() {
    Comparison agreeing =
        new Comparison(
            losses.path(),
            losses.variants(),
            losses.start(),
            losses.part(),
            losses.seeds(),
            losses.controlRun(),
            true);
    String page = Report.of(agreeing).text();
    for (String chance :
        List.of(
            "class=\"margin\"",
            "95 %",
            "How sure the differences are",
            "clearly better",
            "Pictures without a band",
            "One seed.")) {
      assertFalse(page.contains(chance), chance);
    }
    assertTrue(page.contains("Every seed gives the same scores. The arrow shows"));
  }

  @Test
  void theMonitorOfEarlyStoppingIsFoundByItsAlias() {
    Study run =
        Runs.twoEpochs(
            """
            optimizer: {sgd: {learning-rate: 0.1}}
            metrics: [mse]
            """,
            ", early-stopping: {monitor: mse}");
    double first =
        run.training().history().get(0).validation().getOrDefault("mean-squared-error", Double.NaN);
    String sentence = StudyHeadline.lossOverTime(Runs.keeping(run, 1)).orElseThrow();
    assertTrue(
        sentence.contains(
            "the best by validation `mean-squared-error`: %s, against"
                .formatted(Prose.number(first))),
        sentence);
  }

  @Test
  void aLayerWhoseUnitsAreAllActiveForAWhileHasNoHoleInItsCurve() {
    List<Snapshot> snapshots = new ArrayList<>(moons.snapshots());
    Snapshot middle = snapshots.get(2);
    List<LayerSnapshot> layers =
        middle.layers().stream()
            .map(
                layer ->
                    new LayerSnapshot(
                        layer.name(),
                        0,
                        1,
                        layer.units(),
                        0,
                        layer.gradientNorm(),
                        layer.updateRatio(),
                        layer.weights(),
                        layer.biases(),
                        layer.activations()))
            .toList();
    snapshots.set(2, new Snapshot(middle.epoch(), layers, middle.training(), middle.surface()));
    Study run = with(moons.training().history(), snapshots, moons.landscape(), moons.sharpness());
    PageBuilder page = new PageBuilder();
    InsideSection.add(page, run);
    LearningCurvesSection.add(
        page, losses, List.of(new Run("a", 0, run)), new MeasureCurves(losses), List.of());
    for (String title :
        List.of(
            "Saturated activations",
            "Derivative of the activations",
            "Slope of the output activation",
            "Slope of the hidden activations")) {
      assertEquals(snapshots.size(), numbers(page.data(), title), title);
    }
  }

  /** How many numbers the first curve of a picture has. */
  private static long numbers(String data, String title) {
    String picture = data.substring(data.indexOf("\"" + title + "\""));
    String curve = picture.substring(picture.indexOf("\"y\":[") + 5);
    return Arrays.stream(curve.substring(0, curve.indexOf(']')).split(","))
        .filter(number -> number.matches("-?[0-9].*"))
        .count();
  }
}
