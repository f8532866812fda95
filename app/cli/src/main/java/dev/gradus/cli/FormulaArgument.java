package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.PointwiseLoss;
import java.util.regex.Pattern;

/** A loss or an activation that is typed on the command line. */
record FormulaArgument(Object plugin) {

  private static final Pattern OF_ACTIVATION = Pattern.compile("\\bx\\b");

  /**
   * Reads one: a formula with x is an activation, any other a loss.
   *
   * @param written the formula, or its YAML with named constants
   */
  static FormulaArgument of(String written, ConfigurationReader reader) {
    String text =
        written.strip().startsWith("{")
            ? written
            : "{formula: '" + written.replace("'", "''") + "'}";
    Class<?> kind = OF_ACTIVATION.matcher(written).find() ? Activation.class : Loss.class;
    return new FormulaArgument(reader.parsePlugin(kind, text, "the formula"));
  }

  /** Reads one with the plugins that ship. */
  static FormulaArgument of(String written) {
    try (Gradus gradus = Gradus.create()) {
      return of(written, new ConfigurationReader(gradus.catalogue()));
    }
  }

  PluginKind kind() {
    return plugin instanceof Loss ? PluginKind.LOSS : PluginKind.ACTIVATION;
  }

  /** The source of a Java class that computes it. */
  String java(String packageName, String className, String name) {
    PluginType.FormulaText typed = PluginType.formulaOf(plugin).orElseThrow();
    NumpyExpression numpy =
        plugin instanceof PointwiseLoss loss
            ? loss.derivativeInNumpy()
            : ((Activation) plugin).derivativeInNumpy();
    JavaOfFormula java =
        new JavaOfFormula(plugin instanceof Loss, typed.text(), typed.numbers(), numpy);
    return (plugin instanceof PointwiseActivation activation
            ? java.withKinks(activation.kinks())
            : java)
        .source(packageName, className, name);
  }
}
