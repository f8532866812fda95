package dev.gradus.cli.text;

import dev.gradus.engine.explain.Mistake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The common mistakes of hand-written training, as text and as JSON. */
public final class MistakesText {

  private MistakesText() {}

  /**
   * A paragraph with tables for each mistake that the data can show, and then what the others need.
   */
  public static String of(List<Mistake> mistakes) {
    List<String> parts =
        new ArrayList<>(mistakes.stream().filter(Mistake::shows).map(MistakesText::of).toList());
    List<String> others = new ArrayList<>();
    for (Mistake mistake : mistakes) {
      if (!mistake.shows()) {
        others.add("  %s: %s".formatted(mistake.name(), mistake.seen()));
      }
    }
    if (!others.isEmpty()) {
      others.add(0, "This network and these data cannot show:");
      parts.add(String.join(System.lineSeparator(), others));
    }
    return String.join(System.lineSeparator() + System.lineSeparator(), parts);
  }

  private static String of(Mistake mistake) {
    List<String> parts = new ArrayList<>();
    parts.add(mistake.name() + ": " + mistake.what());
    if (!mistake.gradients().isEmpty()) {
      parts.add(Columns.layOut(gradients(mistake)));
    }
    if (!mistake.steps().isEmpty()) {
      parts.add(Columns.layOut(steps(mistake)));
    }
    parts.add(mistake.seen());
    return String.join(System.lineSeparator(), parts);
  }

  private static List<List<String>> gradients(Mistake mistake) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("  layer 1", "right", "with the mistake", "finite difference", ""));
    for (Mistake.Line line : mistake.gradients()) {
      rows.add(
          List.of(
              "  " + line.right().symbol(),
              ExplanationText.number(line.right().byChainRule()),
              ExplanationText.number(line.faulty()),
              ExplanationText.number(line.right().measured()),
              line.isCaught() ? "caught" : ""));
    }
    return rows;
  }

  private static List<List<String>> steps(Mistake mistake) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("  examples in the batch", "norm of the step", "with the mistake"));
    for (Mistake.StepLength step : mistake.steps()) {
      rows.add(
          List.of(
              "  " + step.examples(),
              ExplanationText.number(step.right()),
              ExplanationText.number(step.faulty())));
    }
    return rows;
  }

  public static Map<String, Object> asMap(List<Mistake> mistakes) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("mistakes", mistakes.stream().map(MistakesText::asMap).toList());
    return object;
  }

  private static Map<String, Object> asMap(Mistake mistake) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("mistake", mistake.name());
    object.put("what", mistake.what());
    object.put("caught", mistake.isCaught());
    List<Object> gradients = new ArrayList<>();
    for (Mistake.Line line : mistake.gradients()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("symbol", line.right().symbol());
      entry.put("right", line.right().byChainRule());
      entry.put("faulty", line.faulty());
      entry.put("finite-difference", line.right().measured());
      entry.put("caught", line.isCaught());
      gradients.add(entry);
    }
    object.put("gradients", gradients);
    object.put("steps", mistake.steps());
    object.put("seen", mistake.seen());
    return object;
  }
}
