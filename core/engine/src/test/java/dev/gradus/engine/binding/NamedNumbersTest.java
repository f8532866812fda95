package dev.gradus.engine.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.layers.Dense;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.typed.FormulaActivation;
import dev.gradus.typed.FormulaLoss;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plugin that is a text under its own name, with named constants beside it. */
class NamedNumbersTest {

  private static final Gradus GRADUS = Gradus.create();

  private static final String LOSS = "loss: {formula: 'd * abs(p - y)', d: 2}";

  private static final String FILE =
      """
      data: {csv: line.csv, target: y}
      network:
        - dense: {units: 3, activation: {formula: 'x * sigmoid(b * x)', b: 1.5}}
        - dense
      loss: {formula: 'd * abs(p - y)', d: 2}
      optimizer: adam
      metrics: [{formula: 'abs(p - y)'}, {weighted-sum: {terms: [{loss: {formula: 'c * p', c: 1}, weight: 2}]}}]
      tune: {space: {loss.d: {range: [1, 2]}}, metric: abs(p - y)}
      """;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static Configuration with(String... settings) {
    return new ConfigurationReader(GRADUS.catalogue())
        .parse(FILE, "line.yaml", Path.of(""), Stream.of(settings).map(Setting::parse).toList());
  }

  @Test
  void itIsReadWhereverAPluginIs() {
    Configuration read = with();
    assertEquals(new FormulaLoss("d * abs(p - y)", Map.of("d", 2.0)), read.loss());
    assertEquals(
        new FormulaActivation("x * sigmoid(b * x)", Map.of("b", 1.5)),
        ((Dense) read.network().get(0)).activation().orElseThrow());
    assertEquals(new LossAsMetric(new FormulaLoss("abs(p - y)")), read.metrics().get(0));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    String written = new ConfigurationWriter().write(with());
    assertTrue(written.contains("loss: {formula: \"d * abs(p - y)\", d: 2.0}"), written);
    assertEquals(
        with(),
        new ConfigurationReader(GRADUS.catalogue())
            .parse(written, "written.yaml", Path.of(""), List.of()));
  }

  @Test
  void aSettingReachesANumber() {
    assertEquals(new FormulaLoss("d * abs(p - y)", Map.of("d", 7.0)), with("loss.d=7").loss());
    assertEquals(
        new FormulaLoss("d * abs(p - y)", Map.of("d", 7.0)), with("loss.formula.d=7").loss());
    assertEquals(new FormulaLoss("d * p", Map.of("d", 2.0)), with("loss.formula='d * p'").loss());
  }

  @Test
  void theLongFormMeansTheSame() {
    assertEquals(
        with().loss(),
        with("tune=", "loss={formula: {formula: 'd * abs(p - y)', numbers: {d: 2}}}").loss());
  }

  @Test
  void whatIsWrongIsNamedAtItsPlace() {
    assertEquals("setting loss.d: must be a number, but is 'a lot'", problemWith("loss.d=a lot"));
    assertEquals(
        "setting loss.e: loss: 'e' is a number that is not in the formula; remove it, or write it there",
        problemWith("loss.e=1"));
    assertEquals(
        "setting loss.formula: loss: formula cannot be read, column 8: the formula ends here, but 'abs' in column 1 is not closed; add )",
        problemWith("loss.formula='abs(p+d'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '%',
      textBlock =
          """
          {formula: 'abs(p - q)'}             ~ 5:26 ~ 9
          {formula: "abs(p - q)"}             ~ 5:26 ~ 9
          {formula: abs(p - q), d: 2}         ~ 5:25 ~ 9
          {formula: {formula: 'p - q'}}       ~ 5:32 ~ 5
          {formula: 'p '' q'}                 ~ 5:20 ~ 3
          {formula: "p\\x20- \\u0070 \\x2b q"} ~ 5:37 ~ 9
          {formula: "p - \\U0001F600"}        ~ 5:22 ~ 5
          {formula: '😀 - p'}                 ~ 5:18 ~ 1
          {formula: 'abs(p - y'}              ~ 5:27 ~ 10
          {formula: ''}                       ~ 5:18 ~ 1
          """)
  void aWrongFormulaIsReportedWithTheLineAndColumnOfTheFile(String loss, String place, int column) {
    String message = refusalOf(FILE.replace(LOSS, "loss: " + loss));
    assertTrue(
        message.startsWith("line.yaml:" + place + ": loss"), () -> loss + " gives " + message);
    assertTrue(message.contains("column " + column + ":"), () -> loss + " gives " + message);
  }

  @Test
  void aFormulaInSeveralLinesIsReportedWhereItBegins() {
    for (String formula : List.of("|\n    p\n    - q", "p -\n    q", "'p -\n    q'")) {
      String message = refusalOf(FILE.replace(LOSS, "loss:\n  formula: " + formula));
      assertTrue(message.startsWith("line.yaml:6:12: loss"), message);
    }
  }

  @Test
  void aWrongFormulaToTryIsReportedAtItsCharacterToo() {
    String message =
        refusalOf(
            FILE.replace("loss.d: {range: [1, 2]}", "loss: {choice: [mse, {formula: 'p - q'}]}"));
    assertTrue(
        message.startsWith("line.yaml:8:52: loss: formula cannot be read, column 5: the name 'q'"),
        message);
  }

  private static String refusalOf(String file) {
    return assertThrows(
            ConfigurationException.class,
            () ->
                new ConfigurationReader(GRADUS.catalogue())
                    .parse(file, "line.yaml", Path.of(""), List.of()))
        .getMessage();
  }

  private static String problemWith(String setting) {
    return assertThrows(ConfigurationException.class, () -> with(setting)).getMessage();
  }

  /** It looks like a formula, and is none. */
  @Plugin(name = "steepness", summary = "The error, times the first number.")
  public record Steepness(
      @Option("a name") String steepness, @Option("by name") Map<String, Double> numbers)
      implements PointwiseLoss {

    @Override
    public double value(double prediction, double target) {
      return Math.abs(prediction - target);
    }

    @Override
    public double derivative(double prediction, double target) {
      return Math.signum(prediction - target);
    }
  }

  @Test
  void optionsLikeThoseOfAFormulaMakeNone() {
    Steepness other = new Steepness("d * abs(p - y)", Map.of("d", 2.0));
    assertTrue(PluginType.of(other).namedNumbers().isEmpty());
    assertTrue(PluginType.formulaOf(other).isEmpty());
    assertEquals("steepness", PluginType.nameOf(other));
    assertTrue(PluginType.of(new FormulaLoss()).namedNumbers().isPresent());
  }

  @Test
  void theSchemaAllowsBothForms() {
    String schema = ConfigurationSchema.of(GRADUS.catalogue());
    assertTrue(schema.contains("\"additionalProperties\" : {"), schema);
  }
}
