package dev.gradus.cli;

import dev.gradus.engine.explain.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Faults made on purpose, as people and as programs read them. */
final class FaultsText {

  private FaultsText() {}

  /** A paragraph with its tables for each. */
  static String of(List<Fault> faults) {
    String gap = System.lineSeparator();
    return faults.stream().map(FaultsText::of).collect(Collectors.joining(gap + gap));
  }

  private static String of(Fault fault) {
    List<String> parts = new ArrayList<>();
    parts.add(fault.name() + ": " + fault.what());
    if (!fault.gradients().isEmpty()) {
      parts.add(Columns.layOut(gradients(fault)));
    }
    if (!fault.steps().isEmpty()) {
      parts.add(Columns.layOut(steps(fault)));
    }
    parts.add(fault.seen());
    return String.join(System.lineSeparator(), parts);
  }

  private static List<List<String>> gradients(Fault fault) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("  layer 1", "right", "with the fault", "finite difference", ""));
    for (Fault.Line line : fault.gradients()) {
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

  private static List<List<String>> steps(Fault fault) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("  examples in the batch", "length of the step", "with the fault"));
    for (Fault.StepLength step : fault.steps()) {
      rows.add(
          List.of(
              "  " + step.examples(),
              ExplanationText.number(step.right()),
              ExplanationText.number(step.faulty())));
    }
    return rows;
  }

  static Map<String, Object> asMap(List<Fault> faults) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("faults", faults.stream().map(FaultsText::asMap).toList());
    return object;
  }

  private static Map<String, Object> asMap(Fault fault) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("fault", fault.name());
    object.put("what", fault.what());
    object.put("caught", fault.isCaught());
    List<Object> gradients = new ArrayList<>();
    for (Fault.Line line : fault.gradients()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("symbol", line.right().symbol());
      entry.put("right", line.right().byChainRule());
      entry.put("faulty", line.faulty());
      entry.put("finite-difference", line.right().measured());
      entry.put("caught", line.isCaught());
      gradients.add(entry);
    }
    object.put("gradients", gradients);
    object.put("steps", fault.steps());
    object.put("seen", fault.seen());
    return object;
  }
}
