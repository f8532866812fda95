package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages in a real browser: nothing to complain of, no picture empty, nothing too wide. Skipped
 * where no Chromium is installed; the system property {@code gradus.browser} names another one.
 */
class BrowserTest {

  /**
   * For each canvas its label and how many different colours it has, counted up to four; one means
   * that it is blank.
   */
  private static final String COLOURS =
      """
      [...document.querySelectorAll('canvas')].map((canvas) => {
        const {width, height} = canvas;
        const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
        const colours = new Set();
        for (const pixel of new Uint32Array(pixels.buffer)) {
          colours.add(pixel);
          if (colours.size > 3) break;
        }
        return [canvas.getAttribute('aria-label') ?? '', colours.size];
      })
      """;

  private record View(String name, int width, int height, boolean dark) {
    boolean isPhone() {
      return width < 500;
    }
  }

  private static final View DESKTOP = new View("desktop light", 1400, 900, false);
  private static final View PHONE = new View("phone light", 390, 844, false);
  private static final View DARK_PHONE = new View("phone dark", 390, 844, true);

  private static final List<View> VIEWS =
      List.of(DESKTOP, new View("desktop dark", 1400, 900, true), PHONE, DARK_PHONE);

  /** Of each plane and slice width by height, as it is shown and as it is drawn. */
  private static final String SIZES =
      "[...document.querySelectorAll('.panels.square .canvas canvas')].map(({clientWidth, clientHeight, width, height}) => [clientWidth / clientHeight, width / height])";

