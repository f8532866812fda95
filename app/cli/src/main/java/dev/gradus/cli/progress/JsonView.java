package dev.gradus.cli.progress;

import dev.gradus.cli.text.History;
import dev.gradus.cli.text.PlanText;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.json.Json;
import dev.gradus.runtime.problem.Warning;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows one JSON object per line, for other programs. Its {@code event} is {@code warning}, {@code
 * started}, {@code resumed}, {@code step} (at most four times a second), {@code epoch} or {@code
 * stopped}.
 */
public final class JsonView implements ProgressView {

  private static final long NANOS_BETWEEN_STEPS = 250_000_000;

  private final PrintStream out;
  private Throughput pace = Throughput.NONE;
  private long shown;

  public JsonView(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(TrainingPlan plan) {
    pace = new Throughput(plan, System::nanoTime);
    shown = System.nanoTime();
    Map<String, Object> event = event("started");
    event.putAll(PlanText.asMap(plan));
    print(event);
  }

  @Override
  public void warned(Warning warning) {
    Map<String, Object> event = event("warning");
    event.putAll(Json.entries(warning));
    print(event);
  }

  @Override
  public void resumed(List<EpochReport> reports, String sentence) {
    pace.resumed(reports.size());
    Map<String, Object> event = event("resumed");
    event.put("epoch", reports.size());
    event.put("step", pace.done());
    event.put("reason", sentence);
    print(event);
  }

  @Override
  public void stepDone(int epoch, int step, double loss) {
    pace.at(epoch, step);
    long now = System.nanoTime();
    if (now - shown >= NANOS_BETWEEN_STEPS) {
      shown = now;
      Map<String, Object> event = event("step");
      event.put("epoch", epoch);
      event.put("step", pace.done());
      event.put("loss", loss);
      event.put("steps-per-second", pace.stepsPerSecond());
      print(event);
    }
  }

  @Override
  public void epochDone(EpochReport report) {
    Map<String, Object> event = event("epoch");
    event.putAll(History.asMap(report));
    event.put("step", pace.done());
    event.put("steps-per-second", pace.stepsPerSecond());
    print(event);
  }

  @Override
  public void stopped(String reason) {
    Map<String, Object> event = event("stopped");
    event.put("reason", reason);
    print(event);
  }

  private static Map<String, Object> event(String name) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", name);
    return event;
  }

  private void print(Map<String, Object> event) {
    out.println(Visible.json(event));
    out.flush();
  }
}
