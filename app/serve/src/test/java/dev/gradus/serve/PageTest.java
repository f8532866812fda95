package dev.gradus.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.report.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page for people, in a browser. */
@Tag("slow")
class PageTest {

  private static final String SAID =
      "new Promise((done) => { const wait = (left) => %s || left === 0 ? done(document.querySelector('section').innerText) : setTimeout(() => wait(left - 1), 50); wait(200); })";

  private static Optional<Browser> browser = Optional.empty();
  private static ModelServer server;

  @BeforeAll
  static void open() throws Exception {
    Optional<String> program = Browser.find();
    assumeTrue(program.isPresent(), "no Chromium is installed, so no page is opened");
    server =
        Serving.of("risk", Trained.RISK)
            .model("club & <co>", Trained.CLUB)
            .model("numbers", Trained.NUMBERS)
            .model("weight", Trained.WEIGHT)
            .model("labels", Trained.LABELS)
            .model("sets", Trained.SETS)
            .model("intervals", Trained.INTERVALS)
            .start(0);
    browser = Optional.of(new Browser(program.get()));
  }

  @AfterAll
  static void close() throws Exception {
    if (browser.isPresent()) {
      browser.get().close();
      server.close();
    }
  }

  private static String said(String until) {
    return browser.orElseThrow().evaluate(SAID.formatted(until)).asText();
  }

  private static String type(String field, String text, String until) {
    browser
        .orElseThrow()
        .evaluate(
            "(() => { const f = document.querySelector('[name=%s]'); f.value = '%s'; f.dispatchEvent(new Event('input', {bubbles: true})); })()"
                .formatted(field, text));
    return said(until);
  }

  private static String answerIs(String text) {
    return "document.getElementById('answer').textContent === '%s'".formatted(text);
  }

  private static String has(String id, String text) {
    return "document.getElementById('%s').textContent.includes('%s')".formatted(id, text);
  }

  @Test
  void thePredictionChangesAsOneTypes() throws Exception {
    Browser page = browser.orElseThrow();
    page.look(1200, 800, false);
    page.open(server.page("club & <co>"));
    said("document.getElementById('answer').textContent !== ''");
    assertTrue(type("age", "22", answerIs("chess")).contains("golf"));
    String old = type("age", "65", answerIs("golf"));
    assertTrue(old.startsWith("club\n\ngolf"), old);
    assertTrue(old.contains("chess") && old.contains("%"), old);
    assertEquals(List.of(), page.complaints());
  }

  @Test
  void contributionsChangeAsOneTypes() {
    Browser page = browser.orElseThrow();
    page.open(server.page("club & <co>"));
    said(has("sentence", "for this row it is"));
    type("age", "22", answerIs("chess"));
    said(has("sentence", "the probability of chess"));
    String young = said(has("contributions", "22, instead of"));
    assertTrue(young.contains("chess"), young);
    assertEquals(2, page.evaluate("document.querySelectorAll('#contributions tr').length").asInt());
    page.evaluate(
        "(() => { const s = document.getElementById('explained'); s.value = '=golf'; s.dispatchEvent(new Event('change')); })()");
    said(has("sentence", "the probability of golf"));
    assertTrue(
        page.evaluate("document.querySelector('#contributions .lowers') !== null").asBoolean());
    assertEquals(List.of(), page.complaints());
    type("age", "old", has("problem", "numeric"));
    assertTrue(
        page.evaluate("document.getElementById('contributions').classList.contains('stale')")
            .asBoolean());
  }

  @Test
  void setsAndIntervalsAreShown() {
    Browser page = browser.orElseThrow();
    page.open(server.page("sets"));
    assertTrue(said(has("numbers", "risk_set")).contains("risk_set"));
    page.open(server.page("intervals"));
    String numbers = said(has("numbers", "weight_high"));
    assertTrue(numbers.contains("age_low") && numbers.contains("weight_high"), numbers);
  }

  @Test
  void whatIsWrongIsSaidAndMended() {
    Browser page = browser.orElseThrow();
    page.open(server.page("risk"));
    said("document.getElementById('answer').textContent !== ''");
    String wrong = type("age", "old", has("problem", "numeric"));
    assertTrue(wrong.contains("column 'age' is numeric, but here it has 'old'"), wrong);
    String far = type("age", "4000", has("notes", "far from"));
    assertTrue(far.contains("the prediction is a guess"), far);
    assertTrue(!far.contains("is numeric, but"), far);
    String missing = type("age", "", has("problem", "missing"));
    assertTrue(missing.contains("column 'age' is missing here"), missing);
  }

  @Test
  void everyPageShowsAPredictionWithoutComplaints() throws Exception {
    Browser page = browser.orElseThrow();
    for (String model :
        List.of("risk", "club & <co>", "numbers", "weight", "labels", "sets", "intervals")) {
      for (int width : new int[] {360, 1200}) {
        for (boolean dark : new boolean[] {false, true}) {
          page.look(width, 800, dark);
          page.open(server.page(model));
          said(
              "(document.getElementById('answer').textContent + document.getElementById('numbers').textContent) !== ''");
          assertEquals(List.of(), page.complaints(), model);
          assertEquals(
              "", page.evaluate("document.getElementById('problem').textContent").asText());
          assertTrue(
              page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
                  .asBoolean(),
              model + " is too wide for " + width);
          String shots = System.getProperty("gradus.screenshots", "");
          if (!shots.isEmpty()) {
            Files.write(
                Path.of(
                    shots, "%s-%s%s.png".formatted(model.charAt(0), width, dark ? "-dark" : "")),
                page.screenshot());
          }
        }
      }
    }
    page.open(server.address());
    assertEquals(7, page.evaluate("document.querySelectorAll('li a').length").asInt());
    assertTrue(page.requests().stream().allMatch(at -> at.startsWith(server.address().toString())));
  }
}
