package dev.gradus.report;

import dev.gradus.engine.binding.ConfigurationWriter;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.model.Version;
import dev.gradus.engine.study.Study;
import dev.gradus.runtime.problem.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is needed to reproduce a run: configuration, seed, versions, checksums; and how long it
 * took.
 */
final class DetailsSection {

  private DetailsSection() {}

  static void add(PageBuilder page, Study study) {
    page.section("details", "How to reproduce it");
    page.paragraph(
        "The same version, data, configuration and seed give the same bits, with any number of threads.");
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("seed", String.valueOf(study.configuration().training().seed()));
    facts.putAll(plan(study.plan()));
    facts.putAll(timings(study.training().duration(), study.training().history().size()));
    facts.putAll(versions());
    study
        .model()
        .start()
        .ifPresent(
            start -> facts.put("model that training began with, SHA-256", Prose.code(start)));
    facts.put("weights at the start, SHA-256", Prose.code(study.startingWeights()));
    facts.put("weights at the end, SHA-256", Prose.code(study.finalWeights()));
    page.add(list(facts));
    page.heading("Configuration");
    page.add(configuration(study.configuration()));
  }

  static Map<String, String> plan(TrainingPlan plan) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "examples",
        "%s to train on, %s held out%s"
            .formatted(
                Prose.number(plan.trainingRows()),
                Prose.number(plan.validationRows()),
                plan.calibrationRows() == 0
                    ? ""
                    : ", %s for calibration".formatted(Prose.number(plan.calibrationRows()))));
    facts.put(
        "network",
        "%s, %s%s, %s%s"
            .formatted(
                Prose.count(plan.inputs(), "input"),
                Prose.count(plan.outputs(), "output"),
                plan.members() == 1 ? "" : ", " + Prose.count(plan.members(), "member"),
                Prose.count(plan.parameters(), "parameter"),
                plan.frozen() == 0 ? "" : ", %s frozen".formatted(Prose.number(plan.frozen()))));
    facts.put(
        "plan",
        "%s of %s"
            .formatted(
                Prose.count(plan.epochs(), "epoch"), Prose.count(plan.stepsPerEpoch(), "step")));
    return facts;
  }

  static Map<String, String> timings(Duration duration, int epochs) {
    return Map.of(
        "time",
        "%s for %s, including the measurements for this page"
            .formatted(Prose.duration(duration), Prose.count(epochs, "epoch")));
  }

  static Map<String, String> versions() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Gradus", Version.current() + ", matrix products by " + Version.products());
    facts.put(
        "Java",
        "%s, %s".formatted(System.getProperty("java.version"), System.getProperty("java.vm.name")));
    facts.put(
        "machine",
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Prose.count(Runtime.getRuntime().availableProcessors(), "processor")));
    return facts;
  }

  /** Facts as a table with two columns. */
  static Html list(Map<String, String> facts) {
    HtmlTable table = new HtmlTable("Data, network, versions and checksums", List.of("", ""));
    facts.forEach((name, value) -> table.row(name, List.of(value)));
    return table.end();
  }

  /** The YAML of a configuration, with paths relative to its folder, which is private. */
  static Html configuration(Configuration configuration) {
    Html html = new Html();
    String yaml;
    try {
      ConfigurationWriter writer = new ConfigurationWriter();
      Optional<Path> folder =
          configuration
              .data()
              .flatMap(DataSpec::csv)
              .flatMap(csv -> Optional.ofNullable(csv.getParent()));
      yaml =
          folder.isPresent()
              ? writer.write(configuration, folder.get())
              : writer.write(configuration);
    } catch (ConfigurationException e) {
      yaml = "# It cannot be written as YAML: " + e.getMessage();
    }
    html.open("pre", "tabindex", "0", "aria-label", "configuration").open("code");
    return html.text(yaml).close("code").close("pre");
  }
}
