package dev.gradus.cli;

import dev.gradus.check.Claim;
import dev.gradus.check.Conformance;
import dev.gradus.cli.text.Columns;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.plugin.PluginFolder;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginReport;
import dev.gradus.engine.plugin.PluginType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs all checks for plugins on the plugins of a jar. */
@Command(
    name = "verify",
    description =
        "Runs all the checks of the conformance kit on the plugins of a jar, with their defaults. The exit status is 2 if one fails.",
    mixinStandardHelpOptions = true)
final class PluginVerifyCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "JAR",
      description = "A plugin jar, or a folder of jars that belong together. It is loaded.")
  private Path jar = Path.of("");

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  /** The result of a check; the reason is empty if it passed. */
  private record Result(String plugin, String claim, String reason) {}

  @Override
  public Integer call() {
    try (PluginFolder folder = PluginFolder.openOne(jar)) {
      PluginReport report = folder.reports().get(0);
      report.requireUsable();
      List<Result> results = new ArrayList<>();
      for (PluginType plugin : report.plugins()) {
        Object instance = plugin.example();
        for (Claim claim : Conformance.claimsOf(instance)) {
          results.add(new Result(plugin.name(), claim.text(), reason(claim)));
        }
      }
      boolean passed = results.stream().allMatch(result -> result.reason().isEmpty());
      List<String> own =
          report.plugins().stream()
              .filter(plugin -> !plugin.hasSameBits())
              .filter(plugin -> !plugin.kinds().equals(List.of(PluginKind.DATA_SOURCE)))
              .map(PluginType::name)
              .toList();
      System.out.println(json ? Visible.json(asMap(report, results, own)) : asText(results));
      if (!own.isEmpty() && !json) {
        System.err.println(note(own));
      }
      return passed ? Main.DONE : Main.WRONG_INPUT;
    }
  }

  /** Whatever a plugin throws is a result of the check. */
  private static String reason(Claim claim) {
    try {
      claim.check().run();
      return "";
    } catch (Throwable failure) {
      return failure instanceof AssertionError
          ? String.valueOf(failure.getMessage())
          : failure.toString();
    }
  }

  private static String asText(List<Result> results) {
    List<List<String>> rows = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (Result result : results) {
      boolean passed = result.reason().isEmpty();
      rows.add(List.of(passed ? "ok" : "FAILED", result.plugin(), result.claim()));
      if (!passed) {
        reasons.add(result.claim() + ": " + result.reason());
      }
    }
    String table = Columns.layOut(rows);
    return reasons.isEmpty() ? table : table + "\n\n" + String.join("\n", reasons);
  }

  /** This is not an error, so it is not one of the checks. */
  private static String note(List<String> own) {
    return "not marked with @SameBits: %s; a model file will say that its bits may differ between machines"
        .formatted(String.join(", ", own));
  }

  private static Map<String, Object> asMap(
      PluginReport report, List<Result> results, List<String> own) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", report.name());
    object.put("own-bits", own);
    List<Object> claims = new ArrayList<>();
    for (Result result : results) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("plugin", result.plugin());
      entry.put("claim", result.claim());
      entry.put("true", result.reason().isEmpty());
      entry.put("reason", result.reason());
      claims.add(entry);
    }
    object.put("claims", claims);
    return object;
  }
}