  @TempDir private static Path folder;
  private static final Map<String, Path> PAGES = new LinkedHashMap<>();
  private static Browser browser;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    assumeTrue(Browser.find().isPresent(), "no Chromium is installed, so no page is looked at");
    browser = Browser.shared();
    put("binary", Report.of(Runs.moons()));
    put("classes", Report.of(Runs.blobs()));
    put("number", Report.of(Runs.wave()));
    put("one example", Report.of(Runs.neuron()));
    put("labels", Report.of(Runs.labels()));
    put("images", Report.of(Runs.images()));
    put("importance", Runs.importance());
    put("losses", Report.of(Runs.losses(2)));
    put("adapted", Report.of(Runs.adapted(2)));
    put("hostile", Report.of(Runs.hostile("</script><script>document.title = 'broken'</script>")));
  }

  private static void put(String name, Report report) {
    Path file = folder.resolve(name + ".html");
    report.write(file);
    PAGES.put(name, file);
  }

  private static Path page(String name) {
    return Optional.ofNullable(PAGES.get(name)).orElseThrow();
  }

  /** Every page is opened once in each of its views, and looked at from all sides. */
  @TestFactory
  Stream<DynamicContainer> pagesAreDrawnAsTheyShould() {
    return PAGES.keySet().stream()
        .flatMap(page -> views(page).stream().map(view -> container(page, view)));
  }

  /** Three for one page and one for the others; all with {@code -Pslow}. */
  private static List<View> views(String page) {
    if (Boolean.getBoolean("gradus.slow")) {
      return VIEWS;
    }
    if (page.equals("losses")) {
      return List.of(DESKTOP, PHONE, DARK_PHONE);
    }
    return Set.of("binary", "number", "one example").contains(page)
        ? List.of(DESKTOP)
        : List.of(DARK_PHONE);
  }

  private static DynamicContainer container(String page, View view) {
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(dynamicTest("without a complaint", () -> look(page(page), view)));
    if (Set.of("binary", "losses").contains(page)) {
      tests.add(dynamicTest("planes are square", () -> checkSquare(browser.evaluate(SIZES))));
    }
    if (Set.of("classes", "labels", "losses").contains(page) && view.isPhone()) {
      tests.add(dynamicTest("tables scroll", BrowserTest::checkTables));
    }
    if (page.equals("losses") && !view.dark()) {
      tests.add(dynamicTest("the answer is in sight", () -> checkFirstScreen(view)));
    }
    if (page.equals("losses") && view.equals(DESKTOP)) {
      tests.add(dynamicTest("a loss has its colour", BrowserTest::checkColours));
      tests.add(dynamicTest("tooltips are short", BrowserTest::checkTooltip));
      tests.add(dynamicTest("a curve goes with its band and dots", BrowserTest::checkLegends));
    }
    if (page.equals("binary") && view.equals(DESKTOP)) {
      tests.add(dynamicTest("the slider shows an earlier moment", BrowserTest::checkSlider));
      tests.add(dynamicTest("the slider marks its epoch", BrowserTest::checkMark));
    }
    if (page.equals("hostile")) {
      tests.add(dynamicTest("a name runs nothing", BrowserTest::checkTitle));
    }
    if (page.equals("one example")) {
      tests.add(dynamicTest("an error is drawn where it is", BrowserTest::checkErrors));
    }
    if (page.equals("number") && !view.dark()) {
      tests.add(dynamicTest("logarithmic axes", BrowserTest::checkLogarithmicAxes));
      tests.add(dynamicTest("the button turns light into dark", BrowserTest::checkButton));
    }
    return dynamicContainer(page + ", " + view.name(), tests);
  }

  private static void look(Path page, View view) {
    browser.look(view.width(), view.height(), view.dark());
    browser.open(page);
    assertEquals(List.of(), browser.complaints());
    assertEquals(List.of(page.toUri().toString()), browser.requests());
    JsonNode canvases = browser.evaluate(COLOURS);
    // That on the columns has one for each, and they are four.
    int least = page.equals(page("importance")) ? 4 : 5;
    assertTrue(canvases.size() >= least, "pictures");
    for (JsonNode canvas : canvases) {
      assertTrue(canvas.path(1).asInt() > 3, "blank: " + canvas);
      assertTrue(!canvas.path(0).asText().isEmpty(), "a picture without a label");
    }
    int overflow =
        browser.evaluate("document.documentElement.scrollWidth - window.innerWidth").asInt();
    assertTrue(overflow <= 0, "the page is wider than the window by " + overflow);
    String dark = browser.evaluate("getComputedStyle(document.body).backgroundColor").asText();
    assertEquals(view.dark() ? "rgb(21, 23, 27)" : "rgb(253, 252, 249)", dark);
  }

  /** Turns light into dark, and draws again. */
  private static void checkButton() {
    String before = browser.evaluate("document.querySelector('canvas').toDataURL()").asText();
    browser.evaluate("document.getElementById('theme').click()");
    assertEquals(
        "rgb(21, 23, 27)",
        browser.evaluate("getComputedStyle(document.body).backgroundColor").asText());
    String after = browser.evaluate("document.querySelector('canvas').toDataURL()").asText();
    assertTrue(!before.equals(after), "the picture has kept its colours");
    assertEquals(List.of(), browser.complaints());
  }

  private static void checkSlider() {
    String canvas = "document.querySelector('.panels.single canvas').toDataURL()";
    String later = browser.evaluate(canvas).asText();
    browser.evaluate(
        """
        {
          const range = document.querySelector('figure:has(.panels.single) input');
          range.value = 0;
          range.dispatchEvent(new Event('input'));
        }
        """);
    assertTrue(!later.equals(browser.evaluate(canvas).asText()), "the boundary has not moved");
    assertEquals(
        "the start",
        browser
            .evaluate("document.querySelector('figure:has(.panels.single) output').textContent")
            .asText());
    assertEquals(List.of(), browser.complaints());
  }

  /** The epoch of the slider is marked in the curves. */
  private static void checkMark() {
    String curves = "document.querySelector('#curves canvas').toDataURL()";
    String before = browser.evaluate(curves).asText();
    browser.evaluate(
        """
        {
          const range = document.querySelector('#boundary input');
          range.value = 3;
          range.dispatchEvent(new Event('input'));
        }
        """);
    assertTrue(!before.equals(browser.evaluate(curves).asText()), "no mark in the curves");
    assertEquals(
        "0120",
        browser
            .evaluate(
                "[...document.querySelectorAll('#boundary .stops span')].map((stop) => stop.textContent).filter((_, i, all) => i === 0 || i === all.length - 1).join('')")
            .asText());
  }

  private static void checkSquare(JsonNode canvases) {
    assertTrue(canvases.size() >= 2, "a plane and a slice");
    for (JsonNode canvas : canvases) {
      assertEquals(1, canvas.path(0).asDouble(), 0.02, "as it is shown");
      assertEquals(1, canvas.path(1).asDouble(), 0.02, "as it is drawn");
    }
  }

  /** A table that is too wide for a phone says so, and keeps its first column. */
  private static void checkTables() {
    JsonNode tables =
        browser.evaluate(
            """
              [...document.querySelectorAll('.scroll')].map((box) => {
                const isWide = box.scrollWidth > box.clientWidth + 1;
                box.scrollLeft = 60;
                const first = box.querySelector('tbody th').getBoundingClientRect();
                return [isWide, getComputedStyle(box, '::before').content.includes('Scroll'),
                    first.left - box.getBoundingClientRect().left];
              })
              """);
    assertTrue(tables.size() > 2);
    for (JsonNode table : tables) {
      assertEquals(table.path(0).asBoolean(), table.path(1).asBoolean(), tables.toString());
      assertEquals(0, table.path(2).asDouble(), 1, tables.toString());
    }
  }

  /**
   * The headline, the gradients and the learning curves: in the first screen, on a phone in two.
   */
  private static void checkFirstScreen(View view) {
    JsonNode ends =
        browser.evaluate(
            "[...document.querySelectorAll('.lead h1, .lead-gradient canvas, .lead-curve canvas')].map((part) => part.getBoundingClientRect().bottom)");
    assertEquals(4, ends.size(), "the headline, the gradients and two learning curves");
    for (int i = 0; i < (view.isPhone() ? 3 : 4); i++) {
      assertTrue(
          ends.get(i).asDouble() <= (view.isPhone() ? 2 : 1) * view.height(), ends.toString());
    }
  }

  /** Every line of a logarithmic axis has a label, and the axis holds all that is shown. */
  private static void checkLogarithmicAxes() {
    JsonNode axes =
        browser.evaluate(
            """
            Object.values(Chart.instances).filter((each) => each.scales.y.type === 'logarithmic').map((each) => {
              const values = each.data.datasets.flatMap((set) => set.data.map(({y}) => y)).filter((y) => y > 0);
              const {ticks, min, max} = each.scales.y;
              return {
                labels: ticks.map(({label}) => label), lowest: ticks[0].value, highest: ticks[ticks.length - 1].value, min, max,
                inside: values.every((y) => y >= min && y <= max),
              };
            })
            """);
    assertTrue(axes.size() >= 1, axes.toString());
    for (JsonNode axis : axes) {
      assertTrue(axis.path("labels").size() >= 3, axis.toString());
      axis.path("labels").forEach(label -> assertTrue(!label.asText().isEmpty(), axis.toString()));
      assertTrue(axis.path("inside").asBoolean(), axis.toString());
      assertEquals(axis.path("min").asDouble(), axis.path("lowest").asDouble(), axis.toString());
      assertEquals(axis.path("max").asDouble(), axis.path("highest").asDouble(), axis.toString());
    }
  }

  /** Equal errors are one bar at their value, and residuals are seen with the 0 they should be. */
  private static void checkErrors() {
    JsonNode drawn =
        browser.evaluate(
            """
            (() => {
              const [residuals, bars] = ['Residuals', 'Distribution'].map((title) => Chart.getChart(
                  [...document.querySelectorAll('canvas')].find((each) => each.ariaLabel.startsWith(title))));
              const {min, max} = residuals.scales.y;
              return {error: residuals.data.datasets[0].data[0].y, min, max, bar: bars.data.datasets[0].data[0].x,
                  from: bars.scales.x.min, to: bars.scales.x.max};
            })()
            """);
    double error = drawn.path("error").asDouble();
    assertTrue(error > 0, drawn.toString());
    assertEquals(error, drawn.path("bar").asDouble(), 1e-9, drawn.toString());
    assertTrue(drawn.path("from").asDouble() < error && error < drawn.path("to").asDouble());
    assertTrue(drawn.path("min").asDouble() <= 0 && error <= drawn.path("max").asDouble());
  }

  /** What is the same for all curves is said once. */
  private static void checkTooltip() {
    JsonNode said =
        browser.evaluate(
            """
            (() => {
              const chart = Chart.getChart(document.querySelector('#gradient canvas'));
              const curves = chart.data.datasets.map((set, i) => i).filter((i) => !chart.data.datasets[i].isDots);
              chart.tooltip.setActiveElements(curves.map((datasetIndex) => ({datasetIndex, index: 30})), {x: 0, y: 0});
              chart.update();
              return {body: chart.tooltip.body.flatMap(({lines}) => lines), footer: chart.tooltip.footer};
            })()
            """);
    assertTrue(said.path("body").size() >= 3, said.toString());
    assertEquals(1, said.path("footer").size(), said.toString());
    assertTrue(said.path("footer").get(0).asText().startsWith("z "), said.toString());
  }

  /** A curve is switched off with its band and its dots. */
  private static void checkLegends() {
    JsonNode parts =
        browser.evaluate(
            """
            (() => {
              const seen = [];
              for (const figure of document.querySelectorAll('.lead figure')) {
                const chart = Chart.getChart(figure.querySelector('canvas'));
                figure.querySelector('.legend button').click();
                const hidden = chart.data.datasets.map((set, i) => [set.line, chart.isDatasetVisible(i)]);
                seen.push({ofFirst: hidden.filter(([line]) => line === 0).length,
                    right: hidden.every(([line, visible]) => visible === (line !== 0))});
              }
              return seen;
            })()
            """);
    assertTrue(parts.get(0).path("ofFirst").asInt() == 2, "a curve and its examples: " + parts);
    assertTrue(
        parts.get(1).path("ofFirst").asInt() == 3, "a curve and both ends of its band: " + parts);
    parts.forEach(part -> assertTrue(part.path("right").asBoolean(), parts.toString()));
    String canvas = "document.querySelector('#gradient canvas').toDataURL()";
    String before = browser.evaluate(canvas).asText();
    browser.evaluate("document.querySelector('#gradient .legend button').click()");
    assertTrue(!before.equals(browser.evaluate(canvas).asText()), "all curves are still there");
  }

  /** The same in the headline, the curves and the tables. */
  private static void checkColours() {
    JsonNode colours =
        browser.evaluate(
            """
            [Chart.getChart(document.querySelector('.lead-gradient canvas')).data.datasets
                .find(({label}) => label === 'mean-squared-error').borderColor,
             getComputedStyle(document.querySelector('#start svg.bar.series-0 rect')).fill]
            """);
    assertEquals("rgb(0, 114, 178)", colours.get(0).asText());
    assertEquals("rgb(0, 114, 178)", colours.get(1).asText());
  }

  private static void checkTitle() {
    assertEquals("kind from hostile.csv", browser.evaluate("document.title").asText());
  }

  @Test
  @Tag("slow")
  void thePageCanBePrinted() throws IOException {
    browser.look(1280, 900, true);
    browser.open(page("losses"));
    browser.evaluate("dispatchEvent(new Event('beforeprint'))");
    checkSquare(browser.evaluate(SIZES));
    browser.evaluate("dispatchEvent(new Event('afterprint'))");
    byte[] pdf = browser.print();
    assertTrue(pdf.length > 50_000, pdf.length + " bytes");
    assertEquals(List.of(), browser.complaints());
    assertTrue(
        browser.evaluate("document.documentElement.dataset.theme === undefined").asBoolean(),
        "the theme of the reader comes back");
  }
}
