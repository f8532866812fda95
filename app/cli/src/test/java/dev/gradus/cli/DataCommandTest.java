package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code data} and {@code init} say of data, in this process. */
class DataCommandTest {

  private static final String ONCE =
      "this can be read only once, but a configuration needs a file that every training run can read; save it as a file";

  private static final String PAIRS = "1 1:0.5 2:2\n0 2:3\n";

  @TempDir Path folder;

  private static Said gradus(String input, String... arguments) {
    return Said.by(input, arguments);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void aHyphenIsStandardInput() {
    Said said = gradus("x,y\n1,a\n2,b\n", "data", "-");
    assertEquals("", said.err());
    assertEquals(0, said.status());
    assertTrue(
        said.out().startsWith("standard input: 2 rows, 2 columns, delimiter ',', with a header\n"),
        said.out());
    assertTrue(
        said.out().strip().endsWith("gradus init - cannot write a configuration for it: " + ONCE),
        said.out());
  }

  @Test
  void whatIsWrongWithStandardInputHasAPlace() {
    Said said = gradus("x,y\n1,a\n2\n", "data", "-");
    assertEquals(2, said.status());
    assertTrue(said.err().startsWith("gradus: standard input:3: "), said.err());
  }

  @Test
  void theFormatOfLibsvmIsRecognisedOnStandardInput() {
    Said said = gradus(PAIRS, "data", "-", "--json");
    assertEquals(0, said.status(), said.err());
    assertTrue(said.out().contains("\"format\":\"libsvm\""), said.out());
    assertTrue(said.out().contains("\"file\":\"standard input\""), said.out());
  }

  @Test
  void aValueWithoutEndIsAMistakeOfTheFormatOfLibsvm() throws IOException {
    String endless = "1 1:" + "1".repeat(3_000_000) + "\n";
    String sentence =
        "'1:111111111111111111...' has more than 100 characters, the most that a label or a pair of a column and a value may have\n";
    assertEquals(
        "gradus: long.data:1: " + sentence, gradus("", "data", file("long.data", endless)).err());
    assertEquals("gradus: standard input:1: " + sentence, gradus(endless, "data", "-").err());
    String label = file("label.svm", "1".repeat(3_000_000) + "\n");
    assertTrue(
        gradus("", "data", label)
            .err()
            .startsWith("gradus: label.svm:1: '11111111111111111111..."));
  }

  @Test
  void labelsOfWhatHasNoneAreRefused() throws IOException {
    String labels = file("labels", "1");
    String sentence =
        "no data source recognises this file, so it is read as CSV, which has no separate file for labels; leave out --labels";
    String csv = file("found.csv", "x,y\n1,2\n");
    assertEquals(
        "gradus: %s: %s, and name their column with --target\n".formatted(csv, sentence),
        gradus("", "data", csv, "--labels", labels).err());
    assertEquals(
        "gradus: standard input: %s, and name their column with --target\n".formatted(sentence),
        gradus("x,y\n1,2\n", "data", "-", "--labels", labels).err());
    file("small.csv", "x,y\n1,2\n2,3\n3,4\n");
    String yaml =
        file(
            "small.yaml",
            "data: {csv: small.csv, target: y}\nnetwork: [dense]\nloss: mean-squared-error\noptimizer: adam\ntraining: {epochs: 1}\n");
    String out = folder.resolve("out").toString();
    assertEquals(0, gradus("", "train", yaml, "--quiet", "--output", out).status());
    String model = folder.resolve("out").resolve("model.safetensors").toString();
    assertEquals(
        "gradus: %s: %s\n".formatted(csv, sentence),
        gradus("", "evaluate", model, csv, "--labels", labels).err());
    assertEquals(
        "gradus: standard input: %s\n".formatted(sentence),
        gradus("x,y\n1,2\n", "evaluate", model, "-", "--labels", labels).err());
  }

  @Test
  void labelsOfAFormatThatHasNoneInAnotherFileAreRefused() throws IOException {
    String labels = file("labels.csv", "1");
    String pairs = file("pairs.svm", PAIRS);
    String sentence =
        "this file is in the format of LIBSVM, which has no separate file for labels; leave out --labels\n";
    assertEquals(
        "gradus: %s: %s".formatted(pairs, sentence),
        gradus("", "data", pairs, "--labels", labels).err());
    assertEquals(
        "gradus: standard input: " + sentence,
        gradus(PAIRS, "data", "-", "--labels", labels).err());
  }

  @Test
  void aMistakeInTheFormatOfLibsvmHasOnePlace() throws IOException {
    assertEquals(
        "gradus: wrong.svm:2: 'one' is not a finite number\n",
        gradus("", "data", file("wrong.svm", "1 1:2\none 1:3\n")).err());
  }

  @Test
  void noConfigurationNamesStandardInput() {
    Said said = gradus("x,y\n1,a\n2,b\n", "init", "-");
    assertEquals(2, said.status());
    assertEquals("", said.out());
    assertEquals("gradus: standard input: " + ONCE + "\n", said.err());
  }

  @Test
  void aDeviceIsCalledByThePathThatTheUserGave() {
    Path device = Path.of("/dev/null");
    Assumptions.assumeTrue(Files.exists(device), "this system has no such device");
    for (String command : List.of("data", "check")) {
      String err = gradus("", command, device.toString()).err();
      assertTrue(err.startsWith("gradus: /dev/null:"), err);
    }
  }

  @Test
  void theGoalOfACopyIsToldOfWhatWasCopied() {
    assertTrue(
        gradus("x,y\n1,a\n2,b\n", "data", "-", "--task", "regression")
            .err()
            .startsWith("gradus: standard input: column 'y' has text"));
    assertTrue(
        gradus("x,y\n1,a\n2,b\n", "data", "-", "--target", "z")
            .err()
            .startsWith("gradus: standard input: there is no column 'z'."));
  }

  @Test
  void aSettingOfALayerThatDoesNotFitIsSaidOnce() throws IOException {
    file("small.csv", "x,y\n1,2\n2,3\n3,4\n");
    String yaml =
        file(
            "small.yaml",
            "data: {csv: small.csv, target: y}\nnetwork:\n  - dense: {units: 4}\n  - dense: {units: 3}\n  - dense\nloss: mean-squared-error\noptimizer: adam\n");
    String sentence =
        "must be at most 536,870,909, but is 2,000,000,000: each unit has 4 weights, and an array holds 2,147,483,639 numbers\n";
    assertEquals(
        "gradus: --set network[1].dense.units: " + sentence,
        gradus("", "check", yaml, "--set", "network[1].dense.units=2000000000").err());
    String larger = Files.readString(Path.of(yaml)).replace("units: 3", "units: 2000000000");
    assertEquals(
        "gradus: large.yaml:4:13: network[1].dense.units: " + sentence,
        gradus("", "check", file("large.yaml", larger)).err());
  }

  @Test
  void aFirstLineOfNumbersIsSaidToBeTakenForAHeader() throws IOException {
    String csv = file("found.csv", "0,1,2\n0.5,1,x0\n-1,2.5,x1\n3,1,x0\n");
    Said said = gradus("", "data", csv);
    assertTrue(said.out().contains(": 3 rows, 3 columns, delimiter ',', with a header\n"));
    assertEquals(
        "warning: found.csv: the first line (0, 1, 2) is read as the names of the columns; if it is the first row of the data, use --header=false (in a configuration, format: {header: false})\n",
        said.err());
  }

  @Test
  void aFirstLineOfNumbersIsSaidToBeTakenForARow() throws IOException {
    String csv = file("found.csv", "1,2,3,4,5,6\n7,8,9,10,11,12\n13,14,15,16,17,18\n");
    Said said = gradus("", "data", csv);
    assertTrue(said.out().contains(": 3 rows, 6 columns, delimiter ',', without a header\n"));
    assertEquals(
        "warning: found.csv: the first line (1, 2, 3, 4, 5 ...) is read as the first row of the data; if it names the columns, use --header=true (in a configuration, leave header: false out of format)\n",
        said.err());
  }

  @Test
  void theHeaderIsWhatTheUserSays() throws IOException {
    String csv = file("found.csv", "1,2,3\n4,5,6\n7,8,10\n10,11,2\n");
    Said said = gradus("", "data", csv, "--header=true");
    assertEquals("", said.err());
    assertTrue(said.out().contains(": 3 rows, 3 columns, delimiter ',', with a header\n"));
    assertFalse(said.out().contains("header: false"));
    Said other = gradus("", "init", csv, "--header", "false");
    assertEquals("", other.err());
    assertTrue(Files.readString(folder.resolve("found.yaml")).contains("format: {header: false}"));
  }

  /** The beginning, from which the encoding is guessed first, is plain. */
  @Test
  void aByteNearTheEndShowsTheEncoding() throws IOException {
    String rows = "1,a\n2,b\n".repeat(20_000);
    Path late = folder.resolve("late.csv");
    Files.writeString(late, "x,y\n" + rows + "3,M\u00FCller\n", StandardCharsets.ISO_8859_1);
    Said said = gradus("", "data", late.toString());
    assertEquals(0, said.status(), said.err());
    assertTrue(said.err().contains("is not UTF-8 and is read as windows-1252"), said.err());
    assertTrue(said.out().contains("40001 rows, 2 columns, in windows-1252"), said.out());
    Files.writeString(late, "x,y\n" + rows + "3\n3,M\u00FCller\n", StandardCharsets.ISO_8859_1);
    assertTrue(
        gradus("", "data", late.toString())
            .err()
            .startsWith("gradus: late.csv:40002: this line has 1 cell"));
  }
}
