package dev.gradus.cli.text;

import dev.gradus.engine.explain.Derivative;
import dev.gradus.engine.explain.Derivatives;
import dev.gradus.engine.explain.ExplainedLayer;
import dev.gradus.engine.explain.ExplainedLoss;
import dev.gradus.engine.explain.Explanation;
import dev.gradus.engine.explain.LayerGradients;
import dev.gradus.engine.numpy.NumpyDifference;
import dev.gradus.engine.numpy.NumpyLines;
import dev.gradus.runtime.column.ShortNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An explanation as text: the forward pass, the backward pass, and what to look at. */
public final class ExplanationText {

  /** The number of lines of numpy shown after those of the losses: enough for three layers. */
  private static final int LINES = 10;

  private final Explanation explanation;
  private final int most;
  private final StringBuilder text = new StringBuilder();

  /**
   * Prepares the text.
   *
   * @param most the largest number of values of a kind to show
   */
  public ExplanationText(Explanation explanation, int most) {
    this.explanation = explanation;
    this.most = most;
  }

  /** The text, without a line separator at the end. */
  public String text() {
    line("Row %s, target %s".formatted(explanation.row(), target()));
    for (int l = 0; l < explanation.layers().size(); l++) {
      forward(explanation.layers().get(l), l);
    }
    line("");
    line(
        "Backward: each derivative by the chain rule, next to its finite difference (f(x + h) - f(x - h))/2h with h of at most %s, and their relative difference"
            .formatted(number(explanation.step())));
    for (int l = explanation.layers().size() - 1; l >= 0; l--) {
      line("");
      backward(l);
    }
    line("");
    line(
        explanation.agrees()
            ? "Every derivative agrees with its finite difference."
            : "A derivative marked ! does not agree with its finite difference.");
    explanation.notes().forEach(note -> line("Note: " + note + "."));
    numpy();
    explanation.pointing().forEach(sentence -> line("\n" + sentence));
    return text.toString().stripTrailing();
  }

  /**
   * The line of each loss, with the difference marked below it, and the rest of the backward pass.
   */
  private void numpy() {
    List<List<NumpyDifference.Span>> differences =
        NumpyDifference.of(explanation.losses().stream().map(ExplainedLoss::numpy).toList());
    boolean isMarked = differences.stream().anyMatch(spans -> !spans.isEmpty());
    line("");
    line("In numpy, the line of each loss%s:".formatted(isMarked ? " (^ marks what differs)" : ""));
    int width =
        explanation.losses().stream().mapToInt(loss -> loss.name().length()).max().orElse(0);
    for (int i = 0; i < differences.size(); i++) {
      ExplainedLoss loss = explanation.losses().get(i);
      String name = "  " + loss.name() + " ".repeat(width - loss.name().length()) + "  ";
      List<String> code = new ArrayList<>(loss.numpy().options());
      code.addAll(loss.numpy().lines());
      if (!loss.numpy().isPresent()) {
        code.add("none: " + loss.numpy().reason());
      }
      for (int k = 0; k < code.size(); k++) {
        line((k == 0 ? name : " ".repeat(name.length())) + code.get(k));
      }
      if (!differences.get(i).isEmpty()) {
        line(" ".repeat(name.length()) + marks(differences.get(i)));
      }
    }
    explanation.losses().stream()
        .filter(loss -> !loss.numpy().remark().isEmpty())
        .forEach(loss -> line("%s: %s.".formatted(loss.name(), loss.numpy().remark())));
    line("The rest of the backward pass is the same for every loss:");
    int shown = most == Integer.MAX_VALUE ? most : LINES;
    explanation.numpy().stream().limit(shown).forEach(each -> line("  " + each));
    if (explanation.numpy().size() > shown) {
      line("  … and so on down to layer 1 (--all shows all)");
    }
    line(NumpyLines.CONVENTION + ".");
  }

  /** A line with a ^ below each character of a span. */
  private static String marks(List<NumpyDifference.Span> spans) {
    StringBuilder marks = new StringBuilder();
    for (NumpyDifference.Span span : spans) {
      marks.append(" ".repeat(span.from() - marks.length()));
      marks.append("^".repeat(span.to() - span.from()));
    }
    return marks.toString();
  }

