package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.cli.text.ComparisonText;
import dev.gradus.engine.study.ControlRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of {@code compare} in the terminal. */
class CompareCommandTest {

  @TempDir Path folder;

  private String yaml = "";

  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("x,z,kind,size\n");
    for (int i = 0; i < 40; i++) {
      double x = Math.sin(i);
      double z = Math.cos(3.0 * i);
      csv.append("%s,%s,%s,%s%n".formatted(x, z, x + z > 0 ? "up" : "down", 50 + 9 * x));
    }
    Files.writeString(folder.resolve("points.csv"), csv.toString());
    yaml =
        file(
            "kinds.yaml",
            """
            data: {csv: points.csv, target: kind, columns: {size: ignore}, split: {validation: 0.25}}
            network: [{dense: {activation: sigmoid}}]
            loss: cross-entropy
            optimizer: {sgd: {learning-rate: 0.1}}
            metrics: [accuracy]
            training: {epochs: 4}
            """);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private Said compare(String... more) {
    String[] all = new String[more.length + 5];
    System.arraycopy(
        new String[] {"compare", yaml, "--quiet", "--output", folder.resolve("out").toString()},
        0,
        all,
        0,
        5);
    System.arraycopy(more, 0, all, 5, more.length);
    return Said.by("", all);
  }

  @Test
  void itBeginsWithTheHeadlineOfThePage() throws IOException {
    Said said = compare("--losses", "cross-entropy,mse,mae");
    assertEquals(0, said.status(), said.err());
    String headline = said.out().lines().findFirst().orElseThrow();
    String page = Files.readString(folder.resolve("out/report.html"));
    String onPage =
        page.substring(page.indexOf("<h1>") + 4, page.indexOf("</h1>"))
            .replaceAll("<[^>]*>", "")
            .strip();
    assertEquals(onPage, headline);
    assertTrue(headline.contains("accuracy"), headline);
  }

  @Test
  void targetsHaveTheNamesOfTheirClassesAndCurvesThoseOfTheirLosses() {
    List<String> out = compare("--losses", "cross-entropy,mse").out().lines().toList();
    assertTrue(
        out.stream()
            .anyMatch(line -> line.matches("line \\d+ +(up|down) +cross-entropy +0\\.\\d+ .*")),
        String.join("\n", out));
    assertTrue(
        out.stream().anyMatch(line -> line.matches(" *[0-9.]* \\|.*\\bA cross-entropy.*")),
        String.join("\n", out));
    assertTrue(
        out.stream().anyMatch(line -> line.matches(" *[0-9.]* \\|.*\\bB mse.*")),
        String.join("\n", out));
  }

  @Test
  void thePageLinksToAPlaygroundWithTheFirstTwoLosses() throws IOException {
    compare("--losses", "cross-entropy,{binary-focal: {gamma: 1}},mae");
    assertTrue(
        Files.readString(folder.resolve("out/report.html")).contains("href=\"playground.html\""));
    String playground = Files.readString(folder.resolve("out/playground.html"));
    assertTrue(playground.contains("\"losses\":[\"cross-entropy\",\"binary-focal(gamma=1.0)\"]"));
  }

  @Test
  void otherSettingsThanTheLossHaveNoPlayground() throws IOException {
    compare("--vary", "optimizer=sgd,adam");
    assertTrue(!Files.readString(folder.resolve("out/report.html")).contains("playground"));
    assertTrue(Files.notExists(folder.resolve("out/playground.html")));
  }

  @Test
  void plusMinusIsTheSameAsOnThePage() throws IOException {
    Said said = compare("--losses", "cross-entropy,mse", "--seeds", "3");
    String kind = "half the width of its 95 % confidence interval";
    assertTrue(said.out().contains("mean of 3 seeds ± " + kind), said.out());
    String page = Files.readString(folder.resolve("out/report.html"));
    assertTrue(page.contains("± half the width of their 95 % confidence interval"));
    // The same number, in the digits that both have.
    String margin = page.replaceAll("(?s).*?<span class=\"margin\"> ± ([0-9.]+)<.*", "$1");
    String digits = margin.substring(0, Math.min(margin.length(), 5));
    assertTrue(said.out().contains("± " + digits), margin + " in\n" + said.out());
  }

  @Test
  void whereEverySeedIsTheSameRunNothingIsSaidOfChance() throws IOException {
    yaml =
        file(
            "fixed.yaml",
            """
            data: {csv: points.csv, target: kind, columns: {size: ignore}}
            network:
              - dense:
                  activation: sigmoid
                  weights: {given: {values: [[0.1], [-0.2]]}}
                  biases: {given: {values: [[0.3]]}}
            loss: cross-entropy
            optimizer: {sgd: {learning-rate: 0.1}}
            metrics: [accuracy]
            training: {epochs: 4, batch-size: 40, shuffle: false}
            """);
    Said said = compare("--losses", "cross-entropy,mse", "--seeds", "2");
    assertEquals(0, said.status(), said.err());
    assertTrue(said.out().contains("After training, on the training rows ("), said.out());
    for (String chance : List.of("±", "95 %", "seed by seed")) {
      assertFalse(said.out().contains(chance), said.out());
    }
  }

  @Test
  void aControlRunThatDoesNotHoldIsNotSaidToTeachThatItDoes() {
    ControlRun fine =
        new ControlRun("mse", List.of("mae", "huber"), "a".repeat(64), "a".repeat(64));
    assertEquals(
        """
        Printing another loss changes nothing: mse trained alone ends with weights aaaaaaaaaaaaaaaa…,
        and with mae, huber printed as well with aaaaaaaaaaaaaaaa…: the same, bit for bit.""",
        ComparisonText.controlRun(fine));
    ControlRun defect =
        new ControlRun("mse", List.of("mae", "huber"), "a".repeat(64), "b".repeat(64));
    assertEquals(
        """
        Printing other numbers has changed the weights, which is a bug in Gradus: mse trained alone ends with weights aaaaaaaaaaaaaaaa…,
        and with mae, huber printed as well with bbbbbbbbbbbbbbbb….""",
        ComparisonText.controlRun(defect));
  }

  @Test
  void aTargetThatIsScaledIsSaidToBe() throws IOException {
    yaml =
        file(
            "sizes.yaml",
            """
            data: {csv: points.csv, target: size, columns: {kind: ignore}, split: {validation: 0.25}}
            network: [{dense: {}}]
            loss: mean-squared-error
            optimizer: {adam: {learning-rate: 0.1}}
            training: {epochs: 4}
            """);
    Said said = compare("--losses", "mse,mae");
    assertTrue(said.out().contains("target (scaled)  loss"), said.out());
    assertTrue(
        said.out().contains("in the unit of the data, not of the scaled target"), said.out());
  }

  @Test
  void aSingleLossIsComparedWithNothing() {
    Said said = compare("--losses", "mse");
    assertEquals(2, said.status());
    assertTrue(
        said.err()
            .contains(
                "there is nothing to compare mse with; name two or more, as in --losses cross-entropy,mean-squared-error, or train with it alone: gradus train "),
        said.err());
    assertTrue(said.err().strip().endsWith("--set loss=mse"), said.err());
    assertFalse(Files.exists(folder.resolve("out")));
    assertTrue(
        compare("--losses", "cross-entropie").err().contains("did you mean 'cross-entropy'"),
        "a slip comes first");
    Said rate = compare("--vary", "optimizer.sgd.learning-rate=0.2");
    assertTrue(rate.err().contains("as in --vary optimizer.sgd.learning-rate=0.2,…"), rate.err());
  }
}
