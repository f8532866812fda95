package dev.gradus.cli;

import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.numpy.NumpyDescription;
import dev.gradus.engine.numpy.TypedFormula;
import dev.gradus.engine.plugin.Catalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Describes a formula: its derivative, its ranges and kinks, and its lines of numpy. */
record TypedDescription(TypedFormula formula, List<String> numpy) {

  /** What a name or a path does not have, and every formula worth describing does. */
  private static final Pattern FORMULA = Pattern.compile(".*[(*^{+].*", Pattern.DOTALL);

  static boolean isFormula(String written) {
    return FORMULA.matcher(written).matches();
  }

  /**
   * Describes a formula: one with x is an activation, any other a loss.
   *
   * @param written the formula, or its YAML with named constants
   */
  static TypedDescription of(String written, Catalogue catalogue) {
    Object plugin = FormulaArgument.of(written, new ConfigurationReader(catalogue)).plugin();
    return new TypedDescription(
        TypedFormula.of(plugin).orElseThrow(), NumpyDescription.of(plugin, catalogue));
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(formula.kind() + " formula");
    lines.add("");
    formula.lines().forEach(line -> lines.add("  " + line));
    lines.add("");
    lines.add("In numpy:");
    numpy.forEach(line -> lines.add("  " + line));
    String legend = NumpyDescription.legend(numpy);
    if (!legend.isEmpty()) {
      lines.add("(" + legend + ")");
    }
    return String.join("\n", lines);
  }

  Map<String, Object> asMap() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", formula.kind());
    object.put("formula", formula.text());
    object.put("derived", formula.lines());
    object.put("numpy", numpy);
    return object;
  }

  /** The formulas of a configuration with what is derived from them; empty if it has none. */
  static String of(Object configuration) {
    StringBuilder text = new StringBuilder();
    for (TypedFormula each : TypedFormula.in(configuration)) {
      text.append("\n").append("The ").append(each.kind()).append(" that is typed:\n");
      each.lines().forEach(line -> text.append("  ").append(line).append("\n"));
    }
    return text.toString().stripTrailing();
  }
}