  private void line(String line) {
    text.append(line).append(System.lineSeparator());
  }

  private String target() {
    List<String> values = explanation.target().stream().map(ExplanationText::number).toList();
    List<String> named = new ArrayList<>();
    for (int k = 0; k < values.size(); k++) {
      named.add(
          values.size() == explanation.targetNames().size()
              ? explanation.targetNames().get(k) + " = " + values.get(k)
              : values.get(k));
    }
    return shortened(named);
  }

  private void forward(ExplainedLayer layer, int l) {
    line("");
    line(
        "Layer %s forward (%s), z = x W + b, %s"
            .formatted(
                l + 1,
                layer.place(),
                layer.activation().equals("none") ? "a = z" : "a = " + layer.activation() + "(z)"));
    line("  x  " + numbers(layer.inputs()));
    List<List<Double>> weights = layer.weights();
    for (int i = 0; i < Math.min(most, weights.size()); i++) {
      line((i == 0 ? "  W  " : "     ") + numbers(weights.get(i)));
    }
    if (weights.size() > most) {
      line("     … (%s more)".formatted(weights.size() - most));
    }
    if (!layer.biases().isEmpty()) {
      line("  b  " + numbers(layer.biases()));
    }
    line("  z  " + numbers(layer.preActivations()));
    line("  a  " + numbers(layer.outputs()));
  }

  private void backward(int l) {
    boolean last = l == explanation.layers().size() - 1;
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("Layer " + (l + 1)));
    for (ExplainedLoss loss : explanation.losses()) {
      header.addAll(List.of(loss.name(), "finite difference", "apart"));
    }
    rows.add(header);
    if (last) {
      List<String> values = new ArrayList<>(List.of("L"));
      for (ExplainedLoss loss : explanation.losses()) {
        values.addAll(List.of(number(loss.value()), "", ""));
      }
      rows.add(values);
    }
    addSlopes(rows, l, LayerGradients::outputs);
    Derivatives slopes = explanation.layers().get(l).slopes();
    addSlopes(rows, explanation.losses().stream().map(loss -> slopes).toList());
    addSlopes(rows, l, LayerGradients::preActivations);
    addSlopes(rows, l, LayerGradients::weights);
    addSlopes(rows, l, LayerGradients::biases);
    line(Columns.layOut(rows));
  }

  private void addSlopes(
      List<List<String>> rows, int l, Function<LayerGradients, Derivatives> which) {
    addSlopes(
        rows,
        explanation.losses().stream().map(loss -> which.apply(loss.layers().get(l))).toList());
  }

  private static void addSlopes(List<List<String>> rows, List<Derivatives> ofLosses) {
    Derivatives first = ofLosses.get(0);
    for (int i = 0; i < first.listed().size(); i++) {
      List<String> row = new ArrayList<>(List.of("  " + first.listed().get(i).symbol()));
      for (Derivatives slopes : ofLosses) {
        Derivative slope = slopes.listed().get(i);
        row.addAll(List.of(number(slope.byChainRule()), measured(slope), apart(slope)));
      }
      rows.add(row);
    }
    int more = first.count() - first.listed().size();
    if (more > 0) {
      List<String> row = new ArrayList<>(List.of("  … (%s more)".formatted(more)));
      ofLosses.forEach(slopes -> row.addAll(List.of("", "", "")));
      rows.add(row);
    }
  }

  private static String measured(Derivative slope) {
    return Double.isNaN(slope.measured()) ? "-" : number(slope.measured());
  }

  private static String apart(Derivative slope) {
    if (Double.isNaN(slope.measured())) {
      return "";
    }
    return ShortNumber.of(slope.relativeDifference(), 1) + (slope.agrees() ? "" : " !");
  }

  private String numbers(List<Double> values) {
    return shortened(values.stream().map(ExplanationText::number).toList());
  }

  private String shortened(List<String> values) {
    String shown = values.stream().limit(most).collect(Collectors.joining("  "));
    return values.size() <= most ? shown : shown + "  … (%s more)".formatted(values.size() - most);
  }

  /** A number with six significant digits, without trailing zeros. */
  public static String number(double value) {
    return ShortNumber.of(value, 6);
  }
}
